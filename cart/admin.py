"""Carts in the back office: looked into, never changed. Their owners do that."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display

from cart.models import Cart
from cart.selectors import view_cart
from core.back_office.model_admin import ReadOnlyAdmin


@admin.register(Cart)
class CartAdmin(ReadOnlyAdmin):
    list_display = ["holder", "things", "region", "coupon_code", "updated_at", "ordered_at"]
    list_display_links = ["holder"]
    list_select_related = ["user", "region"]
    list_filter = [("updated_at", RangeDateTimeFilter), "region"]
    search_fields = ["user__email", "user__name", "items__variant__sku", "coupon_code__iexact"]
    search_help_text = _("By e-mail, name, SKU or coupon")
    ordering = ["-updated_at"]
    fieldsets = [
        (None, {"fields": ["holder", "goods"]}),
        (
            _("About it"),
            {"fields": ["region", "country", "postal_code", "coupon_code", "note", "updated_at", "expires_at"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cart]:
        counted = Count("items", filter=Q(items__saved_for_later=False))
        return super().get_queryset(request).annotate(size=counted)

    @display(description=_("whose"))
    def holder(self, cart: Cart) -> str:
        return str(cart)

    @display(description=_("things"), ordering="size")
    def things(self, cart: Any) -> int:
        return cart.size

    @display(description=_("what its owner sees"))
    def goods(self, cart: Cart) -> SafeString:
        """The lines with today's prices and what every rule did, or why it did nothing."""
        return render_to_string("admin/cart/view.html", {"view": view_cart(cart, timezone.now())})
