"""Goods as rows of a file, as an import reads them: a product's variants follow each other."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from catalog.models import Attribute, Product
from catalog.porting import columns
from catalog.porting.places import Places
from catalog.porting.present import Present
from catalog.porting.reading import plain

CHUNK = 500


def header() -> list[str]:
    return [*columns.known(), *(f"{columns.ATTRIBUTE}{attribute.code}" for attribute in _attributes())]


def rows(products: QuerySet[Product]) -> Iterator[list[str]]:
    """Give a row for each living variant, a few products at a time, the oldest first."""
    attributes, places, last = _attributes(), Places(), None
    products = products.order_by("pk")
    while chunk := list((products if last is None else products.filter(pk__gt=last))[:CHUNK]):
        last = chunk[-1].pk
        yield from _rows(chunk, places, attributes)


def _rows(chunk: list[Product], places: Places, attributes: list[Attribute]) -> Iterator[list[str]]:
    present = Present.of(chunk, places, attributes)
    for product in chunk:
        for variant in present.living[product.pk]:
            cells = [variant.sku, product.slug, product.currency]
            cells += [present.shown(product, column) for column in columns.PRODUCT.values()]
            cells += present.album.cells(product.pk).values()
            cells += [present.shown(variant, column) for column in columns.VARIANT.values()]
            cells += [_extra(present, name, variant.pk) for name in columns.extras()]
            cells += [
                present.axis_shown(variant, attribute)
                if attribute.is_variant_axis
                else present.said_shown(product, attribute)
                for attribute in attributes
            ]
            yield [_shielded(cell) for cell in cells]


def _extra(present: Present, name: str, variant_id: Any) -> str:
    return str(present.extra_values[name].get(variant_id, ""))


def _attributes() -> list[Attribute]:
    return list(Attribute.objects.order_by("position", "code"))


def _shielded(cell: str) -> str:
    """An apostrophe of its own gets another one before it, so that reading takes away the right one."""
    return f"'{cell}" if cell.startswith("'") and plain(cell) != cell.strip() else cell
