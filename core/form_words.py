"""The shop's words for what Django's forms refuse: each says what to do, in the reader's language."""

from typing import Any

from django.core import validators
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[Any, Promise] = {
    validators.MaxLengthValidator: _("Use at most %(limit_value)d characters; these are %(show_value)d."),
    validators.ProhibitNullCharactersValidator: _("There is a sign in it that cannot be seen. Type it anew."),
}


def speak() -> None:
    """Let every form say it. What a field words itself stays."""
    for validator, words in WORDS.items():
        validator.message = words
