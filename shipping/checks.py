"""What must always be true of zones and ways to send, and what the doctor looks at."""

from collections.abc import Iterator

from django.utils import timezone

from core.diagnosis import Finding, ok, register_probe, warning
from core.verification import register_invariant
from regions.selectors import list_regions
from shipping import selectors, snapshot
from shipping.models import ShippingMethod
from shipping.offers import Parcel, days_of, price_of


def register_own() -> None:
    register_invariant("shipping.methods", find_broken)
    register_probe("shipping", probe_regions)


def find_broken() -> Iterator[str]:
    """Every way has a price, and days on which parcels leave and arrive."""
    rows = ShippingMethod.objects.alive().select_related("zone").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        named = f"{row.zone.name}: {row.name} ({row.pk})"
        if row.zone.is_deleted:
            yield f"{named}: its zone was deleted"
        try:
            method = snapshot.known(row).method
            price_of(method, Parcel(0))
            days_of(method, timezone.now())
        except (TypeError, ValueError) as error:
            yield f"{named}: {error}"
            continue
        if not method.steps:
            yield f"{named}: it has no price"


def probe_regions() -> Finding:
    """Every country that the shop sells to can be sent to."""
    missing = [
        f"{region.name} ({len(bare)} of {len(region.countries)} countries)"
        for region in list_regions()
        if (
            bare := [
                one for one in region.countries if not selectors.list_methods(country=one, currency=region.currency)
            ]
        )
    ]
    if missing:
        return warning(f"Nothing can be sent to: {', '.join(missing)}", "Add a zone with methods in the back office.")
    return ok("To every country of every region")
