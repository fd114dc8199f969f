"""By what the list of products is narrowed."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog import tree
from catalog.enums import StockState
from catalog.forms.base import category_choices
from catalog.models import Listing, ProductMedia


class CategoryFilter(admin.SimpleListFilter):
    """A category with everything below it."""

    title = gettext_lazy("category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return category_choices()

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        if self.value() is None:
            return rows
        whole = tree.whole_tree()
        node = whole.find(self.value() or "")
        return rows.filter(category__in=whole.descendants(node.id)) if node else rows.none()


class StockFilter(admin.SimpleListFilter):
    """What lists show of the stock; drafts are in no list."""

    title = gettext_lazy("stock")
    parameter_name = "stock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(StockState.choices)

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        if self.value() not in StockState.values:
            return rows
        return rows.filter(Exists(Listing.objects.filter(product=OuterRef("pk"), stock_state=self.value())))


class PictureFilter(admin.SimpleListFilter):
    title = gettext_lazy("pictures")
    parameter_name = "pictures"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", _("Without")), ("some", _("With"))]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        has_some = Exists(ProductMedia.objects.filter(product=OuterRef("pk")))
        if self.value() == "none":
            return rows.filter(~has_some)
        return rows.filter(has_some) if self.value() == "some" else rows


class DeletedFilter(admin.SimpleListFilter):
    """Deleted products are shown to those who ask for them."""

    title = gettext_lazy("deleted")
    parameter_name = "deleted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Deleted")), ("all", _("All"))]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        if self.value() == "all":
            return rows
        return rows.filter(deleted_at__isnull=self.value() != "yes")
