"""Fields that every form of accounts uses: they forgive how people type and say what to do."""

import unicodedata
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.constants import CODE_DIGITS, CODE_MAX_CHARACTERS, PASSWORD_MAX_CHARACTERS
from accounts.phones import find_phone, phone_words
from accounts.querysets import normalise_email, validate_email
from core.places import zones_by_area
from core.text import one_line, typed_code


class CleanCharField(forms.CharField):
    """Text in one line, as the API takes it too."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value))

    def clean(self, value: Any) -> str:
        # NUL becomes a blank here instead of a refusal that nobody understands.
        return super().clean(value.replace("\x00", " ") if isinstance(value, str) else value)


class NameField(CleanCharField):
    """What a person is called: one word or many, in any script."""

    default_error_messages = {
        "required": _("Enter your name."),
        "min_length": _("Enter at least two letters, such as your first name."),
        "max_length": _("Use at most 100 characters."),
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "name"})
        super().__init__(**{"label": _("Your name"), "min_length": 2, "max_length": 100, "widget": widget} | options)


class EmailField(forms.EmailField):
    """An address in the spelling under which accounts are stored."""

    default_validators = [validate_email]
    default_error_messages = {"required": _("Enter your e-mail address.")}

    def __init__(self, **options: Any) -> None:
        widget = forms.EmailInput(
            attrs={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
        )
        super().__init__(**{"label": _("E-mail address"), "max_length": 254, "widget": widget} | options)

    def to_python(self, value: Any) -> str:
        return normalise_email(super().to_python(value))


class PasswordField(forms.CharField):
    """A password exactly as typed: blanks count, pasting works, long ones are welcome."""

    default_error_messages = {
        "required": _("Enter your password."),
        "max_length": _("Use at most %(limit_value)d characters."),
    }

    def __init__(self, *, autocomplete: str = "current-password", **options: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        defaults = {"label": _("Password"), "strip": False, "max_length": PASSWORD_MAX_CHARACTERS, "widget": widget}
        super().__init__(**defaults | options)


class NewPasswordField(PasswordField):
    """A password being chosen: the rules stand there before anything is typed."""

    default_error_messages = {"required": _("Choose a password.")}

    def __init__(self, **options: Any) -> None:
        rules = _(
            "At least 8 characters. A few words in a row are easy to remember and hard to guess. "
            "Not your name or e-mail address, and not one of the well-known passwords."
        )
        super().__init__(**{"autocomplete": "new-password", "help_text": rules} | options)


class CodeField(forms.CharField):
    """A code as it arrives: with blanks or dashes, in any script's digits, pasted with a full stop."""

    default_error_messages = {"required": _("Enter the code.")}

    def __init__(self, *, numeric: bool = True, **options: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        attrs["inputmode"] = "numeric" if numeric else "text"
        if numeric:
            attrs["data-length"] = str(CODE_DIGITS)
        defaults = {"label": _("Code"), "max_length": CODE_MAX_CHARACTERS, "widget": forms.TextInput(attrs=attrs)}
        super().__init__(**defaults | options)

    def to_python(self, value: Any) -> str:
        return typed_code(super().to_python(value))


class PhoneField(forms.CharField):
    """A phone number in any usual spelling, returned as E.164. `region` is the country of numbers without one."""

    default_error_messages = {"required": _("Enter your phone number.")}

    def __init__(self, *, region: str = "", **options: Any) -> None:
        self.region = region
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        super().__init__(**{"label": _("Phone number"), "max_length": 40, "widget": widget} | options)

    def to_python(self, value: Any) -> str:
        typed = unicodedata.normalize("NFKC", super().to_python(value))
        return find_phone(typed, region=self.region) if typed else ""

    def clean(self, value: Any) -> str:
        number = super().clean(value)
        if number is None:
            raise forms.ValidationError(phone_words(self.region), code="invalid")
        return number


def language_choices() -> list[tuple[str, str]]:
    return [(code, name) for code, name in settings.LANGUAGES]


def timezone_choices() -> list[tuple[str, Any]]:
    """Return the zones of today, by part of the world, after the one of the shop."""
    return [("", str(_("As the shop"))), *zones_by_area()]
