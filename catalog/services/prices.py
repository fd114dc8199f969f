"""Prices: read strictly, kept in minor units of their currency, and set by hand for single regions."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from babel.numbers import list_currencies
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.constants import PRICE_LEAST, PRICE_MOST
from catalog.events import ProductChanged
from catalog.models import ProductVariant, VariantPrice
from catalog.models.product import MOST_MINOR
from catalog.services.editing import Problems, Values, record
from core.errors import NotFound
from core.money import Money, exponent
from core.outbox import publish
from regions.models import Region

# With commas, blanks or several points, as many countries write them.
PARTED = re.compile(r"\d[\d.,'\s]*", re.ASCII)
WRITTEN = re.compile(r"\d{1,20}(\.\d{1,6})?", re.ASCII)


def known_currency(problems: Problems, field: str, code: Any) -> str:
    if not isinstance(code, str) or code not in list_currencies():
        problems.add(field, _("Give a currency's code, such as INR."))
        return ""
    return code


def price_minor(problems: Problems, field: str, value: Any, currency: str, *, is_regional: bool = False) -> int | None:
    """Return a price in minor units; None with the reason noted for one that is none.

    What a price set for a region may be depends on the currency alone.
    """
    written = str(value) if isinstance(value, str | int | float | Decimal) and not isinstance(value, bool) else ""
    if written.startswith("-") and WRITTEN.fullmatch(written[1:]):
        problems.add(field, _("A price cannot be negative. Give an amount, such as 1499.00."))
        return None
    if not WRITTEN.fullmatch(written):
        problems.add(field, _no_amount(written))
        return None
    least, most = PRICE_LEAST, PRICE_MOST
    if is_regional:
        least, most = Money(1, currency).amount, Money(MOST_MINOR, currency).amount
    if not least <= Decimal(written) <= most:
        bounds = {"least": number_format(least, force_grouping=True), "most": number_format(most, force_grouping=True)}
        problems.add(field, _("Give a price from %(least)s to %(most)s.") % bounds)
        return None
    try:
        return Money.parse(written, currency).minor
    except ValueError:
        problems.add(field, _too_fine(currency))
        return None


def _no_amount(written: str) -> str:
    if not written:
        return _("Give an amount, such as 1499.00.")
    if PARTED.fullmatch(written):
        said = _("“%(value)s”: write a point before the decimals, nothing between thousands, such as 12499.00.")
    else:
        said = _("“%(value)s” is not an amount. Give one such as 1499.00.")
    return said % {"value": written[:60]}


def _too_fine(currency: str) -> str:
    decimals = exponent(currency)
    said = {"currency": currency, "count": decimals, "amount": Money(20 * 10**decimals - 1, currency)}
    return _("%(currency)s has %(count)d decimals: give an amount such as %(amount)s.") % said


def former_price_minor(
    problems: Problems, value: Any, price: int | None, currency: str, *, field: str = "compare_at_price", **how: bool
) -> int | None:
    """Return the former price, which is above the present one; None for none."""
    if value is None:
        return None
    former = price_minor(problems, field, value, currency, **how)
    if former is not None and price is not None and former <= price:
        problems.add(field, _("The former price must be higher than the price."))
    return former


@transaction.atomic
def set_region_prices(
    *, variant: ProductVariant, prices: Sequence[Values], actor: User | None, reason: str = ""
) -> list[VariantPrice]:
    """Set the prices of a variant in regions, `{region, price, compare_at_price}`; a price of None takes one away.

    Raises InvalidInput that names the row, or NotFound for a variant that is gone.
    """
    variant = ProductVariant.objects.alive().select_for_update(of=("self",)).filter(pk=variant.pk).first() or _gone()
    regions = Region.objects.in_bulk([row["region"] for row in prices])
    present = {price.region_id: price for price in VariantPrice.objects.filter(variant=variant)}
    problems = Problems()
    before, after, named, writes = {}, {}, set(), []
    for number, row in enumerate(prices):
        region, place = regions.get(row["region"]), f"prices.{number}"
        if region is None or region.pk in named:
            problems.add(f"{place}.region", _("Name each region once, and only regions of the shop."))
            continue
        named.add(region.pk)
        wanted = _read_row(problems, place, row, region)
        known = present.get(region.pk)
        before[region.code], after[region.code] = _shown(known), _shown(wanted)
        writes.append((region, known, wanted))
    problems.refuse()
    for region, known, wanted in writes:
        _store(variant, region, known, wanted)
    changed = [code for code in after if before[code] != after[code]]
    if changed:
        were, are = ({f"price in {code}": said[code] for code in changed} for said in (before, after))
        record(actor, "priced", variant, were, are, reason)
        publish(ProductChanged(product_id=variant.product_id))
    return list(VariantPrice.objects.filter(variant=variant).select_related("region").order_by("region__code"))


def _read_row(problems: Problems, place: str, row: Values, region: Region) -> VariantPrice | None:
    if row.get("price") is None:
        return None
    price = price_minor(problems, f"{place}.price", row["price"], region.currency, is_regional=True)
    former = former_price_minor(
        problems, row.get("compare_at_price"), price, region.currency,
        field=f"{place}.compare_at_price", is_regional=True,
    )  # fmt: skip
    return VariantPrice(price_minor=price, compare_at_price_minor=former, currency=region.currency)


def _store(variant: ProductVariant, region: Region, known: VariantPrice | None, wanted: VariantPrice | None) -> None:
    if wanted is None:
        if known:
            known.delete()
    elif _shown(known) != _shown(wanted):
        VariantPrice.objects.update_or_create(
            variant=variant,
            region=region,
            defaults={
                "price_minor": wanted.price_minor,
                "compare_at_price_minor": wanted.compare_at_price_minor,
                "currency": wanted.currency,
            },
        )


def _shown(price: VariantPrice | None) -> str:
    if price is None or price.price_minor is None:
        return ""
    former = f" (was {price.compare_at_price})" if price.compare_at_price_minor else ""
    return f"{price.price} {price.currency}{former}"


def _gone() -> ProductVariant:
    raise NotFound
