"""Words in which the tests of carts speak."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from cart import services
from cart.holders import Holder, find_guest, new_token
from cart.selectors import CartView
from catalog.models import ProductVariant
from core import caching
from regions.selectors import ShownRegion, default_region
from tests.factories.catalog import VariantFactory
from tests.factories.inventory import StockItemFactory


def on_sale(stock: int = 20, **about: Any) -> ProductVariant:
    """A variant that is there to be bought."""
    variant = VariantFactory(**about)
    StockItemFactory(variant=variant, on_hand=stock)
    # Factories say nothing to the tree of categories that the process remembers.
    caching.forget()
    return variant


def guest() -> Holder:
    found = find_guest(new_token())
    assert found is not None
    return found


def who(holder: Holder | User, region: ShownRegion | None = None) -> dict[str, Any]:
    """What every service wants to know."""
    holder = holder if isinstance(holder, Holder) else Holder(user=holder)
    return {"holder": holder, "region": region or default_region(), "now": timezone.now()}


def add(holder: Holder | User, variant: ProductVariant, quantity: int = 1, **about: Any) -> CartView:
    return services.add_item(**who(holder), variant_id=variant.pk, quantity=quantity, **about)


def look(holder: Holder | User, region: ShownRegion | None = None) -> CartView:
    return services.open_cart(**who(holder, region))


def held(view: CartView) -> dict[UUID, int]:
    """How many of each variant are about to be bought."""
    return {line.variant_id: line.quantity for line in view.lines}
