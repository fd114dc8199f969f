"""Zones: where the same ways to send count."""

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_countries import countries as known_countries

from accounts.models import User
from catalog.services.editing import Problems, record, set_values, stored_values
from core import caching
from core.errors import Duplicate, NotFound
from shipping.constants import (
    MOST_COUNTRIES,
    MOST_PATTERNS,
    MOST_POSITION,
    NAME_MOST_CHARACTERS,
    PATTERN_MOST_CHARACTERS,
)
from shipping.errors import ZoneInUse
from shipping.models import ShippingZone
from shipping.snapshot import SHIPPING, spelled

PATTERN = re.compile(r"[A-Z0-9]+\*?")
FIELDS = {"name", "countries", "postal_patterns", "position", "is_active"}


def save_zone(*, zone: ShippingZone | None = None, actor: User | None, **fields: Any) -> ShippingZone:
    """Make a zone, or change what is given. Raises InvalidInput, Duplicate for a name that is taken, or NotFound."""
    try:
        with transaction.atomic():
            return _write(zone, actor, {name: fields[name] for name in FIELDS & fields.keys()})
    except IntegrityError:
        raise Duplicate from None


@transaction.atomic
def delete_zone(*, zone: ShippingZone, actor: User | None) -> None:
    """Delete a zone that no way belongs to. Raises ZoneInUse, or NotFound when it is gone already."""
    row = lock_zone(zone)
    if row.methods.filter(deleted_at=None).exists():
        raise ZoneInUse
    row.hide(timezone.now())
    row.save(update_fields=["deleted_at", "updated_at"])
    record(actor, "deleted", row, before=stored_values(row))
    caching.bump(SHIPPING)


def lock_zone(zone: ShippingZone) -> ShippingZone:
    """Return the row as it is now, kept from being deleted. Raises NotFound."""
    row = ShippingZone.objects.alive().select_for_update().filter(pk=zone.pk).first()
    if row is None:
        raise NotFound
    return row


def _write(zone: ShippingZone | None, actor: User | None, fields: dict[str, Any]) -> ShippingZone:
    row = ShippingZone() if zone is None else lock_zone(zone)
    before, after = set_values(row, _cleaned(row, fields))
    row.save()
    if zone is None:
        record(actor, "added", row, after=stored_values(row))
    elif after:
        record(actor, "changed", row, before, after)
    caching.bump(SHIPPING)
    return row


def _cleaned(row: ShippingZone, fields: dict[str, Any]) -> dict[str, Any]:
    problems, values = Problems(), dict(fields)
    if row._state.adding or "name" in fields:
        values["name"] = problems.line("name", fields.get("name"), least=1, most=NAME_MOST_CHARACTERS)
    if "position" in fields:
        problems.whole("position", fields["position"], least=0, most=MOST_POSITION)
    if "countries" in fields:
        values["countries"] = sorted({str(code).upper() for code in fields["countries"]})
        _check_countries(problems, values["countries"])
    if "postal_patterns" in fields:
        values["postal_patterns"] = _patterns(problems, fields["postal_patterns"])
    countries = values.get("countries", row.countries)
    if values.get("postal_patterns", row.postal_patterns) and len(countries) != 1:
        problems.add("postal_patterns", _("Say in which one country these postal codes are."))
    problems.refuse()
    return values


def _check_countries(problems: Problems, codes: list[str]) -> None:
    if unknown := [code for code in codes if code not in known_countries.countries]:
        problems.add("countries", _("There is no such country: %(codes)s.") % {"codes": ", ".join(unknown[:5])})
    elif len(codes) > MOST_COUNTRIES:
        problems.add("countries", _("Those are too many."))


def _patterns(problems: Problems, given: list[str]) -> list[str]:
    """Return each once, written as they are compared."""
    patterns = list(dict.fromkeys(spelled(one) for one in given))
    wrong = [one for one in patterns if len(one) > PATTERN_MOST_CHARACTERS or not PATTERN.fullmatch(one)]
    if wrong:
        words = _("Give a postal code, or its beginning and a star, such as 941*. Not: %(wrong)s.")
        problems.add("postal_patterns", words % {"wrong": ", ".join(wrong[:5])})
    elif len(patterns) > MOST_PATTERNS:
        problems.add("postal_patterns", _("Those are too many."))
    return patterns
