"""What the catalogue puts on the back office's shared pages."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.enums import ProductStatus
from catalog.models import Product, ProductMedia, SearchedFor
from catalog.selectors.staff import list_products, search_products
from core.back_office.registry import Figure, Hit

FOUND = 8
COUNTED_MOST = 1000


def without_pictures() -> Figure:
    """Products on sale that nobody can see."""
    shown = Exists(ProductMedia.objects.filter(product=OuterRef("pk")))
    return _figure(
        Product.objects.alive().filter(~shown, status=ProductStatus.ACTIVE),
        f"{_products()}?pictures=none&status__exact=active",
        note=_("on sale"),
    )


def drafts() -> Figure:
    return _figure(Product.objects.alive().filter(status=ProductStatus.DRAFT), f"{_products()}?status__exact=draft")


def searches_without_results() -> Figure:
    return _figure(
        SearchedFor.objects.filter(found=0), f"{reverse('admin:catalog_searchedfor_changelist')}?found=nothing"
    )


def find_products(words: str) -> Iterable[Hit]:
    """Products by name, SKU or barcode."""
    for product in search_products(list_products(), words).order_by("-id")[:FOUND]:
        page = reverse("admin:catalog_product_change", args=[product.pk])
        yield Hit(product.name, f"{product.category} · {product.get_status_display()}", page, "shopping_bag")


def _figure(rows: object, url: str, *, note: str = "") -> Figure:
    """Counted no further than anybody works through."""
    count = rows[: COUNTED_MOST + 1].count()
    value = f"{COUNTED_MOST}+" if count > COUNTED_MOST else count
    return Figure(value=value, note=note, url=url, needs_attention=count > 0)


def _products() -> str:
    return reverse("admin:catalog_product_changelist")
