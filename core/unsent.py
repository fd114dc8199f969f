"""What somebody sent in vain, for a form that sends it again: kept while they sign in, and shown in words."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.db import models
from django.forms.utils import pretty_name
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

KEY = "unsent"
MOST_CHARACTERS = 10_000
# A product's form carries its description and a row for each of its variants.
MOST_CHARACTERS_OF_STAFF = 100_000
MOST_IN_A_LINE = 80
# The one code that is no secret.
POSTAL_CODE = "postal_code"
INTERNAL_NAME = re.compile(r"^(_.*|initial-.*|next|action|index|select_across)$|(^|-)(id|version|[A-Z]+_FORMS)$")
# Ids and times of rows, which nobody types.
INTERNAL_VALUE = re.compile(r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT\d\d:\d\d.*)$")


def sent_form(request: HttpRequest) -> dict[str, Any]:
    """Return where it was sent and what; never passwords and codes, and of files only their names."""
    hidden = settings.NEVER_REPEATED_FIELDS
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if value and (name == POSTAL_CODE or not any(word in name.lower() for word in hidden))
    ]
    files = [(name, [file.name for file in files]) for name, files in request.FILES.lists()]
    return {"action": request.get_full_path(), "fields": fields, "files": files}


def keep(request: HttpRequest, *, most: int = MOST_CHARACTERS) -> bool:
    """Keep it in the session as long as it is no longer than `most`; say whether there was any."""
    sent = sent_form(request)
    length = sum(len(value) for _name, value in sent["fields"])
    length += sum(len(name) for _field, names in sent["files"] for name in names)
    if not 0 < length <= most:
        return False
    request.session[KEY] = sent
    return True


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def is_for_back_office(sent: dict[str, Any]) -> bool:
    """Whether it was sent to the back office, which asks for it again in its own look."""
    return sent["action"].startswith(reverse("admin:index"))


def in_words(sent: dict[str, Any]) -> dict[str, Any]:
    """Return the form for people: what was typed under its label, what was chosen by name only, the rest unseen."""
    known = _known_fields(sent["action"], {_last(name) for name, _value in sent["fields"]})
    files = [{"name": name, "label": _label(name, known), "chosen": chosen} for name, chosen in sent.get("files", [])]
    hidden, chosen, typed = [], {}, []
    for name, value in sent["fields"]:
        field = known.get(_last(name))
        label = _label(name, known)
        if INTERNAL_NAME.search(name) or (field and field.widget.is_hidden):
            hidden.append((name, value))
        elif isinstance(field, forms.ChoiceField | forms.BooleanField):
            hidden.append((name, value))
            chosen[label] = True
        elif INTERNAL_VALUE.match(value):
            hidden.append((name, value))
        else:
            is_long = len(value) > MOST_IN_A_LINE or "\n" in value or "\r" in value
            typed.append({"name": name, "value": value, "label": label, "is_long": is_long})
    return {"action": sent["action"], "hidden": hidden, "chosen": list(chosen), "typed": typed, "files": files}


def page_named(sent: dict[str, Any], reader: HttpRequest) -> str:
    """What the back office's page is about that it was sent to, as far as who reads this may see it."""
    try:
        match = resolve(urlsplit(sent["action"]).path)
    except Resolver404:
        return ""
    page = getattr(match.func, "model_admin", None)
    if page is None or not page.has_view_permission(reader):
        return ""
    pk = match.kwargs.get("object_id")
    row = page.get_object(reader, pk) if pk else None
    kind = capfirst(page.opts.verbose_name)
    return f"{kind}: {row}" if row and page.has_view_permission(reader, row) else str(kind)


def _last(name: str) -> str:
    """The name of a field without the row of the grid that it stands in."""
    return name.rpartition("-")[2]


def _label(name: str, known: dict[str, forms.Field]) -> str:
    """What the field is called, with its language and its row where several are called the same."""
    field, row = known.get(_last(name)), name.rsplit("-", 2)[-2:-1]
    label = capfirst((field and field.label) or pretty_name(_last(name)))
    language = str(dict(settings.LANGUAGES).get(name.rpartition("__")[2], ""))
    if language and language not in label:
        label = f"{label} ({language})"
    if row and row[0].isdecimal():
        label = _("%(field)s, row %(number)d") % {"field": label, "number": int(row[0]) + 1}
    return str(label)


def _known_fields(action: str, names: set[str]) -> dict[str, forms.Field]:
    """The fields of the form that has most of these names, and of the row that the back office's page is about."""
    forms_known = (form.base_fields for form in _below(forms.BaseForm) if hasattr(form, "base_fields"))
    likeliest: dict[str, forms.Field] = max(
        forms_known, key=lambda fields: (len(names & fields.keys()), -len(fields)), default={}
    )
    try:
        page = getattr(resolve(urlsplit(action).path).func, "model_admin", None)
    except Resolver404:
        page = None
    if page is None:
        return likeliest
    return {**likeliest, **forms.fields_for_model(page.model, formfield_callback=_field), **page.form.base_fields}


def _field(column: models.Field, **about: Any) -> forms.Field | None:
    if isinstance(column, models.URLField):
        about["assume_scheme"] = "https"
    return column.formfield(**about)


def _below(kind: type) -> Iterator[Any]:
    for form in kind.__subclasses__():
        yield form
        yield from _below(form)
