"""Which shelves there are, and which one a visitor reads from."""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache, partial
from uuid import UUID

from catalog import contributors
from catalog.enums import Audience, TargetRole
from catalog.listing.rows import OpenShelf
from catalog.models import Category, Product, Shelf
from core import caching
from regions.selectors import ShownRegion, get_conversion, list_regions

TAG = "shelves"
PRICES_REMEMBERED = 10_000


def open_shelves(shelves: Iterable[Shelf]) -> list[OpenShelf]:
    """Return the shelves of regions that are still shopped in, ready to be written to."""
    regions = {region.id: region for region in list_regions()}
    return [
        OpenShelf(
            id=shelf.pk,
            region_id=shelf.region_id,
            audience=Audience(shelf.audience),
            currency=regions[shelf.region_id].currency,
            convert=cache(partial(_converter, regions[shelf.region_id])),
        )
        for shelf in shelves
        if shelf.region_id in regions
    ]


def _converter(region: ShownRegion, tax_class_id: UUID) -> Callable[[int], int] | None:
    """Return how base prices become the region's; None while no exchange rate is known."""
    found = get_conversion(region, tax_class_id=tax_class_id)
    # Most prices of a shop are a few.
    return lru_cache(maxsize=PRICES_REMEMBERED)(found.minor) if found else None


def wanted_shelves() -> set[tuple[UUID, str]]:
    """Return the shelves that the shop needs: one per region, and one for trade customers if they see other goods."""
    audiences = [Audience.CUSTOMER]
    if differs_for_trade():
        audiences.append(Audience.RETAILER)
    return {(region.id, audience.value) for region in list_regions() for audience in audiences}


def differs_for_trade() -> bool:
    """Whether anything is meant for one audience only, or costs it something else."""
    one_only = [TargetRole.CUSTOMER, TargetRole.RETAILER]
    return (
        Category.objects.filter(target_role__in=one_only).exists()
        or Product.objects.alive().filter(target_role__in=one_only).exists()
        or contributors.differ_for_trade()
    )


def keep_shelves() -> list[Shelf]:
    """Make the shelves that are missing and take those away that nobody needs. Returns the new ones, still empty."""
    wanted = wanted_shelves()
    standing = {(shelf.region_id, shelf.audience): shelf for shelf in Shelf.objects.all()}
    new = [Shelf(region_id=region_id, audience=audience) for region_id, audience in sorted(wanted - standing.keys())]
    Shelf.objects.bulk_create(new, ignore_conflicts=True)
    unused = [shelf.pk for key, shelf in standing.items() if key not in wanted]
    if unused:
        Shelf.objects.filter(pk__in=unused, is_ready=True).update(is_ready=False)
    if new or unused:
        caching.bump(TAG)
    return list(Shelf.objects.filter(is_ready=False).exclude(pk__in=unused))


def find_shelf(region_id: UUID, audience: Audience) -> int | None:
    """Return the shelf to read from; trade customers share everyone's until theirs is filled."""
    ready = caching.remember(TAG, _read_ready)
    return ready.get((region_id, audience.value)) or ready.get((region_id, Audience.CUSTOMER.value))


def _read_ready() -> dict[tuple[UUID, str], int]:
    rows = Shelf.objects.filter(is_ready=True).values_list("region_id", "audience", "pk")
    return {(region_id, audience): shelf_id for region_id, audience, shelf_id in rows}
