"""Automatic discounts in the back office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from promotions import services
from promotions.admin.looking import LookingMixin
from promotions.admin.terms import NowFilter, TermsAdmin
from promotions.enums import RuleType
from promotions.forms import RuleForm
from promotions.forms.rules import EFFECT, HOW, NAMES, WHEN
from promotions.forms.terms import TARGETS
from promotions.models import DiscountRule
from promotions.selectors import rule_terms
from promotions.selectors.wording import what_it_gives


@admin.register(DiscountRule)
class DiscountRuleAdmin(LookingMixin, TermsAdmin):
    form = RuleForm
    kinds = RuleType
    explained = {
        RuleType.PERCENTAGE: gettext_lazy("So many percent off the goods it is on; lists show the price."),
        RuleType.FIXED: gettext_lazy("An amount off each unit, or off the whole cart."),
        RuleType.BULK_TIER: gettext_lazy("The more units of it all together, the less each costs."),
        RuleType.QUANTITY_BREAK: gettext_lazy("The more units of one line, the less each costs."),
        RuleType.BUY_X_GET_Y: gettext_lazy("Of so many units, the cheapest are free or cost less."),
        RuleType.TRADE_PRICE: gettext_lazy("What trade customers, or everybody, pay instead of the usual price."),
        RuleType.BUNDLE: gettext_lazy("Several goods together cost less."),
    }
    list_display = ["name", "kind", "gives", "target_type", "target_role", "priority", "dates", "state", "in_lists"]
    list_filter = [NowFilter, "kind", "target_type", "target_role"]
    search_fields = ["name__icontains"]
    search_help_text = gettext_lazy("By name")
    ordering = ["-priority", "-id"]
    change_list_template = "admin/promotions/rules.html"
    readonly_fields = ["gives", "in_lists"]
    sections = [
        (None, [*NAMES, *{name for names in EFFECT.values() for name in names}, "currency"]),
        (gettext_lazy("On what"), [*TARGETS, "min_quantity", "min_cart_value"]),
        (gettext_lazy("For whom"), ["target_role", "regions"]),
        (gettext_lazy("When"), WHEN),
        (gettext_lazy("With what"), HOW),
    ]

    def get_urls(self) -> list[URLPattern]:
        views = {"preview": self.preview, "calendar": self.calendar}
        found = []
        for name, page in views.items():
            view = self.admin_site.admin_view(page)
            view.model_admin = self
            found.append(path(f"{name}/", view, name=f"promotions_discountrule_{name}"))
        return [*found, *super().get_urls()]

    def store(self, request: HttpRequest, row: DiscountRule | None, fields: dict[str, Any]) -> DiscountRule:
        return services.save_rule(rule=row, actor=request.user, **fields)

    def delete_model(self, request: HttpRequest, obj: DiscountRule) -> None:
        services.remove_rule(rule=obj, actor=request.user)

    @display(description=gettext_lazy("gives"))
    def gives(self, row: DiscountRule) -> str:
        return what_it_gives(rule_terms(row))

    @display(description=gettext_lazy("shown in lists"))
    def in_lists(self, row: DiscountRule) -> str:
        return _("Yes") if row.is_listed else "–"
