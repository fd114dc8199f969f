"""Questions about sending. None of them costs a query once the zones are remembered."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from catalog.contributors import Promise
from core.context_processors import shown_shop
from core.errors import NotFound
from core.money import Money
from core.zones import zone_named
from regions.snapshot import ShownRegion
from shipping import offers, snapshot
from shipping.models import ShippingMethod, ShippingZone
from shipping.offers import MIDNIGHT, Method, Offer, Parcel
from shipping.snapshot import Priced

Row = TypeVar("Row", bound=Model)


def list_methods(*, country: str, postal_code: str = "", currency: str, store_id: UUID | None = None) -> list[Priced]:
    """Return the ways to send there that are priced in this currency: the store's own, else the platform's.

    Of the zones that cover the place, the most exact one in which the sender has any counts alone.
    """
    country, postal_code = country.upper(), snapshot.spelled(postal_code)
    covering = [
        (exactness, zone)
        for zone in snapshot.zones()
        if (exactness := zone.exactness(country, postal_code)) is not None
    ]
    # Of equals the first in order stays first.
    nearest = sorted(covering, key=lambda one: -one[0])
    for sender in dict.fromkeys((store_id, None)):
        for _exactness, zone in nearest:
            if found := [way for way in zone.ways.get(sender, ()) if way.currency == currency]:
                return found
    return []


def list_offers(
    *,
    country: str,
    postal_code: str = "",
    currency: str,
    store_id: UUID | None = None,
    parcel: Parcel,
    now: datetime,
) -> list[Offer]:
    """Return at what price and on which days the parcel may arrive there, the cheapest first."""
    ways = list_methods(country=country, postal_code=postal_code, currency=currency, store_id=store_id)
    return offers.offers((way.method for way in ways), parcel, now=by_the_shops_clock(now))


def by_the_shops_clock(now: datetime) -> datetime:
    """Return the moment in the zone in which cut-offs and days are meant."""
    return now.astimezone(zone_named(shown_shop().timezone))


def promise(*, region: ShownRegion, store_id: UUID | None, value: Money, grams: int) -> Promise | None:
    """Return what holds in every country of the region that somebody sends to: by the cheapest way to each."""
    parcel = Parcel(value.minor, grams)
    asked = [list_methods(country=country, currency=value.currency, store_id=store_id) for country in region.countries]
    found = [one for ways in asked if (one := _cheapest(ways, parcel))]
    if not found:
        return None
    free_from = [method.free_from for _price, method in found]
    amounts = [amount for amount in free_from if amount is not None]
    return Promise(
        min_days=min(method.least_days for _price, method in found),
        max_days=max(_most_days(method) for _price, method in found),
        price=Money(max(price for price, _method in found), value.currency),
        free_from=Money(max(amounts), value.currency) if len(amounts) == len(found) else None,
    )


def _most_days(method: Method) -> int:
    """Return in how many days it is there at the latest: what is ordered after the last van leaves a day later."""
    return max(method.most_days + (method.calendar.cut_off_minute < MIDNIGHT), 1)


def _cheapest(ways: list[Priced], parcel: Parcel) -> tuple[int, Method] | None:
    """Return the way that is chosen for a shopper who does not choose, with its price."""
    priced = [(price, way.method) for way in ways if (price := offers.price_of(way.method, parcel)) is not None]
    return min(priced, key=lambda one: (one[0], one[1].most_days, one[1].position, one[1].id), default=None)


def list_zones() -> QuerySet[ShippingZone]:
    """Return the zones that were not deleted, for staff."""
    return ShippingZone.objects.alive().order_by("position", "name", "pk")


def get_zone(zone_id: UUID) -> ShippingZone:
    """Raises NotFound."""
    return _one(list_zones(), zone_id)


def list_staff_methods() -> QuerySet[ShippingMethod]:
    """Return the ways that were not deleted, active or not, for staff."""
    rows = ShippingMethod.objects.alive().select_related("zone", "store", "tax_class")
    return rows.order_by("zone__position", "zone__name", "zone", "position", "name", "pk")


def get_method(method_id: UUID) -> ShippingMethod:
    """Raises NotFound."""
    return _one(list_staff_methods(), method_id)


def _one(rows: QuerySet[Row], pk: UUID) -> Row:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row
