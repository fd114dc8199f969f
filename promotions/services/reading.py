"""What staff write about coupons and rules, read strictly: every mistake is told at once, at its field."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from catalog.enums import TargetRole
from catalog.models import Brand, Category, Product, ProductVariant
from core.errors import InvalidInput
from core.money import Money
from promotions.constants import MOST_PARTS, MOST_TARGETS, MOST_TIERS, MOST_UNITS
from promotions.enums import TargetType, ValueType
from promotions.models.terms import Terms
from promotions.pricing.terms import WHOLE
from regions.models import Region
from stores.models import Store

PERCENT = Decimal(10_000)
ROWS: Mapping[str, Any] = {
    TargetType.PRODUCT: Product.objects.alive,
    TargetType.VARIANT: ProductVariant.objects.alive,
    TargetType.CATEGORY: Category.objects.all,
    TargetType.BRAND: Brand.objects.all,
    TargetType.STORE: Store.objects.all,
}


@dataclass
class Reading:
    """What was given, by the names that forms and the API use, with what is wrong about it."""

    given: Mapping[str, Any]
    mistakes: dict[str, list[str]] = field(default_factory=dict)

    def wrong(self, name: str, message: str) -> None:
        messages = self.mistakes.setdefault(name, [])
        if message not in messages:
            messages.append(message)

    def tell(self) -> None:
        if self.mistakes:
            raise InvalidInput(**self.mistakes)

    def percent(self, name: str, text: Any, *, least: int = 1) -> int:
        """Return millionths."""
        found = _percent(text)
        if found is None or not least <= found <= WHOLE:
            self.wrong(name, _("Give a percentage above 0, at most 100, with at most four decimals."))
            return 0
        return found

    def amount(self, name: str, text: Any, currency: str, *, least: int = 1) -> int:
        """Return minor units."""
        try:
            minor = Money.parse(str(text).strip(), currency).minor
        except ValueError:
            minor = -1
        if minor < least:
            self.wrong(name, _("Give an amount above zero in the currency, such as 100 or 99.50."))
            return 0
        return minor

    def maybe_amount(self, name: str, currency: str) -> int | None:
        text = self.given.get(name)
        return None if text in {None, ""} else self.amount(name, text, currency)

    def number(self, name: str, *, least: int, most: int = MOST_UNITS) -> int:
        value = self.given.get(name)
        if type(value) is not int or not least <= value <= most:
            self.wrong(name, _("Give a number from %(least)d to %(most)d.") % {"least": least, "most": most})
            return least
        return value

    def maybe_number(self, name: str, *, least: int = 1) -> int | None:
        return None if self.given.get(name) is None else self.number(name, least=least)

    def choice(self, name: str, choices: Collection[str]) -> str:
        value = self.given.get(name)
        if value not in choices:
            self.wrong(name, _("Choose one of these: %(values)s.") % {"values": ", ".join(choices)})
            return next(iter(choices))
        return str(value)

    def line(self, name: str, longest: int, *, least: int = 0) -> str:
        text = " ".join(str(self.given.get(name) or "").split())
        if not least <= len(text) <= longest or "\0" in text:
            self.wrong(name, _("Give at most %(number)d letters.") % {"number": longest})
        return text


def read_terms(reading: Reading, row: Terms, *, amounts: Collection[str]) -> str:
    """Write what coupons and rules have in common on the row; returns the currency of what it says in money.

    `amounts` are the names of its other amounts.
    """
    given = reading.given
    row.target_role = reading.choice("target_role", TargetRole.values)
    row.region_ids = _regions(reading)
    row.valid_from, row.valid_to = given.get("valid_from"), given.get("valid_to")
    if row.valid_from and row.valid_to and row.valid_to <= row.valid_from:
        reading.wrong("valid_to", _("The end comes after the beginning."))
    currency = _currency(reading, amounts=[*amounts, "min_cart_value"])
    row.currency = currency
    row.min_cart_value_minor = (reading.maybe_amount("min_cart_value", currency) or 0) if currency else 0
    row.seller_share = reading.percent("seller_share", given.get("seller_share") or 0, least=0)
    row.is_active = bool(given.get("is_active"))
    return currency


def read_targets(reading: Reading, row: Terms) -> None:
    """Write on the row what it is aimed at: things that are there."""
    row.target_type = reading.choice("target_type", TargetType.values)
    row.target_ids = []
    if row.target_type != TargetType.CART:
        row.target_ids = _existing(reading, "targets", row.target_type, reading.given.get("targets") or [])
        if not row.target_ids:
            reading.wrong("targets", _("Say what it is for."))


def read_value(reading: Reading, name: str, value_type: str, text: Any, currency: str) -> int:
    """Return millionths of a percentage, or minor units."""
    if value_type == ValueType.PERCENT:
        return reading.percent(name, text)
    return reading.amount(name, text, currency, least=0 if value_type == ValueType.PRICE else 1)


def read_tiers(reading: Reading, currency: str) -> list[dict[str, Any]]:
    """Return tiers as they are stored, the lowest first."""
    tiers = reading.given.get("tiers") or []
    if not 1 <= len(tiers) <= MOST_TIERS:
        reading.wrong("tiers", _("Give from 1 to %(most)d tiers.") % {"most": MOST_TIERS})
    found: dict[int, dict[str, Any]] = {}
    for tier in tiers[:MOST_TIERS]:
        each = Reading({"tiers": tier.get("quantity")}, reading.mistakes)
        quantity = each.number("tiers", least=1)
        value_type = Reading({"tiers": tier.get("value_type")}, reading.mistakes).choice("tiers", ValueType.values)
        if quantity in found:
            reading.wrong("tiers", _("Name each quantity once."))
        value = read_value(reading, "tiers", value_type, tier.get("value"), currency)
        found[quantity] = {"quantity": quantity, "value_type": value_type, "value": value}
    return [found[quantity] for quantity in sorted(found)]


def read_parts(reading: Reading) -> list[dict[str, Any]]:
    """Return the parts of a set as they are stored."""
    parts = reading.given.get("parts") or []
    if not 1 <= len(parts) <= MOST_PARTS:
        reading.wrong("parts", _("Give from 1 to %(most)d parts.") % {"most": MOST_PARTS})
    found = []
    for part in parts[:MOST_PARTS]:
        kinds = [TargetType.PRODUCT.value, TargetType.VARIANT.value]
        kind = Reading({"parts": part.get("type")}, reading.mistakes).choice("parts", kinds)
        quantity = Reading({"parts": part.get("quantity", 1)}, reading.mistakes).number("parts", least=1)
        for one in _existing(reading, "parts", kind, [part.get("id")]):
            found.append({"type": kind, "id": one, "quantity": quantity})
    return found


def read_hours(reading: Reading) -> tuple[list[int], int, int]:
    """Return days of the week, and the minutes of the day from and until which a rule is on."""
    days = reading.given.get("weekdays") or []
    if any(type(day) is not int or not 0 <= day <= 6 for day in days):
        reading.wrong("weekdays", _("Days of the week are numbers from 0, Monday, to 6."))
        days = []
    begin, end = (_minute(reading, name) for name in ("from_time", "until_time"))
    # Midnight ends the day that it does not begin.
    return sorted(set(days)), begin, end or 24 * 60


def read_names(reading: Reading) -> dict[str, str]:
    """Return names by language, without those that are empty."""
    names = reading.given.get("names") or {}
    others = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
    found = {language: " ".join(str(name or "").split()) for language, name in names.items()}
    if set(found) - others or any(len(name) > 80 for name in found.values()):
        reading.wrong("names", _("Give names by language, such as hi, each of at most 80 characters."))
    return {language: name for language, name in found.items() if name}


def _percent(text: Any) -> int | None:
    try:
        scaled = Decimal(str(text).strip()) * PERCENT
        return int(scaled) if scaled == int(scaled) else None
    except (ArithmeticError, ValueError):
        return None


def _currency(reading: Reading, *, amounts: Collection[str]) -> str:
    needed = any(reading.given.get(name) not in (None, "", []) for name in amounts)
    currency = str(reading.given.get("currency") or "")
    if not needed:
        return ""
    if not re.fullmatch("[A-Z]{3}", currency) or not Region.objects.filter(currency=currency).exists():
        reading.wrong("currency", _("Say in which currency the amounts are: one that a region sells in."))
        return "INR"
    return currency


def _regions(reading: Reading) -> list[str]:
    """Return the ids of the regions that are named by code or id."""
    named = {str(one) for one in reading.given.get("regions") or []}
    known = {name: str(pk) for pk, code in Region.objects.values_list("pk", "code") for name in (code, str(pk))}
    if named - known.keys():
        reading.wrong("regions", _("There is no such region."))
    return sorted({known[one] for one in named if one in known})


def _existing(reading: Reading, name: str, kind: str, ids: Collection[Any]) -> list[str]:
    if len(ids) > MOST_TARGETS:
        reading.wrong(name, _("Name at most %(most)d.") % {"most": MOST_TARGETS})
        return []
    try:
        wanted = {UUID(str(one)) for one in ids}
    except ValueError:
        wanted = set()
    found = set(ROWS[kind]().filter(pk__in=wanted).values_list("pk", flat=True))
    if found != wanted or len(wanted) < len({str(one) for one in ids}):
        reading.wrong(name, _("Something of this is not there."))
    return sorted(str(pk) for pk in found)


def _minute(reading: Reading, name: str) -> int:
    value = reading.given.get(name) or "00:00"
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    found = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", str(value))
    if not found:
        reading.wrong(name, _("Give a time such as 18:30."))
        return 0
    return int(found[1]) * 60 + int(found[2])
