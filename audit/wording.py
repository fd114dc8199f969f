"""The fields and values of a row of the action log in the words of the row's own page."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field
from django.utils.translation import gettext as _

from audit.models import AdminActionLog
from core.actions import words


def field_title(row: AdminActionLog, name: str) -> str:
    column = _column(row, name)
    title = words.fields.get(name) or (column.verbose_name if column else name.removesuffix("_id").replace("_", " "))
    return str(title)[:1].upper() + str(title)[1:]


def actions_said(fits: Callable[[str, str], bool]) -> list[str]:
    """Return the codes of the actions whose words for thing and deed fit."""
    things = {code: str(said) for code, said in words.things.items()}
    deeds = {code: str(said) for code, said in words.deeds.items()}
    return [f"{thing}.{deed}" for thing in things for deed in deeds if fits(things[thing], deeds[deed])]


def shown_value(row: AdminActionLog, name: str, value: Any) -> str:
    """Return the value as people say it, not as it is stored."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    column = _column(row, name)
    choices = dict(column.flatchoices) if column else {}
    return str(choices.get(value, value))


def _column(row: AdminActionLog, name: str) -> Field | None:
    model = next((model for model in admin.site._registry if model._meta.label_lower == row.object_type), None)
    try:
        column = model._meta.get_field(name.removesuffix("_id")) if model else None
    except FieldDoesNotExist:
        return None
    return column if isinstance(column, Field) else None
