"""Stock in the back office: what is where, what runs low, counting and moving."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display
from unfold.enums import ActionVariant

from catalog.selectors.staff import find_variants
from core.back_office.model_admin import BackOfficeAdmin, ReadOnlyAdmin
from core.back_office.service_admin import ServiceAdmin
from core.back_office.staff_action import PlainForm, staff_action
from inventory import services
from inventory.admin.stock_take import CHANGE, StockTakeMixin
from inventory.enums import AlertStatus, MovementKind, ReservationStatus
from inventory.forms import DamageForm, ReceiveForm, StockForm, TransferForm
from inventory.models import BackInStockRequest, Location, Reservation, StockAlert, StockItem, StockMovement

# What one looks at before goods come, go or are moved.
DECIDED_BY = ["product", "sku", "location", "on_hand", "reserved"]


class LowStockFilter(admin.SimpleListFilter):
    title = gettext_lazy("stock")
    parameter_name = "stock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("low", _("Low")), ("out", _("None left"))]

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        if self.value() == "low":
            return rows.low()
        return rows.low().filter(on_hand__lte=F("reserved")) if self.value() == "out" else rows


class OpenFilter(admin.SimpleListFilter):
    title = gettext_lazy("still open")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes"))]

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        return rows.open() if self.value() else rows


class ByVariant:
    """Rows about a variant, found by what the catalogue's indexes know: SKU, barcode, the product's name."""

    variant_path = "variant"
    search_help_text = gettext_lazy("By SKU, barcode or the product's name")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        words = search_term.replace("\0", "").strip()
        return (queryset.filter(self.found_by(words)) if words else queryset), False

    def found_by(self, words: str) -> Q:
        return Q(**{f"{self.variant_path}__in": find_variants(words)})

    @display(description=gettext_lazy("product"), ordering="variant__product__name")
    def product(self, row: Any) -> str:
        return row.variant.product.name


@admin.register(Location)
class LocationAdmin(BackOfficeAdmin):
    list_display = ["name", "code", "store", "country", "state", "priority", "is_default", "is_active"]
    list_select_related = ["store"]
    list_filter = ["is_active", "country"]
    search_fields = ["name__icontains", "code__istartswith"]
    readonly_fields = ["is_default"]
    actions_detail = ["make_default"]

    @staff_action(
        gettext_lazy("Make default"),
        done=gettext_lazy("Goods are here from now on when nobody says where."),
        permission="inventory.change_location",
        icon="home_pin",
        form=PlainForm,
        explanation=gettext_lazy("Goods are here when nobody says where."),
        when=lambda location: not location.is_default and location.is_active,
    )
    def make_default(self, request: HttpRequest, location: Location, form: forms.Form) -> None:
        services.make_default_location(location=location, actor=request.user)


@admin.register(StockItem)
class StockItemAdmin(ByVariant, StockTakeMixin, ServiceAdmin):
    form = StockForm
    list_display = ["sku", "product", "location", "on_hand", "reserved", "left", "state", "low_stock_threshold"]
    list_select_related = ["variant__product", "location"]
    list_filter = [LowStockFilter, "location", "allow_backorder", ("updated_at", RangeDateTimeFilter)]
    search_fields = ["variant__sku"]
    ordering = ["variant__sku", "location__code"]
    change_list_template = "admin/inventory/stock.html"
    actions_detail = ["receive", "transfer", "damage"]
    export_fields = ["variant__sku", "location__code", "on_hand", "reserved", "low_stock_threshold", "allow_backorder"]
    fieldsets = [
        (None, {"fields": ["product_page", "variant", "location", "elsewhere", "quantity", "reason"]}),
        (gettext_lazy("Rules"), {"fields": ["low_stock_threshold", "allow_backorder", "backorder_limit"]}),
        (gettext_lazy("Now"), {"fields": ["reserved", "left"]}),
    ]
    readonly_fields = ["product_page", "variant", "location", "elsewhere", "reserved", "left"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A place gets stock of a variant by counting it, moving it there, or on the product's page."""
        return False

    def store(self, request: HttpRequest, row: StockItem | None, fields: dict[str, Any]) -> StockItem:
        counted = {name: fields.pop(name) for name in ("quantity", "reason")}
        services.change_stock_rules(item=row, actor=request.user, **fields)
        return services.set_stock(item=row, version=row.version, actor=request.user, **counted)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> StockItem | None:
        """Let the row know who looks at it: a link leads only where they may go."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.reader = request.user
        return row

    @display(description=gettext_lazy("SKU"), ordering="variant__sku")
    def sku(self, row: StockItem) -> str:
        return row.variant.sku

    @display(description=gettext_lazy("product"))
    def product_page(self, row: StockItem) -> str:
        product = row.variant.product
        if not row.reader.has_perm("catalog.view_product"):
            return product.name
        return _link(reverse("admin:catalog_product_change", args=[product.pk]), product.name)

    @display(description=gettext_lazy("look at"))
    def elsewhere(self, row: StockItem) -> str:
        movements = {"q": row.variant.sku, "item__location__id__exact": row.location_id}
        here = f"{reverse('admin:inventory_stockmovement_changelist')}?{urlencode(movements)}"
        everywhere = f"{reverse('admin:inventory_stockitem_changelist')}?{urlencode({'q': row.variant.sku})}"
        links = [_link(everywhere, _("In all locations"))]
        if row.reader.has_perm("inventory.view_stockmovement"):
            links.insert(0, _link(here, _("Movements here")))
        return format_html_join(" · ", "{}", ((link,) for link in links))

    @display(description=gettext_lazy("left"))
    def left(self, row: StockItem) -> int:
        return row.available

    @display(description=gettext_lazy("state"), label={"out": "danger", "low": "warning", "in": "success"})
    def state(self, row: StockItem) -> tuple[str, Any]:
        if row.available <= 0:
            return "out", _("None left")
        return ("low", _("Low")) if row.is_low else ("in", _("In stock"))

    @staff_action(
        gettext_lazy("Receive goods"),
        done=lambda row, form: _said(_("%(count)d of %(what)s received at %(place)s."), row, form),
        permission=CHANGE,
        icon="local_shipping",
        form=ReceiveForm,
        shows=DECIDED_BY,
    )
    def receive(self, request: HttpRequest, row: StockItem, form: ReceiveForm) -> None:
        self._change(request, row, form, MovementKind.RECEIVE, form.cleaned_data["quantity"])

    @staff_action(
        gettext_lazy("Write off damage"),
        done=lambda row, form: _said(_("%(count)d of %(what)s written off at %(place)s."), row, form),
        permission=CHANGE,
        icon="heart_broken",
        form=DamageForm,
        shows=DECIDED_BY,
        variant=ActionVariant.DANGER,
    )
    def damage(self, request: HttpRequest, row: StockItem, form: DamageForm) -> None:
        self._change(request, row, form, MovementKind.DAMAGE, -form.cleaned_data["quantity"])

    @staff_action(
        gettext_lazy("Move elsewhere"),
        done=lambda row, form: _said(_("%(count)d of %(what)s moved from %(place)s to %(target)s."), row, form),
        permission=CHANGE,
        icon="conveyor_belt",
        form=TransferForm,
        shows=DECIDED_BY,
        initial=lambda row: {"source": row.location_id},
    )
    def transfer(self, request: HttpRequest, row: StockItem, form: TransferForm) -> None:
        services.transfer_stock(
            variant=row.variant,
            source=row.location,
            target=form.cleaned_data["target"],
            quantity=form.cleaned_data["quantity"],
            actor=request.user,
            reason=form.cleaned_data["reason"],
        )

    def _change(self, request: HttpRequest, row: StockItem, form: forms.Form, kind: MovementKind, delta: int) -> None:
        services.change_stock(item=row, delta=delta, kind=kind, actor=request.user, reason=form.cleaned_data["reason"])


def _said(words: str, row: StockItem, form: forms.Form) -> str:
    given = form.cleaned_data
    what = f"{row.variant.product.name} ({row.variant.sku})"
    target = given["target"].name if "target" in given else ""
    return words % {"count": given["quantity"], "what": what, "place": row.location.name, "target": target}


def _link(url: str, words: str) -> str:
    return format_html('<a class="underline" href="{}">{}</a>', url, words)


@admin.register(StockMovement)
class StockMovementAdmin(ByVariant, ReadOnlyAdmin):
    list_display = ["created_at", "sku", "location", "delta", "on_hand_after", "kind", "reason", "actor"]
    list_select_related = ["item__variant", "item__location", "actor"]
    list_filter = ["kind", "item__location", ("created_at", RangeDateTimeFilter)]
    search_fields = ["item__variant__sku"]
    variant_path = "item__variant"
    date_hierarchy = "created_at"
    ordering = ["-id"]

    @display(description=gettext_lazy("SKU"), ordering="item__variant__sku")
    def sku(self, row: StockMovement) -> str:
        return row.item.variant.sku

    @display(description=gettext_lazy("location"))
    def location(self, row: StockMovement) -> str:
        return row.item.location.name


@admin.register(Reservation)
class ReservationAdmin(ByVariant, ReadOnlyAdmin):
    list_display = ["item", "quantity", "status_label", "reference", "expires_at", "created_at"]
    list_select_related = ["item__variant", "item__location"]
    list_filter = [
        "status", "item__location", ("created_at", RangeDateTimeFilter), ("expires_at", RangeDateTimeFilter),
    ]  # fmt: skip
    search_fields = ["item__variant__sku"]
    search_help_text = gettext_lazy("By SKU, barcode, the product's name or the reference")
    variant_path = "item__variant"
    ordering = ["-id"]

    def found_by(self, words: str) -> Q:
        try:
            return Q(reference=UUID(words))
        except ValueError:
            return super().found_by(words)

    @display(
        description=gettext_lazy("status"),
        label={
            **dict.fromkeys(ReservationStatus),
            ReservationStatus.HELD: "info",
            ReservationStatus.AWAITING: "warning",
        },
        ordering="status",
    )
    def status_label(self, row: Reservation) -> tuple[str, Any]:
        return row.status, row.get_status_display()


@admin.register(StockAlert)
class StockAlertAdmin(ByVariant, ReadOnlyAdmin):
    list_display = ["variant", "product", "stock_level", "threshold", "status_label", "created_at", "resolved_at"]
    list_select_related = ["variant__product"]
    list_filter = [OpenFilter, "status", ("created_at", RangeDateTimeFilter)]
    search_fields = ["variant__sku"]
    date_hierarchy = "created_at"
    ordering = ["-id"]
    actions = ["resolve", "tell_again"]
    actions_detail = ["resolve", "tell_again"]

    @display(
        description=gettext_lazy("status"),
        label={AlertStatus.PENDING: "danger", AlertStatus.SENT: "warning", AlertStatus.RESOLVED: "success"},
        ordering="status",
    )
    def status_label(self, row: StockAlert) -> tuple[str, Any]:
        return row.status, row.get_status_display()

    @staff_action(
        gettext_lazy("Resolve"),
        done=gettext_lazy("The alert is resolved."),
        permission="inventory.change_stockalert",
        icon="task_alt",
        form=PlainForm,
        explanation=gettext_lazy("A new alert opens once stock has risen and falls again."),
        when=lambda alert: alert.status != AlertStatus.RESOLVED,
    )
    def resolve(self, request: HttpRequest, row: StockAlert, form: forms.Form) -> None:
        services.resolve_alert(alert=row, actor=request.user)

    @staff_action(
        gettext_lazy("Mail again"),
        done=gettext_lazy("The mail is on its way."),
        permission="inventory.change_stockalert",
        icon="forward_to_inbox",
        form=PlainForm,
        when=lambda alert: alert.status != AlertStatus.RESOLVED,
    )
    def tell_again(self, request: HttpRequest, row: StockAlert, form: forms.Form) -> None:
        services.tell_of_alert(alert=row, actor=request.user)


@admin.register(BackInStockRequest)
class BackInStockRequestAdmin(ByVariant, ReadOnlyAdmin):
    list_display = ["variant", "email", "created_at", "notified_at"]
    list_select_related = ["variant"]
    list_filter = [("notified_at", admin.EmptyFieldListFilter), ("created_at", RangeDateTimeFilter)]
    search_fields = ["variant__sku"]
    search_help_text = gettext_lazy("By SKU, barcode, the product's name or an e-mail address")
    ordering = ["-id"]

    def found_by(self, words: str) -> Q:
        return Q(email__istartswith=words) if "@" in words else super().found_by(words)
