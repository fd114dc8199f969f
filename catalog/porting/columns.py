"""The columns of a file: what they are called, where they go, and how their cells are written.

Apps above the catalogue add columns about variants with `register`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.services.editing import Problems
from catalog.services.variant_fields import normal_sku
from core.money import Money

ATTRIBUTE = "attr."
# What empties a cell's field; an empty cell leaves it as it is.
# Where cells are kept that stand behind the last column.
SURPLUS = "…"
EMPTY = "[empty]"
SEPARATOR = "|"
YES, NO = {"yes", "true", "1", "y", "हाँ", "हां"}, {"no", "false", "0", "n", "नहीं"}


@dataclass(frozen=True, slots=True)
class Column:
    """`field` is what the services call it, `stored` the model's column; `kind` is how a cell is read."""

    name: str
    field: str
    stored: str
    kind: str = "text"


PRODUCT = {
    column.name: column
    for column in (
        Column("name", "name", "name"),
        Column("status", "status", "status", "choice"),
        Column("category", "category", "category_id", "place"),
        Column("brand", "brand", "brand_id", "place"),
        Column("store", "store", "store_id", "place"),
        Column("tax_class", "tax_class", "tax_class_id", "place"),
        Column("kind", "kind", "kind", "choice"),
        Column("base_price", "base_price", "base_price_minor", "money"),
        Column("short_description", "short_description", "short_description"),
        Column("description", "description", "description"),
        Column("tags", "tags", "tags", "list"),
        Column("target_role", "target_role", "target_role", "choice"),
        Column("weight_grams", "weight_grams", "weight_grams", "whole"),
        Column("length_mm", "length_mm", "length_mm", "whole"),
        Column("width_mm", "width_mm", "width_mm", "whole"),
        Column("height_mm", "height_mm", "height_mm", "whole"),
        Column("seo_title", "seo_title", "seo_title"),
        Column("seo_description", "seo_description", "seo_description"),
    )
}
VARIANT = {
    column.name: column
    for column in (
        Column("price", "price", "price_minor", "money"),
        Column("compare_at_price", "compare_at_price", "compare_at_price_minor", "money"),
        Column("cost_price", "cost_price", "cost_price_minor", "money"),
        Column("barcode", "barcode", "barcode"),
        Column("variant_weight_grams", "weight_grams", "weight_grams", "whole"),
        Column("position", "position", "position", "whole"),
        Column("default", "is_default", "is_default", "flag"),
        Column("on_sale", "is_active", "is_active", "flag"),
    )
}
SKU, PRODUCT_SLUG, CURRENCY = "sku", "product", "currency"
KEYS = (SKU, PRODUCT_SLUG, CURRENCY)
PICTURES, PICTURE_TEXTS = "pictures", "picture_texts"
NEEDED_BY_NEW = ("name", "category", "short_description", "description")


class Extra(Protocol):
    """A column about variants that another app keeps. Values are whole numbers."""

    name: str

    def read(self, problems: Problems, text: str) -> int | None:
        """Return the value of a cell; what is wrong with it goes to the problems under the column's name."""

    def present(self, variant_ids: Collection[UUID], *, for_writing: bool) -> Mapping[UUID, int]:
        """Return what the variants have, in a constant number of statements, locked when it is about to change."""

    def refuse(self, problems: Problems, variant_id: UUID, value: int) -> None:
        """Say why this variant cannot have the value, as far as `present` has seen."""

    def write(self, values: Mapping[UUID, int], *, actor: Any, reference: UUID) -> None:
        """Set the values; `reference` is the import's."""

    def forget(self, variant_ids: Collection[UUID], *, reference: UUID) -> set[UUID]:
        """Take away what the import with this reference said of variants that go; return those that something else
        needs."""


_extras: dict[str, Callable[[], Extra]] = {}


def register(name: str, make: Callable[[], Extra]) -> None:
    """Add a column. A fresh one is made for each step, so that it may remember what it has seen."""
    _extras[name] = make


def extras() -> dict[str, Callable[[], Extra]]:
    return dict(_extras)


def normal(cells: Mapping[str, str]) -> str:
    """Return a row's SKU as it is stored."""
    return normal_sku(cells.get(SKU, ""))


def known() -> list[str]:
    """Every column but those of attributes, in the order in which they are exported."""
    return [*KEYS, *PRODUCT, PICTURES, PICTURE_TEXTS, *VARIANT, *_extras]


def read(problems: Problems, column: Column, text: str) -> Any:
    """Return the value of a cell as the services take it."""
    is_empty = text == EMPTY
    match column.kind:
        case "whole":
            return None if is_empty else whole(problems, column.name, text)
        case "flag":
            return flag(problems, column.name, text)
        case "list":
            return [] if is_empty else split(text)
        case "money":
            return None if is_empty else text
        case "choice":
            return "" if is_empty else text.casefold()
        case _:
            return "" if is_empty else text


def whole(problems: Problems, name: str, text: str) -> int | None:
    if text.isascii() and text.isdigit():
        # Whoever takes it says how much it may be.
        return int(text[:20])
    problems.add(name, _("“%(value)s” is not a whole number of at least 0.") % {"value": text[:60]})
    return None


def flag(problems: Problems, name: str, text: str) -> bool:
    said = text.casefold()
    if said not in YES | NO:
        problems.add(name, _("“%(value)s” is neither yes nor no.") % {"value": text[:60]})
    return said in YES


def show(column: Column, value: Any, currency: str) -> str:
    """Return the cell for a stored value; nothing for nothing."""
    match column.kind:
        case _ if value is None or value == "":
            return ""
        case "money":
            return str(Money(value, currency))
        case "flag":
            return "yes" if value else "no"
        case "list":
            return join(value)
        case _:
            return str(value)


def split(text: str, *, keeps_empty: bool = False) -> list[str]:
    """Take a list apart; a bar that belongs to a word stands behind a backslash."""
    parts, word, is_escaped = [], "", False
    for char in text:
        if is_escaped:
            word, is_escaped = word + char, False
        elif char == "\\":
            is_escaped = True
        elif char == SEPARATOR:
            parts.append(word)
            word = ""
        else:
            word += char
    return [part.strip() for part in [*parts, word] if keeps_empty or part.strip()]


def join(words: Collection[str]) -> str:
    return f" {SEPARATOR} ".join(word.replace("\\", "\\\\").replace(SEPARATOR, "\\|") for word in words)
