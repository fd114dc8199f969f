"""The zones and ways of the shop in this process's memory: reading them again costs no query."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import get_language

from core import caching
from shipping.models import ShippingMethod, ShippingZone
from shipping.offers import MIDNIGHT, Basis, Calendar, Method, Step

SHIPPING = "shipping"


@dataclass(frozen=True, slots=True)
class Priced:
    """A way to send with what the pure function does not need to know of it."""

    method: Method
    tax_class_id: UUID
    currency: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """Where the same ways count, by who sends; `None` is the platform."""

    countries: frozenset[str]
    postal_patterns: tuple[str, ...]
    ways: Mapping[UUID | None, list[Priced]] = field(default_factory=dict)

    def exactness(self, country: str, postal_code: str) -> int | None:
        """Return how exactly the zone means this place; None where it does not cover it."""
        if self.countries and country not in self.countries:
            return None
        if not self.postal_patterns:
            return int(bool(self.countries))
        # A whole postal code is more exact than any beginning of one as long.
        met = [2 * len(one.rstrip("*")) + (one[-1] != "*") for one in self.postal_patterns if fits(one, postal_code)]
        return 1 + max(met) if met else None


def zones() -> tuple[Zone, ...]:
    """Return the zones with their active ways, in order, in the words of the present language."""
    return caching.remember(SHIPPING, _read, named=get_language() or "")


def fits(pattern: str, postal_code: str) -> bool:
    """Return whether a postal code is the one meant, or begins with what stands before the star."""
    return postal_code.startswith(pattern[:-1]) if pattern.endswith("*") else postal_code == pattern


def spelled(code: str) -> str:
    """Return a postal code or pattern as they are compared."""
    return re.sub(r"[\s-]", "", code).upper()


def known(row: ShippingMethod) -> Priced:
    """Return a row as the pure function takes it, in the words of the present language."""
    language = get_language() or ""
    method = Method(
        id=row.pk,
        name=row.names.get(language) or row.name,
        steps=tuple(Step(begin, price) for begin, price in row.steps),
        basis=Basis(row.basis),
        free_from=row.free_from_minor,
        most_grams=row.most_grams,
        least_days=row.least_days,
        most_days=row.most_days,
        calendar=Calendar(
            sends_on=frozenset(row.sends_on),
            delivers_on=frozenset(row.delivers_on),
            closed_on=frozenset(date.fromisoformat(day) for day in row.closed_on),
            cut_off_minute=row.cut_off.hour * 60 + row.cut_off.minute if row.cut_off else MIDNIGHT,
        ),
        position=row.position,
    )
    description = row.descriptions.get(language) or row.description
    return Priced(method, row.tax_class_id, row.currency, description)


def _read() -> tuple[Zone, ...]:
    rows = ShippingMethod.objects.alive().filter(is_active=True, zone__is_active=True, zone__deleted_at=None)
    found: dict[UUID, tuple[Zone, dict[UUID | None, list[Priced]]]] = {}
    for row in rows.select_related("zone").order_by("zone__position", "zone__name", "zone", "position", "name", "pk"):
        if row.zone_id not in found:
            ways: dict[UUID | None, list[Priced]] = {}
            found[row.zone_id] = _zone(row.zone, ways), ways
        found[row.zone_id][1].setdefault(row.store_id, []).append(known(row))
    return tuple(zone for zone, _ways in found.values())


def _zone(row: ShippingZone, ways: Mapping[UUID | None, list[Priced]]) -> Zone:
    return Zone(frozenset(row.countries), tuple(spelled(one) for one in row.postal_patterns), ways)
