"""What people change about their own account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import TwoFactorMethod
from accounts.forms.base import (
    CleanCharField,
    CodeField,
    EmailField,
    NameField,
    NewPasswordField,
    PasswordField,
    PhoneField,
    language_choices,
    timezone_choices,
)
from core.places import current_zones


class ProfileForm(forms.Form):
    name = NameField()
    language = forms.ChoiceField(
        label=_("Language"),
        choices=language_choices,
        help_text=_("Of our mails and of this site."),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose a language of the list.")),
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=timezone_choices,
        required=False,
        help_text=_("So that times are yours."),
        error_messages={"invalid_choice": _("Choose a time zone of the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.initial.get("timezone")
        if kept and kept not in current_zones():
            # An old name of a zone still works; saving the page must not change it.
            self.fields["timezone"].choices = [*timezone_choices(), (kept, kept)]


class PhoneForm(forms.Form):
    phone_number = PhoneField(
        required=False,
        help_text=_("Only used when something about a delivery must be asked, and for codes if you choose them."),
    )

    def __init__(self, *args: Any, region: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone_number"].region = region


class AvatarForm(forms.Form):
    file = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, up to 10 MB. We cut it round."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": _("Choose a picture first."),
            "empty": _("That file is empty. Choose another picture."),
        },
    )


class ChangeEmailForm(forms.Form):
    email = EmailField(label=_("New e-mail address"))
    password = PasswordField(label=_("Your password"), help_text=_("So that nobody else can do this."))


class ChangePasswordForm(forms.Form):
    current_password = PasswordField(
        label=_("Present password"), error_messages={"required": _("Enter your present password.")}
    )
    new_password = NewPasswordField(label=_("New password"))


class PasswordForm(forms.Form):
    """The password once more, before something delicate."""

    password = PasswordField(label=_("Your password"))


class TwoFactorForm(forms.Form):
    method = forms.ChoiceField(
        label=_("How do you want to get your codes?"),
        choices=[
            (TwoFactorMethod.TOTP.value, _("From an app on my phone (safest, works without a network)")),
            (TwoFactorMethod.EMAIL.value, _("By e-mail")),
            (TwoFactorMethod.SMS.value, _("By text message")),
        ],
        initial=TwoFactorMethod.TOTP.value,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how you want to get your codes.")),
    )

    def __init__(self, *args: Any, has_phone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_phone:
            self.fields["method"].choices = self.fields["method"].choices[:-1]


class TwoFactorOffForm(PasswordForm):
    code = CodeField(
        numeric=False,
        label=_("Code"),
        help_text=_("From your app or message, or one of your recovery codes."),
    )


class PapersInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Files as they come: the view keeps each by itself, so that one that is refused takes none along."""

    widget = PapersInput

    def clean(self, value: Any, initial: Any = None) -> None:
        return None


class ApplicationForm(forms.Form):
    business_name = CleanCharField(
        label=_("Business name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Enter the name of your business.")},
    )
    tax_id = CleanCharField(
        label=_("Tax number"),
        max_length=40,
        required=False,
        help_text=_("GSTIN, VAT number or the like, if you have one. It makes the decision faster."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    message = forms.CharField(
        label=_("About your business"),
        max_length=2000,
        required=False,
        help_text=_("What you buy or sell, where, and since when. A few sentences are enough."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    papers = PapersField(
        label=_("Documents"),
        required=False,
        help_text=_(
            "Your registration, tax certificate or licence: up to 5 files, each a PDF or a picture of at most 5 MB. "
            "Only you and those of us who decide can open them."
        ),
        widget=PapersInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}),
    )


class DeleteAccountForm(PasswordForm):
    code = CodeField(
        numeric=False,
        label=_("Code"),
        help_text=_("From your app or message, or one of your recovery codes."),
    )
