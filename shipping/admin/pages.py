"""Zones, the ways to send there, and what a parcel would cost."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from core.back_office.service_admin import ServiceAdmin
from core.money import Money
from shipping import selectors, services
from shipping.admin.saying import say_days, say_prices
from shipping.errors import ZoneInUse
from shipping.forms import OTHER_LANGUAGES, MethodForm, ParcelForm, ZoneForm
from shipping.models import ShippingMethod, ShippingZone

SHOWN_PLACES = 8


@admin.register(ShippingZone)
class ShippingZoneAdmin(ServiceAdmin):
    form = ZoneForm
    allows_deletion = True
    change_list_template = "admin/shipping/list.html"
    list_display = ["name", "places", "ways", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name__icontains"]
    ordering = ["position", "name"]
    fieldsets = [
        (None, {"fields": ["name", "countries", "postal_patterns", "position", "is_active"]}),
        (gettext_lazy("Shipping methods"), {"fields": ["methods_here"]}),
    ]
    readonly_fields = ["methods_here"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(deleted_at=None).prefetch_related("methods__store")

    def get_fieldsets(self, request: HttpRequest, obj: ShippingZone | None = None) -> Any:
        """Show those who may only look what the list shows; the form's own fields are for who may write."""
        if obj is None:
            return self.fieldsets[:1]
        if self.has_change_permission(request, obj):
            return self.fieldsets
        return [(None, {"fields": ["name", "places", "position", "is_active", "methods_here"]})]

    def store(self, request: HttpRequest, row: ShippingZone | None, fields: dict[str, Any]) -> ShippingZone:
        return services.save_zone(zone=row, actor=request.user, **fields)

    def delete_model(self, request: HttpRequest, obj: ShippingZone) -> None:
        services.delete_zone(zone=obj, actor=request.user)

    def obstacles(self, row: ShippingZone) -> list[Any]:
        return [ZoneInUse.message] if _living(row) else []

    @display(description=gettext_lazy("where"))
    def places(self, zone: ShippingZone) -> str:
        listed = [*zone.postal_patterns, *([] if zone.postal_patterns else zone.countries)]
        more = f" +{len(listed) - SHOWN_PLACES}" if len(listed) > SHOWN_PLACES else ""
        places = ", ".join(listed[:SHOWN_PLACES]) + more
        if zone.postal_patterns:
            return f"{', '.join(zone.countries)}: {places}"
        return places or _("Everywhere else")

    @display(description=gettext_lazy("ways"))
    def ways(self, zone: ShippingZone) -> str:
        return ", ".join(_named(row) for row in _living(zone)) or "–"

    @display(description=gettext_lazy("ways"))
    def methods_here(self, zone: ShippingZone) -> str:
        lines = [
            (
                reverse("admin:shipping_shippingmethod_change", args=[row.pk]),
                _named(row),
                say_days(row),
                say_prices(row),
                "" if row.is_active else f" · {_('switched off')}",
            )
            for row in _living(zone)
        ]
        listed = format_html_join("", '<li><a class="underline" href="{}">{}</a> ({}): {}{}</li>', lines)
        add = format_html(
            '<a class="back-office-button" href="{}?zone={}">{}</a>',
            reverse("admin:shipping_shippingmethod_add"), zone.pk, _("Add a way to send there"),
        )  # fmt: skip
        return format_html('<ul class="flex flex-col gap-2 mb-4">{}</ul><p class="mb-2">{}</p>', listed, add)


@admin.register(ShippingMethod)
class ShippingMethodAdmin(ServiceAdmin):
    form = MethodForm
    allows_deletion = True
    change_list_template = "admin/shipping/list.html"
    list_display = ["name", "zone", "store", "prices", "days", "is_active"]
    list_select_related = ["zone", "store"]
    list_filter = ["zone", "is_active", "basis", "currency"]
    search_fields = ["name__icontains", "zone__name__icontains", "store__name__icontains"]
    search_help_text = gettext_lazy("By name, zone or store")
    autocomplete_fields = ["store"]
    ordering = ["zone__position", "zone__name", "position", "name"]
    fieldsets = [
        (None, {"fields": ["zone", "store", "name", *(f"name_{code}" for code, _name in OTHER_LANGUAGES)]}),
        (None, {"fields": ["description", *(f"description_{code}" for code, _name in OTHER_LANGUAGES)]}),
        (
            gettext_lazy("Cost"),
            {"fields": ["basis", "currency", "steps", "free_from", "most_grams", "tax_class"]},
        ),
        (
            gettext_lazy("Days"),
            {"fields": ["least_days", "most_days", "cut_off", "sends_on", "delivers_on", "closed_on"]},
        ),
        (None, {"fields": ["position", "is_active"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(deleted_at=None)

    def get_fieldsets(self, request: HttpRequest, obj: ShippingMethod | None = None) -> Any:
        """Show those who may only look what is there in words; the form's own fields are for who may write."""
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if may:
            return self.fieldsets
        shown = ["zone", "store", "name", "description", "prices", "most_grams", "tax_class", "days"]
        return [(None, {"fields": [*shown, "position", "is_active"]})]

    def store(self, request: HttpRequest, row: ShippingMethod | None, fields: dict[str, Any]) -> ShippingMethod:
        return services.save_method(method=row, actor=request.user, **fields)

    def delete_model(self, request: HttpRequest, obj: ShippingMethod) -> None:
        services.delete_method(method=obj, actor=request.user)

    @display(description=gettext_lazy("cost"))
    def prices(self, row: ShippingMethod) -> str:
        return say_prices(row)

    @display(description=gettext_lazy("days"), ordering="most_days")
    def days(self, row: ShippingMethod) -> str:
        return say_days(row)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.try_out)
        view.model_admin = self
        return [path("try/", view, name="shipping_shippingmethod_try_out"), *super().get_urls()]

    def try_out(self, request: HttpRequest) -> HttpResponse:
        """Say what a parcel would cost and when it would arrive, if it were ordered now."""
        if not request.user.has_perm(self.try_out.permission):
            raise PermissionDenied
        form = ParcelForm(request.GET if "country" in request.GET else None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("What would a parcel cost?"),
            "model_admin": self,
            "form": form,
            "offers": _offers(form.cleaned_data) if form.is_valid() else None,
        }
        return render(request, "admin/shipping/try_out.html", context, status=422 if form.errors else 200)

    try_out.permission = "shipping.view_shippingmethod"


def _living(zone: ShippingZone) -> list[ShippingMethod]:
    return [row for row in zone.methods.all() if not row.is_deleted]


def _named(row: ShippingMethod) -> str:
    return f"{row.name} ({row.store.name})" if row.store else row.name


def _offers(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every way there, those that take the parcel first, the cheapest on top."""
    place = {
        "country": asked["country"],
        "postal_code": asked["postal_code"],
        "currency": asked["currency"],
        "store_id": asked["store"] and asked["store"].pk,
    }
    offers = selectors.list_offers(**place, parcel=asked["parcel"], now=timezone.now())
    ways = selectors.list_methods(**place)
    rows = ShippingMethod.objects.select_related("zone", "store").in_bulk([way.method.id for way in ways])
    taken = [
        {"row": rows[one.method_id], "price": Money(one.price, asked["currency"]).display(), "offer": one}
        for one in offers
    ]
    refused = [rows[way.method.id] for way in ways if way.method.id not in {one.method_id for one in offers}]
    return [*taken, *({"row": row, "price": "", "offer": None} for row in refused)]
