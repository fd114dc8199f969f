"""The form of the showroom: one field of every kind."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ShowroomForm(forms.Form):
    name = forms.CharField(
        label=_("Full name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send the receipt there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address like asha@example.com."),
        },
    )
    password = forms.CharField(
        label=_("Password"),
        min_length=8,
        help_text=_("At least 8 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={
            "required": _("Choose a password."),
            "min_length": _("Enter at least %(limit_value)d characters."),
        },
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=6,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Enter the code.")},
    )
    country = forms.ChoiceField(
        label=_("Country"),
        choices=[("in", _("India")), ("de", _("Germany"))],
        error_messages={"required": _("Choose the country.")},
    )
    note = forms.CharField(label=_("Note for the seller"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    picture = forms.FileField(label=_("Picture"), required=False, widget=forms.ClearableFileInput)
    delivery = forms.ChoiceField(
        label=_("Delivery"),
        choices=[("standard", _("Standard, Tuesday")), ("express", _("Express, tomorrow"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a delivery.")},
    )
    terms = forms.BooleanField(
        label=_("I have read the terms"), error_messages={"required": _("Tick that you have read the terms.")}
    )
