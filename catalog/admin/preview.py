"""The page of a product, for staff to see before shoppers do."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.translation import gettext as _

from catalog import services, tree
from catalog.enums import Audience, ProductStatus
from catalog.listing.shelves import find_shelf
from catalog.models import Product
from catalog.selectors import Detail, get_product
from catalog.views.products import shown_on_page
from catalog.views.visit import Visit
from core.errors import NotFound
from regions.selectors import region_of
from regions.snapshot import ShownRegion


class Preview:
    """The way from a product to its page, which staff see whatever its status is."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview)
        view.model_admin = self
        return [path("<path:object_id>/preview/", view, name="catalog_product_preview"), *super().get_urls()]

    def get_view_on_site_url(self, obj: Product | None = None) -> str | None:
        if obj is None or obj.is_deleted:
            return None
        if obj.status != ProductStatus.ACTIVE:
            return reverse("admin:catalog_product_preview", args=[obj.pk])
        try:
            return reverse("catalog:product", args=[obj.slug])
        except NoReverseMatch:
            return None

    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the page as it will look in the region that is chosen on the site."""
        product = self.get_object(request, object_id)
        if not self.has_view_permission(request, product):
            raise PermissionDenied
        if product is None or product.is_deleted:
            raise Http404
        shown = _as_if_published(request, product)
        if shown is None:
            messages.error(request, _why_nothing(product, region_of(request)))
            return redirect("admin:catalog_product_change", product.pk)
        told = _("Only staff see this page. Status of the product: %(status)s.")
        about = {"preview": told % {"status": product.get_status_display()}}
        return render(request, "catalog/product.html", shown_on_page(Visit(request), shown) | about)

    preview.permission = "catalog.view_product"


def _why_nothing(product: Product, region: ShownRegion) -> str:
    """Say what hides it, as far as one look tells."""
    if not product.variants.filter(deleted_at=None, is_active=True).exists():
        return _("Nobody would see it: none of its variants is on sale.")
    if not tree.read_tree().is_active(product.category_id):
        return _("Nobody would see it: its category, or one above, is hidden.")
    words = _("Nobody would see it in the region “%(region)s”, which is chosen on the site: look at its store and "
              "restrictions, or choose another region there.")  # fmt: skip
    return words % {"region": region.local_name}


def _as_if_published(request: HttpRequest, product: Product) -> Detail | None:
    """Return what shoppers would see; what only trade customers would, if it is for them."""
    region = region_of(request)
    with services.as_if_published(product):
        for audience in Audience:
            try:
                return get_product(
                    named=str(product.pk), shelf_id=find_shelf(region.id, audience), audience=audience,
                    currency=region.currency,
                )  # fmt: skip
            except NotFound:
                continue
    return None
