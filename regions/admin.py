"""Regions, taxes and exchange rates in the back office."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display

from core.back_office.service_admin import ServiceAdmin
from core.money import Money
from regions import services
from regions.enums import RateSource, TaxMode
from regions.errors import RegionInUse, TaxClassInUse
from regions.forms import PERCENT, ExchangeRateForm, RegionForm, TaxClassForm, TaxRateForm
from regions.models import ExchangeRate, Region, TaxClass, TaxRate
from regions.prices import NANO


@admin.register(Region)
class RegionAdmin(ServiceAdmin):
    form = RegionForm
    allows_deletion = True
    list_display = ["name", "code", "currency", "tax_label", "country_codes", "rounding", "is_default", "is_active"]
    list_filter = ["is_active", "tax_mode", "currency"]
    search_fields = ["name__icontains", "code__icontains", "countries__country__iexact"]
    search_help_text = _("By name, code or country")
    ordering = ["position", "name"]
    fieldsets = [
        (None, {"fields": ["code", "name", "name_hi", "countries", "languages"]}),
        (_("Prices"), {"fields": ["currency", "tax_mode", "price_step", "price_ending"]}),
        (None, {"fields": ["position", "is_default", "is_active"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("countries")

    def get_fieldsets(self, request: HttpRequest, obj: Region | None = None) -> Any:
        """Show those who may only look what the list shows; the form's own fields are for who may write."""
        if self.has_change_permission(request, obj):
            return self.fieldsets
        shown = ["code", "name", "country_codes", "currency", "tax_mode", "rounding", "position", "is_default"]
        return [(None, {"fields": [*shown, "is_active"]})]

    def store(self, request: HttpRequest, row: Region | None, fields: dict[str, Any]) -> Region:
        if row is None:
            return services.create_region(actor=request.user, **fields)
        return services.update_region(region=row, actor=request.user, **fields)

    def obstacles(self, row: Region) -> list[Any]:
        uses = services.uses_of(row)
        return [RegionInUse(uses=", ".join(uses))] if uses else []

    def delete_model(self, request: HttpRequest, obj: Region) -> None:
        services.delete_region(region=obj, actor=request.user)

    @display(description=_("tax"), label={TaxMode.INCLUSIVE: "success", TaxMode.EXCLUSIVE: "info"})
    def tax_label(self, region: Region) -> tuple[str, Any]:
        return region.tax_mode, region.get_tax_mode_display()

    @display(description=_("countries"))
    def country_codes(self, region: Region) -> str:
        codes = [row.country for row in region.countries.all()]
        return ", ".join(codes[:8]) + (f" +{len(codes) - 8}" if len(codes) > 8 else "") or "–"

    @display(description=_("rounding"))
    def rounding(self, region: Region) -> str:
        step, ending = (
            Money(region.price_step_minor, region.currency),
            Money(region.price_ending_minor, region.currency),
        )
        return f"{step} − {ending}" if ending else str(step)


@admin.register(TaxClass)
class TaxClassAdmin(ServiceAdmin):
    form = TaxClassForm
    allows_deletion = True
    list_display = ["name", "code", "is_default"]
    search_fields = ["name__icontains", "code__icontains"]
    ordering = ["name"]

    def store(self, request: HttpRequest, row: TaxClass | None, fields: dict[str, Any]) -> TaxClass:
        return services.save_tax_class(tax_class=row, actor=request.user, **fields)

    def obstacles(self, row: TaxClass) -> list[Any]:
        found = [_("Make another class the default instead.")] if row.is_default else []
        return [*found, TaxClassInUse.message] if services.has_members(row) else found

    def delete_model(self, request: HttpRequest, obj: TaxClass) -> None:
        services.delete_tax_class(tax_class=obj, actor=request.user)


@admin.register(TaxRate)
class TaxRateAdmin(ServiceAdmin):
    form = TaxRateForm
    allows_deletion = True
    list_display = ["name", "percent", "region", "tax_class", "place", "applies", "is_compound"]
    list_select_related = ["region", "tax_class"]
    list_filter = ["region", "tax_class", "applies", "is_compound"]
    search_fields = ["name__icontains", "country__iexact", "state__icontains", "postal_pattern__startswith"]
    search_help_text = _("By name, country, state or postal code")
    ordering = ["region", "tax_class", "position", "name"]
    fieldsets = [
        (None, {"fields": ["region", "tax_class", "name", "percent"]}),
        (_("Where"), {"fields": ["country", "state", "postal_pattern", "applies"]}),
        (_("With other taxes"), {"fields": ["is_compound", "position"]}),
    ]

    def store(self, request: HttpRequest, row: TaxRate | None, fields: dict[str, Any]) -> TaxRate:
        return services.save_tax_rate(rate=row, actor=request.user, **fields)

    def delete_model(self, request: HttpRequest, obj: TaxRate) -> None:
        services.delete_tax_rate(rate=obj, actor=request.user)

    @display(description=_("rate"), ordering="rate_millionths")
    def percent(self, rate: TaxRate) -> str:
        return f"{(rate.rate_millionths / PERCENT).normalize():f} %"

    @display(description=_("where"))
    def place(self, rate: TaxRate) -> str:
        return " · ".join(filter(None, [rate.country, rate.state, rate.postal_pattern])) or "–"


@admin.register(ExchangeRate)
class ExchangeRateAdmin(ServiceAdmin):
    """Rates are added, never changed: what was charged by them must stay explainable."""

    form = ExchangeRateForm
    list_display = ["__str__", "rate", "at", "source_label"]
    list_filter = ["base", "quote", "source", ("at", RangeDateTimeFilter)]
    date_hierarchy = "at"
    ordering = ["-at"]
    fields = ["base", "quote", "rate"]

    def has_change_permission(self, request: HttpRequest, obj: ExchangeRate | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: ExchangeRate | None = None) -> list[str]:
        return ["base", "quote", "rate"] if obj is None else ["base", "quote", "rate", "at", "source"]

    def get_readonly_fields(self, request: HttpRequest, obj: ExchangeRate | None = None) -> list[str]:
        return [] if obj is None else ["base", "quote", "rate", "at", "source"]

    def store(self, request: HttpRequest, row: ExchangeRate | None, fields: dict[str, Any]) -> ExchangeRate:
        return services.set_exchange_rate(actor=request.user, **fields)

    @display(description=_("rate"), ordering="rate_nanos")
    def rate(self, row: ExchangeRate) -> str:
        return f"{(Decimal(row.rate_nanos) / NANO).normalize():f}"

    @display(description=_("source"), label={RateSource.MANUAL: "info", RateSource.JOB: "success"})
    def source_label(self, row: ExchangeRate) -> tuple[str, Any]:
        return row.source, row.get_source_display()
