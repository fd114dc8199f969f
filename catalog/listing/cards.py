"""Cards: kept as JSON for the API, read as values by pages."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from core.money import Money

# Pages show the same cards again and again.
MOST_READ = 1_000


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a page of its own."""

    id: UUID
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class CardImage:
    url: str
    srcset: str
    width: int | None
    height: int | None
    alt: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a product, in the language of the page and the money of the region."""

    id: UUID
    slug: str
    name: str
    brand: Named | None
    category: Named | None
    price: Money
    compare_at_price: Money | None
    discount_percent: int
    image: CardImage | None
    rating_average: float | None
    rating_count: int
    available: bool
    stock_state: str
    variant_count: int
    # Of searches: safe HTML in which the words that were found are marked.
    highlight: str = ""
    # What the dearest variant costs.
    highest_price: Money | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of a list. `json` is its card for the API, in the language that is being spoken."""

    listing_id: int
    sort_key: int
    card: str
    names: str
    highlight: str = ""
    highest_minor: int = 0

    def json(self) -> str:
        names = self._names()
        if not names and not self.highlight:
            return self.card
        return json.dumps(self._fields(names), ensure_ascii=False, separators=(",", ":"))

    def as_card(self) -> Card:
        return _read(self.card, self.names, self.highlight, self.highest_minor, get_language())

    def _fields(self, names: dict[str, str]) -> dict[str, Any]:
        fields = json.loads(self.card)
        if "name" in names:
            fields["name"] = names["name"]
        for part in ("brand", "category"):
            if part in names and fields[part]:
                fields[part]["name"] = names[part]
        if self.highlight:
            fields["highlight"] = self.highlight
        return fields

    def _names(self) -> dict[str, str]:
        language = get_language() or settings.LANGUAGE_CODE
        if not self.names or language == settings.LANGUAGE_CODE:
            return {}
        return json.loads(self.names).get(language, {})


@lru_cache(maxsize=MOST_READ)
def _read(text: str, names: str, highlight: str, highest_minor: int, _language: str | None) -> Card:
    hit = Hit(0, 0, text, names, highlight)
    fields = hit._fields(hit._names())
    currency = fields.pop("currency")
    for name in ("price", "compare_at_price"):
        fields[name] = Money.parse(fields[name], currency) if fields[name] else None
    for name in ("brand", "category"):
        fields[name] = Named(**fields[name] | {"id": UUID(fields[name]["id"])}) if fields[name] else None
    fields["image"] = CardImage(**fields["image"]) if fields["image"] else None
    highest = Money(highest_minor, currency) if highest_minor else None
    return Card(**fields | {"id": UUID(fields["id"]), "highest_price": highest})
