"""What happened in the catalogue. One event per aggregate: whoever listens reads the row as it is by then."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True)
class CategoryChanged(Event):
    """Also said of a category that was deleted, and of the one that took its products."""

    category_id: UUID


@dataclass(frozen=True)
class BrandChanged(Event):
    brand_id: UUID


@dataclass(frozen=True)
class AttributeChanged(Event):
    """The attribute or one of its values."""

    attribute_id: UUID


@dataclass(frozen=True)
class ProductChanged(Event):
    """The product, one of its variants, their prices or their texts; or it is gone."""

    product_id: UUID


@dataclass(frozen=True)
class RestrictionsChanged(Event):
    region_id: UUID


@dataclass(frozen=True)
class ListingFellBehind(Event):
    """The listings of many products are to be made again. Which ones stands in the database."""


@dataclass(frozen=True)
class ImportMoved(Event):
    """An import has something for the worker to do: check, write or roll back. Which one stands in its row."""

    batch_id: UUID


@dataclass(frozen=True)
class ProductsImported(Event):
    """A step of an import, or of its rollback, wrote these: one event for many products."""

    product_ids: list[str]
