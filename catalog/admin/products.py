"""Products: the list that staff work through, and the one page on which a product is made."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display
from unfold.enums import ActionVariant

from catalog import services
from catalog.admin.preview import Preview
from catalog.admin.product_filters import CategoryFilter, DeletedFilter, PictureFilter, StockFilter
from catalog.admin.product_sections import ProductSections
from catalog.admin.quick import QuickEdit
from catalog.constants import DESCRIPTION_MOST_CHARACTERS_STORED
from catalog.enums import PRODUCT_TRANSITIONS, ProductStatus
from catalog.forms.base import text_fieldsets
from catalog.forms.product import CategoryOfManyForm, PercentForm, ProductForm
from catalog.models import Product, ProductMedia, ProductVariant
from catalog.porting import exporting
from catalog.richtext import clean_html
from catalog.selectors.staff import list_products, search_products
from core.back_office.row_pictures import thumb
from core.back_office.service_admin import ServiceAdmin
from core.back_office.staff_action import PlainForm, staff_action

CHANGE, ADD, DELETE = "catalog.change_product", "catalog.add_product", "catalog.delete_product"
COLOURS = {
    ProductStatus.ACTIVE: "success",
    ProductStatus.DRAFT: "info",
    ProductStatus.INACTIVE: "warning",
    ProductStatus.ARCHIVED: "default",
}
MILLIONTHS_PER_PERCENT = 10_000


def may_become(status: ProductStatus) -> Callable[[Product], bool]:
    return lambda product: not product.is_deleted and status in PRODUCT_TRANSITIONS[ProductStatus(product.status)]


def is_living(product: Product) -> bool:
    return not product.is_deleted


@admin.register(Product)
class ProductAdmin(Preview, QuickEdit, ProductSections, ServiceAdmin):
    form = ProductForm
    list_display = ["image", "name", "category", "brand", "price", "stock", "state", "updated_at"]
    list_display_links = ["name"]
    # Dates are asked for, and not offered one by one: that would go through all rows for each look at the list.
    list_filter = [
        "status", CategoryFilter, "brand", "store", StockFilter, PictureFilter, DeletedFilter,
        ("created_at", RangeDateTimeFilter), ("updated_at", RangeDateTimeFilter),
    ]  # fmt: skip
    autocomplete_fields = ["brand", "store"]
    search_fields = ["name"]
    search_help_text = _("By name, SKU or barcode")
    ordering = ["-id"]
    actions = ["publish", "withdraw", "archive", "set_category", "change_price", "remove", "restore"]
    actions_detail = [
        "publish",
        "withdraw",
        "duplicate",
        "restore",
        {"title": _("More"), "icon": "more_horiz", "items": ["set_category", "change_price", "archive", "remove"]},
    ]
    fieldsets = [
        (None, {"fields": ["name", ("category", "brand"), ("base_price", "tax_class"), "short_description",
                           "description", "tags"]}),
        (_("Details"), {"classes": ["tab"], "fields": [
            "slug", ("kind", "target_role"), "store", ("weight_grams", "length_mm"), ("width_mm", "height_mm")]}),
        (_("Search engines"), {"classes": ["tab"], "fields": ["seo_title", "seo_description"]}),
        *text_fieldsets("product"),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        media = ProductMedia.objects.select_related("picture").order_by("position", "pk")
        variants = ProductVariant.objects.alive().only("pk", "product_id", "price_minor", "currency")
        return list_products(is_deleted=None).prefetch_related(
            Prefetch("media", media, to_attr="shown_media"), Prefetch("variants", variants, to_attr="living")
        )

    def get_actions(self, request: HttpRequest) -> Any:
        """Among deleted products, nothing but bringing them back; among the others, all but that."""
        shown = request.GET.get(DeletedFilter.parameter_name)
        actions = super().get_actions(request)
        if shown == "all":
            return actions
        return {name: action for name, action in actions.items() if (name == "restore") == (shown == "yes")}

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        words = search_term.replace("\0", "").strip()
        return (search_products(queryset, words) if words else queryset), False

    def exported(self, request: HttpRequest, rows: QuerySet) -> Any:
        """What an import reads: a row for each variant, with all of its columns."""
        products = Product.objects.alive().filter(pk__in=rows.order_by().values("pk"))
        return exporting.header(), exporting.rows(products)

    def has_change_permission(self, request: HttpRequest, obj: Product | None = None) -> bool:
        """A deleted product is looked at, and restored before it is changed."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_deleted)

    def get_fieldsets(self, request: HttpRequest, obj: Product | None = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        shown = ["name", "slug", "category", "brand", "store", "price", "status", "short_description", "description"]
        return [(None, {"fields": shown})]

    def get_readonly_fields(self, request: HttpRequest, obj: Product | None = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return []
        return ["category", "price", "status", "description"]

    def store(self, request: HttpRequest, row: Product | None, fields: dict[str, Any]) -> Product:
        if row is None:
            return services.create_product(actor=request.user, **fields)
        return services.update_product(product=row, actor=request.user, **fields)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.described)
        view.model_admin = self
        return [path("described/", view, name="catalog_product_described"), *super().get_urls()]

    def described(self, request: HttpRequest) -> HttpResponse:
        """Show a description that is being written as the shop will show it: cleaned, and in the shop's own look."""
        if not (request.user.has_perm(CHANGE) and self.has_view_permission(request)):
            raise PermissionDenied
        html = clean_html(request.POST.get("description", "")[:DESCRIPTION_MOST_CHARACTERS_STORED])
        return render(request, "admin/catalog/described.html", {"shown": html})

    described.permission = CHANGE

    @display(description=_("picture"))
    def image(self, product: Product) -> str:
        return thumb(next((media.picture for media in product.shown_media if media.picture), None))

    @display(description=_("status"), ordering="status", label={**COLOURS, "deleted": "danger"})
    def state(self, product: Product) -> tuple[str, Any]:
        return ("deleted", _("Deleted")) if product.is_deleted else (product.status, product.get_status_display())

    # What is done to one or many

    @staff_action(
        _("Publish"),
        done=_("The product is on sale."),
        permission=CHANGE,
        icon="visibility",
        form=PlainForm,
        when=may_become(ProductStatus.ACTIVE),
    )
    def publish(self, request: HttpRequest, row: Product, form: forms.Form) -> None:
        services.set_product_status(product=row, status=ProductStatus.ACTIVE, actor=request.user)

    @staff_action(
        _("Take off sale"),
        done=_("The product is off sale."),
        permission=CHANGE,
        icon="visibility_off",
        form=PlainForm,
        when=may_become(ProductStatus.INACTIVE),
    )
    def withdraw(self, request: HttpRequest, row: Product, form: forms.Form) -> None:
        services.set_product_status(product=row, status=ProductStatus.INACTIVE, actor=request.user)

    @staff_action(
        _("Archive"),
        done=_("The product is in the archive."),
        permission=CHANGE,
        icon="archive",
        form=PlainForm,
        when=may_become(ProductStatus.ARCHIVED),
    )
    def archive(self, request: HttpRequest, row: Product, form: forms.Form) -> None:
        services.set_product_status(product=row, status=ProductStatus.ARCHIVED, actor=request.user)

    @staff_action(
        _("Duplicate"),
        done=_("This is the copy."),
        permission=ADD,
        icon="content_copy",
        form=PlainForm,
        when=is_living,
        explanation=_("The copy is a draft with new SKUs, at the top of the list."),
    )
    def duplicate(self, request: HttpRequest, row: Product, form: forms.Form) -> Product:
        return services.duplicate_product(product=row, actor=request.user)

    @staff_action(
        _("Set category"),
        done=_("The product has its new category."),
        permission=CHANGE,
        icon="category",
        form=CategoryOfManyForm,
        when=is_living,
    )
    def set_category(self, request: HttpRequest, row: Product, form: forms.Form) -> None:
        services.update_product(product=row, actor=request.user, category=form.cleaned_data["category"])

    @staff_action(
        _("Change price by percent"),
        done=_("The new prices are saved."),
        permission=CHANGE,
        icon="percent",
        form=PercentForm,
        when=is_living,
    )
    def change_price(self, request: HttpRequest, row: Product, form: forms.Form) -> None:
        services.change_prices(
            product=row, millionths=int(form.cleaned_data["percent"] * MILLIONTHS_PER_PERCENT), actor=request.user
        )

    @staff_action(
        _("Delete"),
        done=_("The product is deleted."),
        permission=DELETE,
        icon="delete",
        variant=ActionVariant.DANGER,
        when=is_living,
        explanation=_("It leaves the shop; orders keep it, and it can be restored."),
    )
    def remove(self, request: HttpRequest, row: Product, form: forms.Form) -> None:
        services.delete_product(product=row, actor=request.user, reason=form.cleaned_data["reason"])

    @staff_action(
        _("Restore"),
        done=_("The product is back, as it was."),
        permission=DELETE,
        icon="restore_from_trash",
        form=PlainForm,
        when=lambda row: row.is_deleted,
    )
    def restore(self, request: HttpRequest, row: Product, form: forms.Form) -> None:
        services.restore_product(product=row, actor=request.user)
