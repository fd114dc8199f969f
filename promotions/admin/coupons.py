"""Coupons in the back office, with their use, and the generator of codes."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display

from core.back_office import refusals
from core.back_office.model_admin import ReadOnlyAdmin
from core.errors import DomainError
from promotions import services
from promotions.admin.terms import NowFilter, TermsAdmin
from promotions.enums import CouponType, RedemptionStatus
from promotions.forms import CouponForm, GenerateForm
from promotions.forms.coupons import EFFECT, LIMITS, WHEN, WHO
from promotions.forms.terms import TARGETS
from promotions.models import Coupon, CouponRedemption
from promotions.selectors import normal_code, usage_of
from promotions.selectors.written import coupon_as_written

ADD = "promotions.add_coupon"


@admin.register(Coupon)
class CouponAdmin(TermsAdmin):
    form = CouponForm
    kinds = CouponType
    explained = {
        CouponType.PERCENTAGE: gettext_lazy("So many percent off the goods it is on."),
        CouponType.FIXED: gettext_lazy("An amount off the goods it is on, shared in proportion."),
        CouponType.FREE_SHIPPING: gettext_lazy("Takes off what delivery costs."),
        CouponType.BUY_X_GET_Y: gettext_lazy("Of so many units, the cheapest are free."),
    }
    list_display = ["code", "description", "kind", "value_shown", "used", "dates", "state"]
    list_filter = [NowFilter, "kind", "target_role", ("lot", admin.AllValuesFieldListFilter)]
    search_fields = ["code__startswith", "description__icontains", "lot__startswith"]
    search_help_text = gettext_lazy("By the beginning of the code, or the description")
    ordering = ["-id"]
    change_list_template = "admin/promotions/coupons.html"
    readonly_fields = ["usage"]
    export_fields = ["code", "kind", "value_shown", "usage_limit", "used_count", "valid_from", "valid_to", "lot"]
    sections = [
        (None, ["code", "description", *{name for names in EFFECT.values() for name in names}, "currency"]),
        (gettext_lazy("On what"), [*TARGETS, "min_cart_value"]),
        (gettext_lazy("For whom"), WHO),
        (gettext_lazy("When"), WHEN),
        (gettext_lazy("How often, and with what"), [*LIMITS, "seller_share"]),
    ]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.generate)
        view.model_admin = self
        return [path("generate/", view, name="promotions_coupon_generate"), *super().get_urls()]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        return found | queryset.filter(code=normal_code(search_term) or None), may_repeat

    def store(self, request: HttpRequest, row: Coupon | None, fields: dict[str, Any]) -> Coupon:
        people = fields.pop("people")
        coupon = services.save_coupon(coupon=row, actor=request.user, **fields)
        named = {person.pk for person in people}
        for user_id in set(coupon.users.values_list("user_id", flat=True)) - named:
            services.remove_coupon_user(coupon=coupon, user_id=user_id, actor=request.user)
        if named:
            services.add_coupon_users(coupon=coupon, user_ids=named, actor=request.user)
        return coupon

    def delete_model(self, request: HttpRequest, obj: Coupon) -> None:
        services.remove_coupon(coupon=obj, actor=request.user)

    @display(description=gettext_lazy("takes off"))
    def value_shown(self, row: Coupon) -> str:
        written = coupon_as_written(row)
        match row.kind:
            case CouponType.PERCENTAGE:
                return f"{written['discount_value']} %"
            case CouponType.FIXED:
                return f"{written['discount_value']} {row.currency}"
            case CouponType.BUY_X_GET_Y:
                return f"{row.buy_quantity} + {row.get_quantity}"
        return "–"

    @display(description=gettext_lazy("used"), ordering="used_count")
    def used(self, row: Coupon) -> str:
        return f"{row.used_count} / {row.usage_limit}" if row.usage_limit else str(row.used_count)

    @display(description=gettext_lazy("use"))
    def usage(self, row: Coupon) -> str:
        usage = usage_of([row.pk])[row.pk]
        words = _("%(used)s used: %(confirmed)d paid, %(reserved)d not paid yet; %(released)d given back.") % {
            "used": self.used(row),
            "confirmed": usage.confirmed,
            "reserved": usage.reserved,
            "released": usage.released,
        }
        given = ", ".join(money.display() for _currency, money in sorted(usage.discounts.items()))
        url = f"{reverse('admin:promotions_couponredemption_changelist')}?{urlencode({'coupon__id__exact': row.pk})}"
        link = format_html('<a class="underline" href="{}">{}</a>', url, _("All uses"))
        return format_html("{} {} · {}", words, _("Given: %(sums)s") % {"sums": given or "–"}, link)

    def generate(self, request: HttpRequest) -> HttpResponse:
        """The page where thousands of codes are made."""
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        form = GenerateForm(request.POST or None)
        if form.is_valid():
            try:
                made = services.generate_coupons(actor=request.user, **_generated(form))
            except DomainError as refusal:
                refusals.show(form, refusal)
            else:
                words = ngettext("%(count)d code was made.", "%(count)d codes were made.", len(made))
                messages.success(request, words % {"count": len(made)})
                return redirect(f"{reverse('admin:promotions_coupon_changelist')}?{urlencode({'lot': made[0].lot})}")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Make codes"),
            "model_admin": self,
            "form": form,
        }
        return render(request, "admin/promotions/generate.html", context, status=422 if form.errors else 200)

    generate.permission = ADD


def _generated(form: GenerateForm) -> dict[str, Any]:
    fields = form.service_fields()
    return {name: value for name, value in fields.items() if name not in {"code", "people"}}


@admin.register(CouponRedemption)
class CouponRedemptionAdmin(ReadOnlyAdmin):
    list_display = ["coupon", "status_label", "discount_shown", "user", "email", "reference", "redeemed_at"]
    list_select_related = ["coupon", "user"]
    list_filter = ["status", ("redeemed_at", RangeDateTimeFilter)]
    search_fields = ["coupon__code__startswith", "email__startswith", "reference"]
    search_help_text = gettext_lazy("By code, e-mail address or order")
    date_hierarchy = "redeemed_at"
    ordering = ["-redeemed_at"]
    fields = ["coupon", "status", "discount_shown", "user", "email", "reference", "redeemed_at"]
    readonly_fields = ["discount_shown"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "coupon__id__exact" or super().lookup_allowed(lookup, value, request)

    @display(
        description=gettext_lazy("status"),
        label={
            RedemptionStatus.RESERVED: "info",
            RedemptionStatus.CONFIRMED: "success",
            RedemptionStatus.RELEASED: "",
        },
        ordering="status",
    )
    def status_label(self, row: CouponRedemption) -> tuple[str, Any]:
        return row.status, row.get_status_display()

    @display(description=gettext_lazy("discount"), ordering="discount_minor")
    def discount_shown(self, row: CouponRedemption) -> str:
        return row.discount.display()
