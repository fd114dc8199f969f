"""Prices and what is on hand, changed in the list of products itself: the row opens below the product's own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from catalog import services
from catalog.admin.product_sections import close_stock, living_variants, write_stock
from catalog.admin.sections import Section, save
from catalog.forms.grids import PricedRow, rows_of, short
from catalog.models import Product, ProductVariant
from core.back_office.registry import back_office
from core.money import Money

PERMISSION = "catalog.change_productvariant"
COLUMNS = ("price", "stock")
# The rows stand within the form of the list; they are sent by one of their own.
FORM = "quick-form"
# More are changed on the product's page, a part at a time.
VARIANTS_AT_ONCE = 100


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason for the new stock"), max_length=200, required=False,
        widget=short(placeholder=gettext_lazy("Kept with the movement")),
    )  # fmt: skip


class QuickRow(PricedRow):
    @property
    def title(self) -> str:
        return " · ".join(filter(None, [super().title, self.variant.sku])) if self.variant else ""


class QuickEdit:
    """The two columns of the list, and the rows that open when one of them is chosen."""

    change_list_template = "admin/catalog/product_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.quick)
        view.model_admin = self
        return [path("<path:object_id>/quick/", view, name="catalog_product_quick"), *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return _with_stock(super().get_changelist(request, **kwargs))

    @display(description=gettext_lazy("price"))
    def price(self, product: Product) -> str:
        prices = sorted(variant.price_minor for variant in product.living) or [product.base_price_minor]
        low, high = (Money(minor, product.currency).display() for minor in (prices[0], prices[-1]))
        return _cell(product, "price", low if low == high else f"{low} – {high}", _("Change the price"))

    @display(description=gettext_lazy("on hand"))
    def stock(self, product: Product) -> str:
        return _cell(product, "stock", getattr(product, "stock_shown", "–"), _("Change the stock"))

    def quick(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the variants of one product in the list, or on a page of its own to those without scripts."""
        product = self.get_object(request, object_id)
        if not (request.user.has_perm(PERMISSION) and self.has_view_permission(request, product)):
            raise PermissionDenied
        if product is None:
            raise Http404
        is_fragment = "HX-Request" in request.headers
        made = _prices_and_stock(request, product, is_fragment)
        if request.method == "POST" and save(made):
            return self._saved(request, product, is_fragment, _changed(made))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Prices and stock: %(product)s") % {"product": product},
            "model_admin": self,
            "product": product,
            "section": {"rows": made.rows, "problem": made.problem, "url": request.get_full_path(), **made.context},
            "back": _list(request),
        }
        # The browser takes in what an htmx request brings only if it went well.
        status = 422 if request.method == "POST" and not is_fragment else 200
        template = "admin/catalog/quick_row.html" if is_fragment else "admin/catalog/quick_page.html"
        return render(request, template, context, status=status)

    quick.permission = PERMISSION

    def _saved(self, request: HttpRequest, product: Product, is_fragment: bool, saved: set[str]) -> HttpResponse:
        said = _("Saved: %(what)s.") % {"what": product}
        if not is_fragment:
            messages.success(request, said)
            return redirect(_list(request))
        fresh = self.get_queryset(request).get(pk=product.pk)
        _show_stock(request, [fresh])
        fresh.saved, fresh.focused, fresh.quick_list = saved, request.GET.get("field"), request.GET.get("list", "")
        return render(
            request, "admin/catalog/quick_saved.html",
            {"said": said, "cells": [getattr(self, column)(fresh) for column in COLUMNS]},
        )  # fmt: skip


def _prices_and_stock(request: HttpRequest, product: Product, is_fragment: bool) -> Section:
    variants = living_variants(product)
    stored = dict(list(variants.items())[:VARIANTS_AT_ONCE])
    rows = rows_of(QuickRow, request, "quick", stored)
    why = ReasonForm(request.POST if request.method == "POST" else None, prefix="quick", auto_id=f"id_%s_{product.pk}")
    close_stock(request, rows)
    for form in [*rows.forms, rows.management_form, why] if is_fragment else []:
        for field in form.fields.values():
            field.widget.attrs["form"] = FORM
    wanted = "stock" if request.GET.get("field") == "stock" else "price"
    if rows.forms:
        rows.forms[0].fields[wanted].widget.attrs["autofocus"] = True
    note = _("Amounts in %(currency)s. On hand: in the default place.") % {"currency": product.currency}
    context = {"why": why, "note": note, "form_id": FORM, "more": len(variants) - len(stored)}
    return Section(rows, lambda: _save(request, rows, why, stored), context)


def _save(request: HttpRequest, rows: Any, why: ReasonForm, stored: dict[str, ProductVariant]) -> None:
    reason = why.cleaned_data["reason"] if why.is_valid() else ""
    for form in rows.filled():
        form.write(lambda form=form: _save_variant(request, form, stored, reason))


def _save_variant(request: HttpRequest, form: QuickRow, stored: dict[str, ProductVariant], reason: str) -> None:
    variant = stored[form.cleaned_data["id"]]
    if fields := form.service_fields():
        services.update_variant(variant=variant, actor=request.user, version=form.cleaned_data["version"], **fields)
    write_stock(request, variant, form, reason)


def _changed(made: Section) -> set[str]:
    """The columns of the list in which something was written."""
    fields = {name for form in made.rows.filled() for name in form.changed_data} - {"id", "version"}
    return {"stock" if name == "stock" else "price" for name in fields}


def _cell(product: Product, column: str, text: Any, title: str) -> str:
    """What a column shows; a link that opens the row for those who may change it."""
    if not hasattr(product, "quick_url"):
        return text
    url = f"{product.quick_url}?{urlencode({'field': column, 'list': product.quick_list})}"
    saved = ""
    if hasattr(product, "saved"):
        mark = " data-saved" if column in product.saved else ""
        focus = " autofocus" if product.focused == column else ""
        saved = format_html(' hx-swap-oob="true"{}{}', mark, focus)
    return format_html(
        '<a class="back-office-quick" id="{0}-{1}" href="{2}" hx-get="{2}" hx-target="closest tbody" '
        'hx-swap="beforeend" data-quick-open title="{3}"{4}>{5}</a>',
        column, product.pk, url, title, saved, text,
    )  # fmt: skip


def _with_stock(changelist: Any) -> type:
    """The list with what is on hand of each product on the page, in two queries."""

    class StockedList(changelist):
        result_list: Any

        def get_results(self, request: HttpRequest) -> None:
            super().get_results(request)
            self.result_list = list(self.result_list)
            _show_stock(request, self.result_list)

    return StockedList


def _show_stock(request: HttpRequest, products: list[Product]) -> None:
    variants = [variant.pk for product in products for variant in product.living]
    stock = back_office.variant_stock
    seen, elsewhere = (stock.read(variants), stock.elsewhere(variants)) if stock else ({}, {})
    may_change = request.user.has_perm(PERMISSION)
    for product in products:
        known = [seen[variant.pk][0] for variant in product.living if variant.pk in seen]
        product.stock_shown = sum(known) if known else "–"
        if others := sum(elsewhere.get(variant.pk, 0) for variant in product.living):
            product.stock_shown = _("%(here)s + %(others)d elsewhere") % {
                "here": product.stock_shown, "others": others,
            }  # fmt: skip
        if may_change and not product.is_deleted:
            product.quick_url = reverse("admin:catalog_product_quick", args=[product.pk])
            product.quick_list = request.GET.urlencode()


def _list(request: HttpRequest) -> str:
    """The list as it was narrowed when somebody left it."""
    return f"{reverse('admin:catalog_product_changelist')}?{request.GET.get('list', '')}"
