"""Catalogue texts in other languages: rows beside the thing's own words, which stand in where one is missing."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _

from catalog import constants as most
from catalog.models import Translation
from catalog.services.editing import Problems, Values

Texts = Mapping[str, Mapping[str, Any]]
Clean = Callable[[Problems, str, Any], str]


def _line(longest: int) -> Clean:
    return lambda problems, field, value: problems.line(field, value, most=longest)


def _prose(longest: int) -> Clean:
    return lambda problems, field, value: problems.prose(field, value, most=longest)


def _description(problems: Problems, field: str, value: Any) -> str:
    return problems.rich(field, value, least=0)


SEO = {
    "seo_title": _line(most.SEO_TITLE_MOST_CHARACTERS),
    "seo_description": _line(most.SEO_DESCRIPTION_MOST_CHARACTERS),
}
# What can be said in other languages, by kind of row.
FIELDS: dict[str, dict[str, Clean]] = {
    "product": {
        "name": _line(most.NAME_MOST_CHARACTERS),
        "short_description": _line(most.SHORT_MOST_CHARACTERS),
        "description": _description,
        **SEO,
    },
    "category": {
        "name": _line(most.LABEL_MOST_CHARACTERS),
        "description": _prose(most.PLAIN_DESCRIPTION_MOST_CHARACTERS),
        **SEO,
    },
    "brand": {
        "name": _line(most.LABEL_MOST_CHARACTERS),
        "description": _prose(most.PLAIN_DESCRIPTION_MOST_CHARACTERS),
    },
    "attribute": {"name": _line(80), "unit": _line(20)},
    "attributevalue": {"label": _line(most.LABEL_MOST_CHARACTERS)},
}


def languages() -> list[str]:
    """The languages that texts are translated into: all but the one they are written in."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def clean_texts(problems: Problems, kind: str, texts: Texts) -> dict[tuple[str, str], str]:
    """Return the texts by language and field; an empty one takes its translation away."""
    cleaned: dict[tuple[str, str], str] = {}
    for language, fields in texts.items():
        if language not in languages() or not isinstance(fields, Mapping):
            problems.add("translations", _("There are no translations into %(language)s.") % {"language": language})
            continue
        for field, text in fields.items():
            clean = FIELDS[kind].get(field)
            if clean is None:
                problems.add("translations", _("%(field)s is not translated.") % {"field": field})
                continue
            found = Problems()
            cleaned[language, field] = clean(found, field, text if text is not None else "")
            for messages in found.values():
                for message in messages:
                    problems.add("translations", f"{language}.{field}: {message}")
    return cleaned


def write_texts(row: Model, texts: Mapping[tuple[str, str], str]) -> tuple[Values, Values]:
    """Store the texts, and return what was said and what is said now, where the two differ."""
    if not texts:
        return {}, {}
    own = Translation.objects.filter(object_id=row.pk)
    stored = {(text.language, text.field): text for text in own}
    before, after = {}, {}
    for (language, field), text in texts.items():
        known = stored.get((language, field))
        former = known.text if known else ""
        if text == former:
            continue
        before[f"{field} ({language})"], after[f"{field} ({language})"] = former, text
        if text:
            Translation.objects.update_or_create(
                object_id=row.pk, language=language, field=field, defaults={"text": text, "kind": row._meta.model_name}
            )
        else:
            own.filter(language=language, field=field).delete()
    return before, after


def forget_texts(*object_ids: UUID) -> None:
    Translation.objects.filter(object_id__in=object_ids).delete()
