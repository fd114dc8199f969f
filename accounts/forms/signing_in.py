"""Sign-up, sign-in and the ways back in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.forms.base import CodeField, EmailField, NameField, NewPasswordField, PasswordField


class SignUpForm(forms.Form):
    name = NameField()
    email = EmailField()
    password = NewPasswordField()
    apply_as = forms.ChoiceField(
        label=_("What brings you here?"),
        required=False,
        choices=[
            ("", _("I want to shop")),
            (Role.RETAILER.value, _("I buy for my business (trade account)")),
            (Role.SELLER.value, _("I want to sell here")),
        ],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the three.")},
    )
    marketing_consent = forms.BooleanField(label=_("Send me offers and news by e-mail"), required=False)


class SignInForm(forms.Form):
    email = EmailField(widget=forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email"}))
    password = PasswordField()


class CodeForm(forms.Form):
    """Six digits from a mail, a text message or an app."""

    code = CodeField(
        label=_("Six-digit code"),
        error_messages={"required": _("Enter the six digits of the code.")},
    )


class RecoveryCodeForm(forms.Form):
    code = CodeField(
        numeric=False,
        label=_("Recovery code"),
        help_text=_("One of the codes you printed or copied when you switched two-step sign-in on. Each works once."),
        error_messages={"required": _("Enter one of your recovery codes.")},
    )


class ForgotPasswordForm(forms.Form):
    email = EmailField()


class ResetPasswordForm(forms.Form):
    password = NewPasswordField(label=_("New password"))


class EmailedCodeForm(CodeForm):
    """The code of an address that is not signed in."""

    email = EmailField()

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["email", "code"])
        if email:
            del self.fields["email"]
