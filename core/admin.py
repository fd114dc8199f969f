"""The shop's own settings in the back office."""

from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from unfold.widgets import UnfoldAdminSelect2Widget

from core.back_office.model_admin import BackOfficeAdmin
from core.models import ShopSettings


def currencies() -> list[tuple[str, str]]:
    """Return the currencies that are legal tender today, with their names."""
    names = Locale.parse(get_language() or "en").currencies
    spans = [span for country in get_global("territory_currencies").values() for span in country]
    current = {code for code, _since, until, is_tender in spans if until is None and is_tender}
    return [(code, f"{code} · {names.get(code, code)}") for code in sorted(current)]


class ShopSettingsForm(forms.ModelForm):
    timezone = forms.ChoiceField(
        choices=lambda: [(name, name.replace("_", " ")) for name in sorted(available_timezones())],
        widget=UnfoldAdminSelect2Widget,
        label=_("time zone"),
    )
    base_country = forms.ChoiceField(
        choices=lambda: list(countries), widget=UnfoldAdminSelect2Widget, label=_("country")
    )
    base_currency = forms.ChoiceField(choices=currencies, widget=UnfoldAdminSelect2Widget, label=_("currency"))

    class Meta:
        model = ShopSettings
        fields = "__all__"  # noqa: DJ007


@admin.register(ShopSettings)
class ShopSettingsAdmin(BackOfficeAdmin):
    """One row: the list leads straight to it."""

    form = ShopSettingsForm
    fieldsets = [
        (_("The shop"), {"fields": ["name", "tagline"]}),
        (_("How to reach it"), {"fields": ["contact_email", "contact_phone", "postal_address"]}),
        (_("Where it is at home"), {"fields": ["timezone", "base_country", "base_currency"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_export_permission(self, request: HttpRequest) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        shop, _is_new = ShopSettings.objects.get_or_create(singleton=True)
        return redirect(reverse("admin:core_shopsettings_change", args=[shop.pk]))
