"""What the catalogue has of the goods that a step of an import speaks of, in a constant number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from catalog.models import (
    Attribute,
    AttributeValue,
    Product,
    ProductAttributeValue,
    ProductVariant,
    SlugRedirect,
    VariantAttributeValue,
)
from catalog.porting import columns
from catalog.porting.pictures import Album
from catalog.porting.places import Places
from catalog.services.attributes import read_value
from catalog.services.editing import Problems

Cells = Mapping[str, str]


class Present:
    """The rows as they are, changed in memory as the step's rows are planned. `for_writing` locks them."""

    living: dict[UUID, list[ProductVariant]]

    def __init__(self, rows: Collection[Cells], places: Places, *, for_writing: bool) -> None:
        self.places = places
        self._read_products(rows, for_writing)
        self._read_variants(rows)
        places.learn(self.products.values(), {row["store"] for row in rows if "store" in row})
        self._read_attributes(rows)
        speaks = any(columns.PICTURES in row or columns.PICTURE_TEXTS in row for row in rows)
        self.album = Album(self.products if speaks else (), rows)
        self.extras = {name: make() for name, make in columns.extras().items() if any(name in row for row in rows)}
        self._read_extras(for_writing=for_writing)

    @classmethod
    def of(cls, products: Collection[Product], places: Places, attributes: list[Attribute]) -> "Present":
        """Return all that is known of some products, their living variants in order under `living`."""
        present = cls.__new__(cls)
        present.places = places
        places.learn(products, ())
        present.products = {product.pk: product for product in products}
        found = ProductVariant.objects.alive().filter(product__in=present.products).order_by("position", "sku")
        present.variants = {variant.sku: variant for variant in found}
        present.living = defaultdict(list)
        for variant in present.variants.values():
            present.living[variant.product_id].append(variant)
        present.attributes = {attribute.code: attribute for attribute in attributes}
        present._read_said()
        present.album = Album(present.products, ())
        present.extras = {name: make() for name, make in columns.extras().items()}
        present._read_extras(for_writing=False)
        return present

    def shown(self, row: Any, column: columns.Column) -> str:
        """Return the cell that a product or a variant has now."""
        value = getattr(row, column.stored)
        if column.kind == "place":
            return self.places.show(column, value)
        return columns.show(column, value, row.currency)

    def axis_shown(self, variant: ProductVariant, attribute: Attribute) -> str:
        value = self.axes[variant.pk].get(attribute.pk)
        return columns.join([value.value]) if value else ""

    def said_shown(self, product: Product, attribute: Attribute) -> str:
        return columns.join(sorted(value.value for value in self.said[product.pk].get(attribute.pk, ())))

    def value_of(self, attribute: Attribute, value: str) -> AttributeValue | None:
        return self._values.get((attribute.pk, value)) or self._labels.get((attribute.pk, value))

    def keep_values(self, made: Iterable[AttributeValue]) -> None:
        for value in made:
            self._values[value.attribute_id, value.value] = value

    def _read_products(self, rows: Collection[Cells], for_writing: bool) -> None:
        slugs = {row[columns.PRODUCT_SLUG] for row in rows if columns.PRODUCT_SLUG in row}
        skus = {columns.normal(row) for row in rows}
        former = dict(SlugRedirect.objects.filter(kind="product", slug__in=slugs).values_list("slug", "product_id"))
        owners = ProductVariant.objects.filter(sku__in=skus).values("product_id")
        wanted = Q(slug__in=slugs) | Q(pk__in=list(former.values())) | Q(pk__in=owners)
        found = Product.objects.filter(wanted).order_by("pk")
        if for_writing:
            found = found.select_for_update(of=("self",))
        self.products: dict[UUID, Product] = {product.pk: product for product in found}
        self.by_slug = {slug: self.products[pk] for slug, pk in former.items() if pk in self.products}
        self.by_slug |= {product.slug: product for product in self.products.values()}

    def _read_variants(self, rows: Collection[Cells]) -> None:
        skus = {columns.normal(row) for row in rows}
        found = ProductVariant.objects.filter(Q(product__in=self.products) | Q(sku__in=skus))
        self.variants: dict[str, ProductVariant] = {}
        self.combinations: dict[UUID, dict[str, str]] = defaultdict(dict)
        self.defaults: dict[UUID, ProductVariant] = {}
        for variant in found:
            if variant.sku in skus or variant.is_default:
                self.variants[variant.sku] = variant
            if variant.deleted_at is None:
                self.combinations[variant.product_id][variant.combination] = variant.sku
                if variant.is_default:
                    self.defaults[variant.product_id] = variant

    def _read_attributes(self, rows: Collection[Cells]) -> None:
        codes = {
            name.removeprefix(columns.ATTRIBUTE) for row in rows for name in row if name.startswith(columns.ATTRIBUTE)
        }
        self.attributes = {
            attribute.code: attribute for attribute in Attribute.objects.filter(code__in=codes).order_by("pk")
        }
        self._values: dict[tuple[UUID, str], AttributeValue] = {}
        self._labels: dict[tuple[UUID, str], AttributeValue] = {}
        self._read_said()
        if not codes:
            return
        self._read_values(
            {
                (attribute, part)
                for row in rows
                for name, text in row.items()
                if (attribute := self.attributes.get(name.removeprefix(columns.ATTRIBUTE)))
                and name.startswith(columns.ATTRIBUTE)
                for part in columns.split(text)
            }
        )

    def _read_values(self, written: set[tuple[Attribute, str]]) -> None:
        parts = {part for _attribute, part in written}
        values = {read_value(Problems(), "", attribute, part) for attribute, part in written}
        rows = AttributeValue.objects.filter(attribute__in=self.attributes.values())
        for row in rows.filter(Q(value__in=values | parts) | Q(label__in=parts)):
            self._values[row.attribute_id, row.value] = row
            self._labels.setdefault((row.attribute_id, row.label), row)

    def _read_said(self) -> None:
        self.axes: dict[UUID, dict[UUID, AttributeValue]] = defaultdict(dict)
        self.said: dict[UUID, dict[UUID, list[AttributeValue]]] = defaultdict(dict)
        known = list(self.attributes.values())
        if not known:
            return
        ids = [variant.pk for variant in self.variants.values()]
        for axis in VariantAttributeValue.objects.filter(variant__in=ids).select_related("value"):
            self.axes[axis.variant_id][axis.attribute_id] = axis.value
        said = ProductAttributeValue.objects.filter(product__in=self.products, attribute__in=known)
        for one in said.select_related("value"):
            self.said[one.product_id].setdefault(one.attribute_id, []).append(one.value)

    def _read_extras(self, *, for_writing: bool) -> None:
        ids = [variant.pk for variant in self.variants.values()]
        self.extra_values = {
            name: dict(extra.present(ids, for_writing=for_writing)) for name, extra in self.extras.items()
        }
