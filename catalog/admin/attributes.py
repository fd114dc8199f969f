"""Attributes with their values on one page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from catalog import services
from catalog.admin.sections import Section, SectionsMixin, page_of, section
from catalog.enums import DataType
from catalog.forms.base import text_fieldsets
from catalog.forms.grids import ColourRow, ValueRow, rows_of
from catalog.forms.naming import AttributeForm
from catalog.models import Attribute, ProductAttributeValue, VariantAttributeValue
from catalog.selectors.staff import list_attributes, translations_of
from core.back_office.service_admin import ServiceAdmin

# Rows of so many fields each that one form may send them.
VALUES_AT_ONCE = 120


@admin.register(Attribute)
class AttributeAdmin(SectionsMixin, ServiceAdmin):
    form = AttributeForm
    allows_deletion = True
    list_display = ["name", "code", "data_type", "value_count", "is_filterable", "is_variant_axis", "position"]
    list_filter = ["data_type", "is_filterable", "is_variant_axis"]
    search_fields = ["name__icontains", "code__startswith"]
    ordering = ["position", "name"]
    fieldsets = [
        (None, {"fields": [("name", "code"), ("data_type", "unit"), "position", "is_filterable", "is_variant_axis"]}),
        *text_fieldsets("attribute"),
    ]
    section_names = ("values",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return list_attributes()

    def store(self, request: HttpRequest, row: Attribute | None, fields: dict[str, Any]) -> Attribute:
        if row is None:
            return services.create_attribute(actor=request.user, **fields)
        return services.update_attribute(attribute=row, actor=request.user, **fields)

    def obstacles(self, row: Attribute) -> list[Any]:
        saying = (ProductAttributeValue, VariantAttributeValue)
        is_said = any(model.objects.filter(attribute=row).exists() for model in saying)
        return [_("Products or variants have a value of it, deleted ones included.")] if is_said else []

    def delete_model(self, request: HttpRequest, obj: Attribute) -> None:
        services.delete_attribute(attribute=obj, actor=request.user)

    @display(description=_("values"), ordering="value_count")
    def value_count(self, row: Attribute) -> int:
        return row.value_count

    @section(_("Values"), permission="catalog.change_attributevalue", template="admin/catalog/grid.html")
    def values(self, request: HttpRequest, attribute: Attribute) -> Section:
        page = page_of(request, attribute.values.order_by("position", "label", "pk"), "values", most=VALUES_AT_ONCE)
        texts = translations_of(*(value.pk for value in page))
        for value in page:
            value.texts = texts[value.pk]
        stored = {str(value.pk): value for value in page}
        kind = ColourRow if attribute.data_type == DataType.COLOUR else ValueRow
        rows = rows_of(kind, request, "values", stored, extra=3)
        return Section(
            rows, lambda: self._save_values(request, attribute, rows, stored), page=page, parameter="values"
        )

    def _save_values(self, request: HttpRequest, attribute: Attribute, rows: Any, stored: dict) -> None:
        with transaction.atomic():
            for form in rows.filled():
                form.write(lambda form=form: _save_value(request, attribute, form, stored))


def _save_value(request: HttpRequest, attribute: Attribute, form: forms.Form, stored: dict) -> None:
    words = form.cleaned_data
    known = stored.get(words["id"])
    if words["DELETE"]:
        if known:
            services.delete_value(value=known, actor=request.user)
        return
    fields = {name: words[name] for name in ("label", "colour_hex", "position") if name in words}
    fields["translations"] = form.texts()
    if known is None:
        services.add_value(attribute=attribute, actor=request.user, **fields)
    else:
        services.update_value(value=known, version=words["version"], actor=request.user, **fields)
