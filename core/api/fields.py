"""Fields that the serializers of every app may use."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.text import one_line

TWO_LETTERS = _("Choose a country by its two letters, such as IN.")


class LineField(serializers.CharField):
    """Text in one line, kept as the pages keep it: a name never ends a header or turns a page around."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        # Before the checks for blanks and length, which are about what is kept.
        return super().run_validation(one_line(data) if isinstance(data, str) else data)


class CurrencyField(serializers.RegexField):
    """A currency by its code."""

    default_error_messages = {"invalid": _("Name a currency by its three capital letters, such as INR.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^[A-Z]{3}$", **kwargs)


class CountryField(serializers.RegexField):
    """A country by its code."""

    default_error_messages = {"invalid": TWO_LETTERS}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^[A-Za-z]{2}$", **kwargs)
