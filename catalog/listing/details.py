"""What a product's page shows, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from catalog.listing.cards import Named
from core.money import Money


@dataclass(frozen=True, slots=True)
class Value:
    """An attribute with its value, in the words of the page."""

    code: str
    name: str
    value: str
    label: str
    colour_hex: str


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of a picture, a film or a paper, in one format."""

    purpose: str
    url: str
    width: int | None
    height: int | None
    format: str


@dataclass(frozen=True, slots=True)
class Media:
    """One thing to look at. `srcset` and `srcset_avif` are for browsers to choose from."""

    id: UUID
    kind: str
    alt: str
    variant_id: UUID | None
    url: str
    width: int | None
    height: int | None
    srcset: str
    srcset_avif: str
    renditions: tuple[Rendition, ...]


@dataclass(frozen=True, slots=True)
class VariantShown:
    """What is bought. `available` is how many, None without limit."""

    id: UUID
    sku: str
    is_default: bool
    attributes: tuple[Value, ...]
    price: Money
    compare_at_price: Money | None
    discount_percent: int
    available: int | None
    stock_state: str
    media: tuple[UUID, ...]

    @property
    def can_be_bought(self) -> bool:
        return self.stock_state != "out"

    @property
    def left(self) -> int | None:
        """How many there are, where few are left: of more, the number is nobody's business and soon another."""
        return self.available if self.stock_state == "low" else None


@dataclass(frozen=True, slots=True)
class AxisValue:
    """A value that some variant has. Sold out or missing beside the others is for the page to say."""

    value: str
    label: str
    colour_hex: str


@dataclass(frozen=True, slots=True)
class Axis:
    """By what the variants differ."""

    code: str
    name: str
    values: tuple[AxisValue, ...]


@dataclass(frozen=True, slots=True)
class Seo:
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A product with everything its page shows, in the language of the page and the money of the region."""

    id: UUID
    slug: str
    name: str
    short_description: str
    description: str
    # Of the three above: what nobody has translated is said in the shop's own.
    languages: dict[str, str]
    kind: str
    tags: tuple[str, ...]
    # What people call each of them.
    tag_names: Mapping[str, str]
    brand: Named | None
    store: Named | None
    category: Named
    breadcrumbs: tuple[Named, ...]
    currency: str
    price: Money
    compare_at_price: Money | None
    discount_percent: int
    rating_average: float | None
    rating_count: int
    available: bool
    stock_state: str
    variants: tuple[VariantShown, ...]
    axes: tuple[Axis, ...]
    media: tuple[Media, ...]
    specification: tuple[Value, ...]
    weight_grams: int | None
    dimensions_mm: tuple[int, int, int] | None
    seo: Seo
    is_on_vacation: bool
