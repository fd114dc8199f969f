"""The price of a cart as if it were another time, elsewhere, somebody else's, or with rules that are off."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.enums import Audience
from catalog.models import ProductVariant, VariantPrice
from catalog.tree import whole_tree
from core.money import Money
from promotions.models import DiscountRule
from promotions.pricing import Basket, Considered, Customer, Line, LineQuote, Quote, Reason, price
from promotions.selectors.coupons import find_coupon
from promotions.selectors.rules import rule_terms
from promotions.selectors.written import percent_as_written
from regions.selectors import ShownRegion, get_conversion, list_rates
from regions.taxes import Place

WHY: dict[Reason, Any] = {
    Reason.INACTIVE: gettext_lazy("switched off"),
    Reason.NOT_YET: gettext_lazy("not yet"),
    Reason.OVER: gettext_lazy("over"),
    Reason.NOT_NOW: gettext_lazy("not at this hour or day"),
    Reason.AUDIENCE: gettext_lazy("for others"),
    Reason.REGION: gettext_lazy("not in this region"),
    Reason.CURRENCY: gettext_lazy("in another currency"),
    Reason.USED_UP: gettext_lazy("used up"),
    Reason.USED_UP_BY_CUSTOMER: gettext_lazy("used up by this customer"),
    Reason.FOR_OTHERS: gettext_lazy("for other customers"),
    Reason.FIRST_ORDER_ONLY: gettext_lazy("for first orders only"),
    Reason.TARGET: gettext_lazy("nothing in this cart is meant"),
    Reason.NO_EFFECT: gettext_lazy("takes nothing off"),
    Reason.BEATEN: gettext_lazy("another one takes off more"),
    Reason.EXCLUDED: gettext_lazy("another one stands alone"),
}


@dataclass(frozen=True, slots=True)
class PreviewedLine:
    variant: ProductVariant
    shown: LineQuote


@dataclass(frozen=True, slots=True)
class Explained:
    """A rule or coupon with what it gave, or why not."""

    considered: Considered
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The quote, with what each line is, and what became of each rule. `unpriced` are not sold in the region."""

    quote: Quote
    lines: tuple[PreviewedLine, ...]
    explained: tuple[Explained, ...]
    unpriced: tuple[ProductVariant, ...]

    @property
    def taxes(self) -> list[tuple[str, Money]]:
        """Return each tax with its rate in its name."""
        return [(f"{tax.name} {percent_as_written(tax.rate_millionths)} %", tax.amount) for tax in self.quote.taxes]


def price_as_if(
    *,
    wanted: Sequence[tuple[ProductVariant, int]],
    region: ShownRegion,
    audience: Audience,
    now: datetime,
    has_ordered: bool = False,
    code: str = "",
    also: Collection[UUID] = (),
) -> Preview:
    """Return what these variants would cost. `also` are rules that are switched off, and count here all the same.

    Delivery is not part of it. `now` is in the zone of the shop.
    """
    prices = _prices([variant for variant, _quantity in wanted], region)
    lines = tuple(
        _line(variant, quantity, prices[variant.pk], region) for variant, quantity in wanted if variant.pk in prices
    )
    rules = DiscountRule.objects.alive()
    counting = rules.filter(is_active=True) | rules.filter(pk__in=also)
    coupon = find_coupon(code=code) if code else None
    basket = Basket(
        currency=region.currency,
        tax_mode=region.tax_mode,
        region_id=region.id,
        lines=lines,
        now=now,
        customer=Customer(audience.value, has_ordered),
        rules=tuple(rule_terms(rule) for rule in counting),
        coupon=coupon,
    )
    quote = price(basket)
    variants = {variant.pk: variant for variant, _quantity in wanted}
    return Preview(
        quote=quote,
        lines=tuple(PreviewedLine(variants[shown.item], shown) for shown in quote.lines),
        explained=tuple(
            Explained(one, _why(one, region.currency))
            for one in sorted(quote.considered, key=lambda one: (one.reason is not None, one.name))
        ),
        unpriced=tuple(variant for variant, _quantity in wanted if variant.pk not in prices),
    )


def _prices(variants: Collection[ProductVariant], region: ShownRegion) -> dict[UUID, int]:
    """Return what each costs in the region, before any rule; what has no price there is missing."""
    explicit = VariantPrice.objects.filter(variant__in=variants, region=region.id)
    found = dict(explicit.values_list("variant_id", "price_minor"))
    for variant in variants:
        conversion = get_conversion(region, tax_class_id=variant.product.tax_class_id)
        if variant.pk not in found and conversion:
            found[variant.pk] = conversion.minor(variant.price_minor)
    return found


def _line(variant: ProductVariant, quantity: int, minor: int, region: ShownRegion) -> Line:
    product = variant.product
    place = Place(country=next(iter(region.countries), ""))
    return Line(
        id=variant.pk,
        variant_id=variant.pk,
        product_id=product.pk,
        quantity=quantity,
        unit_price=minor,
        category_ids=frozenset(node.id for node in whole_tree().path(product.category_id)),
        brand_id=product.brand_id,
        store_id=product.store_id,
        rates=tuple(list_rates(region.id, tax_class_id=product.tax_class_id, destination=place)),
    )


def _why(one: Considered, currency: str) -> str:
    match one.reason:
        case None:
            return ""
        case Reason.MIN_QUANTITY:
            return _("%(count)d units too few") % {"count": one.missing}
        case Reason.MIN_CART_VALUE:
            return _("%(amount)s missing in the cart") % {"amount": Money(one.missing, currency).display()}
        case reason:
            return str(WHY[reason])
