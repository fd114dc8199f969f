"""The rows of a made-up catalogue, one product after the other, told by their numbers alone."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from catalog.enums import DataType, ProductStatus
from catalog.management.mass import words
from catalog.models import (
    Attribute,
    AttributeValue,
    Brand,
    Category,
    Product,
    ProductAttributeValue,
    ProductMedia,
    ProductVariant,
    VariantAttributeValue,
)
from core.models import BaseModel, Picture

START = datetime(2024, 1, 1, tzinfo=UTC)
MILLISECONDS = int(START.timestamp() * 1000)
# Which table an id is of, so that two tables never share one.
KINDS: dict[Any, int] = {
    model: number
    for number, model in enumerate(
        (
            Category, Brand, Attribute, AttributeValue, Picture, Product, ProductVariant, ProductAttributeValue,
            VariantAttributeValue, ProductMedia,
        ),
        1,
    )
}  # fmt: skip
Row = dict[str, Any]
MOST_VARIANTS = 3
PRICES = (199, 349, 499, 799, 999, 1499, 2499, 4999, 9999, 24999)
Pair = tuple[type[BaseModel], Row]


def id_of(model: type[BaseModel], number: int) -> UUID:
    """Return the id of the row with this number: a UUIDv7, in order."""
    return UUID(int=(MILLISECONDS + number) << 80 | 7 << 76 | KINDS[model] << 64 | 2 << 62 | number)


def _row(model: type[BaseModel], number: int, **values: Any) -> Row:
    return {"id": id_of(model, number), "created_at": START, "updated_at": START, **values}


def categories() -> list[Row]:
    """Three levels: departments, aisles, and one for each kind of goods."""
    rows: list[Row] = []

    def add(name: str, slug: str, parent_id: UUID | None) -> UUID:
        rows.append(
            _row(
                Category, len(rows), name=name, slug=slug, parent_id=parent_id, description="", picture_id=None,
                position=len(rows), target_role="both", is_active=True, seo_title="", seo_description="",
            )
        )  # fmt: skip
        return rows[-1]["id"]

    for department, aisles in words.GOODS.items():
        top = add(department, department.lower(), None)
        for aisle, goods in aisles.items():
            within = add(aisle, f"{department}-{aisle}".lower(), top)
            for good in goods.split():
                add(good, f"{department}-{aisle}-{good}".lower(), within)
    return rows


def leaves() -> list[tuple[UUID, str]]:
    rows = categories()
    parents = {row["parent_id"] for row in rows}
    return [(row["id"], row["name"]) for row in rows if row["id"] not in parents]


def brands() -> list[Row]:
    names = [first + last for first in words.FIRST for last in words.LAST]
    return [
        _row(
            Brand, number, name=name, slug=name.lower(), picture_id=None, description="", website="", is_active=True,
        )
        for number, name in enumerate(names)
    ]  # fmt: skip


ATTRIBUTES = {
    "colour": (DataType.COLOUR, True, list(words.COLOURS)),
    "size": (DataType.ENUM, True, words.SIZES),
    "material": (DataType.ENUM, False, words.MATERIALS),
}


def attributes() -> Iterator[Pair]:
    for number, (code, (data_type, is_axis, values)) in enumerate(ATTRIBUTES.items()):
        row = _row(
            Attribute, number, name=code.title(), code=code, data_type=data_type.value, unit="", position=number,
            is_filterable=True, is_variant_axis=is_axis,
        )  # fmt: skip
        yield Attribute, row
        for position, value in enumerate(values):
            yield AttributeValue, _row(
                AttributeValue, number * 100 + position, attribute_id=row["id"], value=value, label=value.title(),
                colour_hex=words.COLOURS.get(value, ""), position=position,
            )  # fmt: skip


def pictures() -> list[Row]:
    """A few pictures that all products share."""
    rows = []
    for number in range(12):
        sizes = [(200, "thumb"), (400, "card"), (800, "detail")]
        rows.append(
            _row(
                Picture, number, purpose="product", uploaded_by=None, digest=f"mass-{number}",
                file=f"products/mass-{number}.webp", width=1200, height=1200,
                renditions=[
                    {"purpose": name, "width": width, "height": width, "format": "webp",
                     "file": f"products/mass-{number}-{width}.webp"}
                    for width, name in sizes
                ],
            )
        )  # fmt: skip
    return rows


class Goods:
    """Makes products. The same number always makes the same one."""

    def __init__(self, *, currency: str, tax_class_id: UUID) -> None:
        self.currency, self.tax_class_id = currency, tax_class_id
        self.leaves = leaves()
        self.brands = [row["id"] for row in brands()]
        self.brand_names = [row["name"] for row in brands()]
        self.pictures = [row["id"] for row in pictures()]
        values = [row for model, row in attributes() if model is AttributeValue]
        self.values = {row["value"]: (row["attribute_id"], row["id"]) for row in values}

    def product(self, number: int) -> Iterator[Pair]:
        """Yield the rows of a product: itself, its variants, what is said of them, and its picture."""
        chance = random.Random(number)
        category_id, good = self.leaves[chance.randrange(len(self.leaves))]
        brand = min(chance.randrange(len(self.brands)), chance.randrange(len(self.brands)))
        adjectives = chance.sample(words.ADJECTIVES, 2)
        material = chance.choice(words.MATERIALS)
        price = (
            chance.choice((199, 349, 499, 799, 999, 1499, 2499, 4999, 9999, 24999)) * 100 + chance.randrange(100) * 100
        )
        product_id = id_of(Product, number)
        name = f"{self.brand_names[brand]} {' '.join(adjectives)} {good} {number % 9973}"
        ratings = chance.randrange(200) if chance.random() < 0.7 else 0
        published = START + timedelta(seconds=chance.randrange(60_000_000))
        yield Product, _row(
            Product, number, deleted_at=None, store_id=None, category_id=category_id, brand_id=self.brands[brand],
            name=name, slug=f"{good}-{number}".lower(), kind="physical", tags=chance.sample(words.TAGS, 2),
            description=f"<p>{name} is made of {material} and meant for every day.</p>",
            short_description=f"{adjectives[0]} {good.lower()} of {material}, made to last.",
            base_price_minor=price, currency=self.currency, status=ProductStatus.ACTIVE.value,
            tax_class_id=self.tax_class_id, target_role="", seo_title="", seo_description="", weight_grams=None,
            length_mm=None, width_mm=None, height_mm=None, rating_sum=sum_of(chance, ratings), rating_count=ratings,
            view_count=chance.randrange(10_000), sold_count=int(chance.paretovariate(1.2)), published_at=published,
        )  # fmt: skip
        yield (
            ProductAttributeValue,
            _row(ProductAttributeValue, number, product_id=product_id, **self._stated(material)),
        )
        picture_id = chance.choice(self.pictures)
        yield ProductMedia, _row(
            ProductMedia, number, product_id=product_id, variant_id=None, kind="image", picture_id=picture_id,
            alt_text=good, position=0,
        )  # fmt: skip
        yield from self._variants(number, product_id, price, chance)

    def _variants(self, number: int, product_id: UUID, price: int, chance: random.Random) -> Iterator[Pair]:
        colours = chance.sample(list(words.COLOURS), 1 + chance.randrange(MOST_VARIANTS))
        size = chance.choice(words.SIZES)
        for position, colour in enumerate(colours):
            at = number * MOST_VARIANTS + position
            compare_at = price * 5 // 4 if chance.random() < 0.2 else None
            yield ProductVariant, _row(
                ProductVariant, at, deleted_at=None, product_id=product_id, barcode="",
                sku=f"MC-{number:07}-{position}",
                price_minor=price + position * 100, currency=self.currency, cost_price_minor=None, weight_grams=None,
                compare_at_price_minor=compare_at and compare_at + position * 100, position=position,
                is_default=position == 0, is_active=True, combination=f"{colour}-{size}",
            )  # fmt: skip
            for axis, value in enumerate((colour, size)):
                yield (
                    VariantAttributeValue,
                    _row(
                        VariantAttributeValue,
                        at * 2 + axis,
                        variant_id=id_of(ProductVariant, at),
                        **self._stated(value),
                    ),
                )

    def _stated(self, value: str) -> Row:
        attribute_id, value_id = self.values[value]
        return {"attribute_id": attribute_id, "value_id": value_id}


def sum_of(chance: random.Random, ratings: int) -> int:
    return round(ratings * chance.uniform(2.5, 5))
