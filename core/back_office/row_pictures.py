"""The picture of a row: sent as a file with its form, shown small in lists."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminImageFieldWidget

from core import pictures
from core.errors import DomainError
from core.models import Picture

THUMB_PIXELS = 96


class PictureForm(forms.ModelForm):
    """Takes a picture as a file, and keeps what is shown now unless another comes."""

    purpose: str

    def clean_upload(self) -> UUID | None:
        file = self.cleaned_data.get("upload")
        if not file:
            return None
        try:
            return pictures.store_picture(file=file, purpose=self.purpose).pk
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def picture_fields(self) -> dict[str, Any]:
        upload = self.cleaned_data.get("upload")
        if upload:
            return {"picture": upload}
        return {"picture": None} if self.cleaned_data.get("no_picture") else {}


def upload_field(label: Any) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        widget=UnfoldAdminImageFieldWidget(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG or WebP. Leave empty to keep the present one."),
    )


def thumb(picture: Picture | None) -> SafeString:
    """A small picture; the row's name stands beside it."""
    if picture is None:
        return mark_safe('<span class="back-office-thumb" data-empty></span>')
    return format_html('<img class="back-office-thumb" src="{}" alt="" loading="lazy">', picture.url(THUMB_PIXELS))
