"""Two people on one form: what the other one saved stands beside what was typed, and a second save is meant."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _

MOST_SHOWN = 300


def show(form: forms.BaseModelForm, stored: forms.BaseModelForm) -> None:
    """Refuse the form; name at each field that differs what the row holds now. `stored` is the form of the row."""
    form.add_error(
        None,
        _(
            "Somebody else changed this in the meantime. Fields that differ say what is saved now. "
            "Change what you like, and save again to keep what you typed."
        ),
    )
    for name, field in form.fields.items():
        if name not in stored.initial:
            continue
        now = stored.get_initial_for_field(field, name)
        if field.has_changed(now, form[name].data):
            form.add_error(name, _("Saved now: %(value)s") % {"value": _in_words(field, now)})


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
