"""The shop's words for what Django's forms refuse: each says what to do, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import validators
from django.utils.formats import number_format
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _


class _Grouping(str):
    """Words whose whole numbers are written in groups of digits."""

    __slots__ = ()

    def __mod__(self, params: Any) -> str:
        return str(self) % _grouped(params)

    def format(self, *args: Any, **params: Any) -> str:
        return str(self).format(*args, **_grouped(params))


def _grouped(params: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: number_format(value, force_grouping=True) if type(value) is int else value
        for name, value in params.items()
    }


_lazily = lazy(lambda words: _Grouping(str(words)), str)


def grouping(words: Any) -> Any:
    """Return the words such that whole numbers put into them are written in groups of digits."""
    return _lazily(words)


WORDS: dict[Any, Any] = {
    validators.MaxLengthValidator: _("Use at most %(limit_value)d characters; these are %(show_value)d."),
    validators.MaxValueValidator: grouping(_("Enter at most %(limit_value)s.")),
    validators.MinValueValidator: grouping(_("Enter at least %(limit_value)s.")),
    validators.ProhibitNullCharactersValidator: _("There is a sign in it that cannot be seen. Type it anew."),
    validators.EmailValidator: _("Enter an e-mail address like asha@example.com."),
    validators.URLValidator: _("Enter a whole address, like https://example.com/."),
}
NO_CHOICE = _("“%(value)s” is not one of the values to choose from.")
CHOOSE = {"required": _("Choose one."), "invalid_choice": NO_CHOICE}
CHOOSE_SOME = {"required": _("Choose at least one."), "invalid_choice": NO_CHOICE}
FIELDS: dict[type[forms.Field], Mapping[str, Promise]] = {
    forms.Field: {"required": _("Fill this in.")},
    forms.DateField: {"invalid": _("Enter a date like 2026-11-21.")},
    forms.URLField: {"invalid": _("Enter a whole address, like https://example.com/.")},
    forms.FileField: {"required": _("Choose a file."), "empty": _("This file is empty.")},
    forms.ChoiceField: CHOOSE,
    forms.ModelChoiceField: CHOOSE,
    forms.MultipleChoiceField: CHOOSE_SOME,
    forms.ModelMultipleChoiceField: CHOOSE_SOME,
}


def speak() -> None:
    """Let every form say it. What a field words itself stays. To be called before forms are made: they keep words."""
    for validator, words in WORDS.items():
        validator.message = words
    for field, messages in FIELDS.items():
        field.default_error_messages = field.__dict__.get("default_error_messages", {}) | messages
