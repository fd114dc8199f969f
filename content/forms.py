"""The form of the showroom: one field of every kind."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ShowroomForm(forms.Form):
    name = forms.CharField(label=_("Full name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send the receipt there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Password"),
        min_length=8,
        help_text=_("At least 8 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=6,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    country = forms.ChoiceField(label=_("Country"), choices=[("in", _("India")), ("de", _("Germany"))])
    note = forms.CharField(label=_("Note for the seller"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    picture = forms.FileField(label=_("Picture"), required=False, widget=forms.ClearableFileInput)
    delivery = forms.ChoiceField(
        label=_("Delivery"),
        choices=[("standard", _("Standard, Tuesday")), ("express", _("Express, tomorrow"))],
        widget=forms.RadioSelect,
    )
    terms = forms.BooleanField(label=_("I have read the terms"))
