"""Reads the tables of goods: one line for each product, and a line with @ before what a family of them shares."""

import functools
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from catalog.demo.words import ATTRIBUTES, TABLES, rows
from core.slugs import slug_of

# The fifth variant of shoes that sell best.
GONE = 4
Facts = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Variant:
    sku: str
    axes: dict[str, str]
    price_minor: int
    former_minor: int | None


@dataclass(slots=True)
class Goods:
    """A product as the table has it. `stock` is in, low, out or backorder, for whoever keeps the shelves."""

    number: int
    family: str
    category: str
    tax: str
    weight: int
    name: str
    brand: str
    short: str
    price: int
    former: int | None
    facts: Facts = field(default_factory=dict)
    steps: dict[tuple[str, str], int] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    stock: str = "in"
    is_for_trade: bool = False
    sells_best: bool = False
    is_new: bool = False
    store: str = ""
    only_in: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    # What it costs in regions that have a price of their own for it, as people write it there.
    abroad: dict[str, str] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return slug_of(self.name, most=280)

    @property
    def sold(self) -> int:
        """Return how many went over the counter: the same number every time, most of what is said to sell best."""
        luck = zlib.crc32(self.slug.encode())
        return luck % 9 if self.is_new else luck % 160 + (400 if self.sells_best else 0)

    @property
    def ratings(self) -> tuple[int, int]:
        """Return how many people rated it, and how many stars they gave in all: 3.6 to 4.9 each."""
        count = self.sold // 7
        return count, count * (36 + zlib.crc32(self.name.encode()) % 14) // 10

    @property
    def axes(self) -> Facts:
        """Return what its variants differ by: every axis with more than one value."""
        return {code: values for code, values in self.facts.items() if ATTRIBUTES[code].axis and len(values) > 1}

    @property
    def colours(self) -> tuple[str, ...]:
        """Return the colours among which people choose."""
        return self.axes.get("colour", ())

    @property
    def remarks(self) -> Facts:
        """Return what is said of the product as a whole."""
        return {code: values for code, values in self.facts.items() if code not in self.axes}

    def variants(self) -> list[Variant]:
        combinations: list[dict[str, str]] = [{}]
        for code, values in self.axes.items():
            combinations = [known | {code: value} for known in combinations for value in values]
        return [self._variant(place, axes) for place, axes in enumerate(combinations, start=1)]

    def _variant(self, place: int, axes: dict[str, str]) -> Variant:
        more = sum(self.steps.get(step, 0) for step in axes.items())
        former = None if self.former is None else (self.former + more) * 100
        return Variant(
            f"{self.family[:3].upper()}-{self.number:03d}-{place:02d}", axes, (self.price + more) * 100, former
        )


@functools.cache
def read_goods() -> tuple[Goods, ...]:
    return tuple(_lines())


@functools.cache
def read_stories(language: str) -> dict[str, tuple[str, list[str]]]:
    """Return what is told of each family: a paragraph, and remarks about box and care."""
    table = "stories-hindi" if language == "hi" else "stories"
    return {family: (story, notes.split("; ")) for family, story, notes in rows(table)}


@functools.cache
def read_hindi() -> dict[str, tuple[str, str]]:
    """Return Hindi name and short text of the products, by their English name."""
    return {english: (name, short) for english, name, short in rows("hindi")}


def stock_states() -> dict[str, str]:
    """Return how much of each SKU the demo has: in, low, out or backorder. Popular shoes lack a size.

    What is not there in plenty is a handful: each one is an alert that staff find on their first day.
    """
    return {
        variant.sku: "out" if place == GONE and goods.sells_best and "shoe" in goods.axes else goods.stock
        for goods in read_goods()
        for place, variant in enumerate(goods.variants())
    }


def _lines() -> Iterator[Goods]:
    family, shared, number = "", {}, 0
    for path in sorted(TABLES.glob("[0-9]*.txt")):
        for cells in rows(path.stem):
            if len(cells) == 1:
                family, _blank, rest = cells[0].removeprefix("@ ").partition(" ")
                shared = _shared(rest)
                continue
            number += 1
            yield _goods(cells, family, shared, number)


def _shared(text: str) -> dict[str, str]:
    """Read `code=value code=value`; a word without a sign belongs to the value before it."""
    shared: dict[str, str] = {}
    for word in text.split(" "):
        code, sign, value = word.partition("=")
        if sign:
            shared[code], last = value, code
        else:
            shared[last] += f" {word}"
    return shared


def _goods(cells: list[str], family: str, shared: dict[str, str], number: int) -> Goods:
    name, brand, price, former, extras, short = cells
    own = {code: value for code, value in shared.items() if code not in {"in", "tax", "weight"}}
    goods = Goods(
        number=number,
        family=family,
        category=shared["in"],
        tax=shared["tax"],
        weight=int(shared["weight"]),
        name=name,
        brand=brand,
        short=short,
        price=int(price),
        former=int(former) if former else None,
    )
    for extra in filter(None, (part.strip() for part in extras.split(";"))):
        if extra.startswith("#"):
            goods.tags.append(extra[1:])
        elif extra.startswith("!"):
            _mark(goods, *extra[1:].replace("=", ":").partition(":")[::2])
        else:
            code, _sign, value = extra.partition("=")
            own[code] = value
    for code, text in own.items():
        values = [value.partition("=") for value in text.split(",")]
        goods.facts[code] = tuple(value for value, _sign, _step in values)
        goods.steps |= {(code, value): int(step) for value, sign, step in values if sign}
    return goods


def _mark(goods: Goods, mark: str, places: str) -> None:
    match mark:
        case "low" | "out" | "backorder":
            goods.stock = mark
        case "trade":
            goods.is_for_trade = True
        case "bestseller":
            goods.sells_best = True
        case "new":
            goods.is_new = True
        case "seller" | "seller2":
            goods.store = mark
        case "us" | "eu" | "jp" | "kw":
            goods.abroad[mark] = places
        case "only":
            goods.only_in = tuple(places.lower().split(","))
        case "not":
            goods.not_in = tuple(places.lower().split(","))
        case _:
            raise ValueError(f"{goods.name}: nobody knows what !{mark} means.")
