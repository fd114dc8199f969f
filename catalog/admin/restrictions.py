"""What is not sold in a region, or sold there only."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from catalog import services
from catalog.enums import RestrictionRule
from catalog.forms.naming import RestrictionForm
from catalog.models import ProductRestriction
from catalog.models.regional import RESTRICTABLE
from core.back_office.service_admin import ServiceAdmin


@admin.register(ProductRestriction)
class ProductRestrictionAdmin(ServiceAdmin):
    form = RestrictionForm
    allows_deletion = True
    list_display = ["region", "rule_label", "kind", "what", "created_at"]
    list_select_related = ["region", *RESTRICTABLE]
    list_filter = ["region", "rule"]
    date_hierarchy = "created_at"
    search_fields = [f"{name}__name__icontains" for name in RESTRICTABLE]
    search_help_text = _("By the name of the product, category, brand or store")
    autocomplete_fields = ["product", "brand", "store"]
    ordering = ["-id"]
    fields = ["region", "rule", *RESTRICTABLE]

    def has_change_permission(self, request: HttpRequest, obj: ProductRestriction | None = None) -> bool:
        """One that is wrong is taken away, and another added."""
        return False

    def store(
        self, request: HttpRequest, row: ProductRestriction | None, fields: dict[str, Any]
    ) -> ProductRestriction:
        return services.add_restriction(actor=request.user, **fields)

    def delete_model(self, request: HttpRequest, obj: ProductRestriction) -> None:
        services.remove_restriction(restriction=obj, actor=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            for row in queryset.select_related("region").order_by("region", "pk"):
                services.remove_restriction(restriction=row, actor=request.user)

    @display(
        description=_("rule"), ordering="rule",
        label={RestrictionRule.BLOCKED: "danger", RestrictionRule.ALLOWED_ONLY: "info"},
    )  # fmt: skip
    def rule_label(self, row: ProductRestriction) -> tuple[str, Any]:
        return row.rule, row.get_rule_display()

    @display(description=_("kind"))
    def kind(self, row: ProductRestriction) -> Any:
        return self.opts.get_field(self._named(row)).verbose_name

    @display(description=_("what"))
    def what(self, row: ProductRestriction) -> str:
        return str(getattr(row, self._named(row)))

    def _named(self, row: ProductRestriction) -> str:
        return next(name for name in RESTRICTABLE if getattr(row, f"{name}_id"))
