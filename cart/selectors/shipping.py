"""By which ways the goods of a cart can be sent to a place, at what price and when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cart.selectors.pricing import grams_by_store
from cart.selectors.view import CartView
from core.money import Money
from shipping.offers import Offer, Parcel
from shipping.selectors import list_offers


@dataclass(frozen=True, slots=True)
class ShippingChoice:
    """What one store offers; without a store it is the shop's own goods. No offers: nothing is sent there."""

    store_id: UUID | None
    store_name: str
    currency: str
    offers: tuple[Offer, ...]

    def price(self, offer: Offer) -> Money:
        return Money(offer.price, self.currency)


def list_shipping(view: CartView, *, country: str, postal_code: str, now: datetime) -> list[ShippingChoice]:
    """Return the ways to send what is in the cart to this place, store by store."""
    lines = [(line.id, line.goods, line.units) for line in view.lines if line.goods and line.can_be_bought]
    names = {goods.store.id: goods.store.name for _id, goods, _units in lines if goods.store}
    spent = _spent(view)
    currency = view.region.currency
    return [
        ShippingChoice(
            store_id,
            names[store_id] if store_id else "",
            currency,
            tuple(
                list_offers(
                    country=country,
                    postal_code=postal_code,
                    currency=currency,
                    store_id=store_id,
                    parcel=Parcel(spent.get(store_id, 0), weight),
                    now=now,
                )
            ),
        )
        for store_id, weight in grams_by_store(lines).items()
    ]


def _spent(view: CartView) -> dict[UUID | None, int]:
    """Return what the goods of each store cost after discounts: from some value on sending is free."""
    spent: dict[UUID | None, int] = {}
    for line in view.lines:
        if line.goods and line.priced:
            store_id = line.goods.store.id if line.goods.store else None
            spent[store_id] = spent.get(store_id, 0) + line.priced.final_price.minor
    return spent
