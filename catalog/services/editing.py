"""What every write of the catalogue does: collect what is wrong, refuse stale edits, tell the action log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.constants import (
    DESCRIPTION_LEAST_CHARACTERS,
    DESCRIPTION_MOST_CHARACTERS,
    DESCRIPTION_MOST_CHARACTERS_STORED,
)
from catalog.richtext import clean_html, clean_plain, words_of
from core import actions
from core.errors import InvalidInput, VersionConflict
from core.text import one_line

Values = dict[str, Any]


class Problems(dict[str, list[str]]):
    """What is wrong, by field. Everything is looked at before anything is refused."""

    def add(self, field: str, message: str) -> None:
        self.setdefault(field, []).append(message)

    def refuse(self) -> None:
        """Raise InvalidInput if anything is wrong."""
        if self:
            raise InvalidInput(**self)

    def line(self, field: str, value: Any, *, least: int = 0, most: int) -> str:
        """Return the value as one line of text within its bounds."""
        return self._bounded(field, one_line(value) if isinstance(value, str) else None, least, most)

    def prose(self, field: str, value: Any, *, most: int) -> str:
        """Return the value as plain text of several lines."""
        return self._bounded(field, clean_plain(value) if isinstance(value, str) else None, 0, most)

    def rich(self, field: str, value: Any, *, least: int = DESCRIPTION_LEAST_CHARACTERS) -> str:
        """Return the value as safe HTML; what counts is what people read of it."""
        html = clean_html(value) if isinstance(value, str) else None
        self._bounded(field, html and words_of(html), least, DESCRIPTION_MOST_CHARACTERS)
        if html and len(html) > DESCRIPTION_MOST_CHARACTERS_STORED:
            self.add(field, _("There is too much markup in it."))
        return html or ""

    def _bounded(self, field: str, text: str | None, least: int, most: int) -> str:
        if text is None:
            self.add(field, _("Give some text."))
            return ""
        if len(text) < least:
            self.add(field, _("Use at least %(least)d characters.") % {"least": least})
        elif len(text) > most:
            words = _("Use at most %(most)s characters.")
            self.add(field, words % {"most": number_format(most, force_grouping=True)})
        return text

    def choice(self, field: str, value: Any, known: list[str]) -> str:
        if value not in known:
            self.add(field, _("Choose one of: %(known)s.") % {"known": ", ".join(filter(None, known))})
        return value

    def flag(self, field: str, value: Any) -> bool:
        if not isinstance(value, bool):
            self.add(field, _("Say true or false."))
        return bool(value)

    def whole(self, field: str, value: Any, *, least: int, most: int) -> int | None:
        if type(value) is not int or not least <= value <= most:
            self.add(field, _("Give a whole number from %(least)d to %(most)d.") % {"least": least, "most": most})
            return None
        return value


def refuse_stale(row: Model, version: datetime | None) -> None:
    """Refuse an edit of what has changed since it was read: `version` is its `updated_at` of then.

    Raises VersionConflict.
    """
    if version is not None and version != row.updated_at:  # type: ignore[attr-defined]
        raise VersionConflict


def set_values(row: Model, values: Mapping[str, Any]) -> tuple[Values, Values]:
    """Set the values, and return what was there and what is there now, where the two differ."""
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    changed = [name for name in values if before[name] != values[name]]
    return {name: before[name] for name in changed}, {name: values[name] for name in changed}


def stored_values(row: Model) -> Values:
    """What the action log keeps of a row that comes or goes."""
    passing = {"id", "created_at", "updated_at"}
    return {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if column.name not in passing and getattr(row, column.attname) not in (None, "", [])
    }


def record(
    actor: User | None,
    what: str,
    row: Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Tell the action log, unless nobody acted: demo goods and commands of operators."""
    if actor is not None:
        action = f"{row._meta.app_label}.{row._meta.model_name}.{what}"
        actions.record(actor=actor, action=action, target=row, before=before, after=after, reason=reason)
