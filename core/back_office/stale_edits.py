"""Two people on one form: what only one of them changed stands, what both changed is shown beside, and asked once."""

import json
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _

MOST_SHOWN = 300


def shown_by(form: forms.BaseForm) -> str:
    """Return what an unsent form shows, for the page to send along: so it is known later what somebody touched."""
    return json.dumps({name: _value(form[name]) for name in form.fields if name in form.initial}, default=str)


def show(form: forms.BaseModelForm, stored: forms.BaseModelForm, shown: str) -> str:
    """Refuse the form; let fields nobody touched here show what the row holds now, and name it where both wrote.

    `stored` is the form of the row, `shown` what the page showed at first. Returns what it shows from now on.
    """
    form.add_error(
        None,
        _(
            "Somebody else changed this in the meantime. What you did not touch shows what is saved now; "
            "where you both wrote, both are shown. Look at it, and save again to keep what you typed."
        ),
    )
    now_shown = shown_by(stored)
    before, now = _read(shown), json.loads(now_shown)
    for name, field in form.fields.items():
        if name not in now:
            continue
        value, sent = stored.get_initial_for_field(field, name), form[name].data
        if name in before and not _is_touched(field, before[name], sent):
            _fill(field, value)
        elif (name not in before or before[name] != now[name]) and field.has_changed(value, sent):
            form.add_error(name, _("Saved now: %(value)s") % {"value": _in_words(field, value)})
    return now_shown


def _value(field: forms.BoundField) -> Any:
    """The value as its widget sends it: several inputs send a list."""
    value, widget = field.value(), field.field.widget
    is_split = isinstance(widget, forms.MultiWidget) and not isinstance(value, list)
    return widget.decompress(value) if is_split else value


def _read(shown: str) -> dict[str, Any]:
    """Nothing when the page sent nothing that can be read: then every field counts as touched."""
    try:
        read = json.loads(shown)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _is_touched(field: forms.Field, shown: Any, sent: Any) -> bool:
    try:
        return field.has_changed(field.to_python(_lines(shown)), _lines(sent))
    except (forms.ValidationError, AttributeError, TypeError, ValueError):
        return True


def _lines(value: Any) -> Any:
    """Browsers end lines in their own way."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _fill(field: forms.Field, value: Any) -> None:
    """Have the field show this, whatever was sent."""
    field.bound_data = lambda _sent, _initial: value


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one) for one in value) or "–"
    if isinstance(field, forms.ModelChoiceField) and value:
        value = field.queryset.filter(pk=value).first() or value
    elif isinstance(field, forms.ChoiceField):
        choices = {str(code): words for code, words in field.choices}
        value = choices.get(str(value), value)
    return "–" if value in (None, "") else Truncator(value).chars(MOST_SHOWN)
