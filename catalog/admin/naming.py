"""Brands, words that mean the same, what people searched for, and former addresses."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display

from catalog import services
from catalog.forms.base import text_fieldsets
from catalog.forms.naming import BrandForm, SynonymForm
from catalog.models import Brand, SearchedFor, SlugRedirect, Synonym
from catalog.selectors.staff import list_brands
from core.back_office.model_admin import ReadOnlyAdmin
from core.back_office.row_pictures import thumb
from core.back_office.service_admin import ServiceAdmin


@admin.register(Brand)
class BrandAdmin(ServiceAdmin):
    form = BrandForm
    allows_deletion = True
    list_display = ["logo", "name", "how_many", "website", "is_active", "updated_at"]
    list_display_links = ["name"]
    list_filter = ["is_active"]
    search_fields = ["name__icontains", "slug__startswith"]
    search_help_text = gettext_lazy("By name or address")
    date_hierarchy = "created_at"
    ordering = ["name"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "upload", "no_picture", "description", "website", "is_active"]}),
        *text_fieldsets("brand"),
    ]
    export_fields = ["name", "slug", "how_many", "website", "is_active"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return list_brands()

    def store(self, request: HttpRequest, row: Brand | None, fields: dict[str, Any]) -> Brand:
        if row is None:
            return services.create_brand(actor=request.user, **fields)
        return services.update_brand(brand=row, actor=request.user, **fields)

    def delete_model(self, request: HttpRequest, obj: Brand) -> None:
        services.delete_brand(brand=obj, actor=request.user)

    def obstacles(self, row: Brand) -> list[Any]:
        found = []
        if row.products.exists():
            found.append(_("Products are of this brand, deleted ones included."))
        if row.restrictions.exists():
            found.append(_("Regions restrict it."))
        return found

    @display(description=gettext_lazy("logo"))
    def logo(self, brand: Brand) -> str:
        return thumb(brand.picture)

    # Not `products`: the admin would sort by the relation of that name.
    @display(description=gettext_lazy("products"), ordering="product_count")
    def how_many(self, brand: Brand) -> int:
        return brand.product_count


@admin.register(Synonym)
class SynonymAdmin(ServiceAdmin):
    form = SynonymForm
    allows_deletion = True
    list_display = ["__str__", "updated_at"]
    date_hierarchy = "updated_at"
    ordering = ["-id"]
    search_fields = ["words__icontains"]

    def store(self, request: HttpRequest, row: Synonym | None, fields: dict[str, Any]) -> Synonym:
        return services.save_synonym(synonym=row, actor=request.user, **fields)

    def delete_model(self, request: HttpRequest, obj: Synonym) -> None:
        services.delete_synonym(synonym=obj, actor=request.user)


class FoundFilter(admin.SimpleListFilter):
    title = gettext_lazy("found")
    parameter_name = "found"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("nothing", _("Nothing")), ("something", _("Something"))]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        if self.value() == "nothing":
            return rows.filter(found=0)
        return rows.filter(found__gt=0) if self.value() == "something" else rows


@admin.register(SearchedFor)
class SearchedForAdmin(ReadOnlyAdmin):
    list_display = ["query", "times", "result", "last_at"]
    list_filter = [FoundFilter, ("last_at", RangeDateTimeFilter)]
    search_fields = ["query__icontains"]
    ordering = ["-times"]
    export_fields = ["query", "times", "found", "last_at"]

    @display(description=gettext_lazy("found last"), ordering="found", label={"nothing": "danger", "some": "success"})
    def result(self, row: SearchedFor) -> tuple[str, Any]:
        return ("some", row.found) if row.found else ("nothing", _("Nothing"))


@admin.register(SlugRedirect)
class SlugRedirectAdmin(ReadOnlyAdmin):
    list_display = ["slug", "kind", "leads_to", "created_at"]
    list_select_related = ["product", "category", "brand"]
    list_filter = ["kind", ("created_at", RangeDateTimeFilter)]
    search_fields = ["slug__startswith"]
    ordering = ["-id"]

    @display(description=gettext_lazy("leads to"))
    def leads_to(self, row: SlugRedirect) -> str:
        target = row.product or row.category or row.brand
        return f"{target} ({target.slug})" if target else "–"
