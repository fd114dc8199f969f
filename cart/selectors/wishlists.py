"""Wishlists with today's prices."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from cart.holders import Holder
from cart.models import Wishlist, WishlistItem
from cart.selectors.view import look_up
from catalog.enums import Audience
from catalog.selectors import Sellable, audience_of_user
from core.errors import NotFound
from core.money import Money, percent_off
from regions.selectors import ShownRegion


@dataclass(frozen=True, slots=True)
class Wish:
    """Something on a list, as it is now."""

    id: UUID
    variant_id: UUID
    product_id: UUID
    price_when_added: Money
    goods: Sellable
    available: int | None

    @property
    def dropped_by(self) -> Money | None:
        """By how much it became cheaper since it was put on the list."""
        now = self.goods.price
        if now is None or now.currency != self.price_when_added.currency or now >= self.price_when_added:
            return None
        return self.price_when_added - now

    @property
    def dropped_percent(self) -> int:
        return percent_off(self.goods.price.minor, self.price_when_added.minor) if self.dropped_by else 0  # type: ignore[union-attr]

    @property
    def can_be_bought(self) -> bool:
        return self.goods.refusal is None and self.available != 0


@dataclass(frozen=True, slots=True)
class WishlistView:
    wishlist: Wishlist
    wishes: tuple[Wish, ...]


def list_wishlists(holder: Holder | None) -> QuerySet[Wishlist]:
    """Return the holder's lists, the default one first, each with how much is on it."""
    rows = Wishlist.objects.of(holder) if holder else Wishlist.objects.none()
    return rows.annotate(size=Count("items")).order_by("-is_default", "id")


def get_wishlist(holder: Holder | None, wishlist_id: UUID) -> Wishlist:
    """Return a list of the holder's own. Raises NotFound."""
    found = list_wishlists(holder).filter(pk=wishlist_id).first()
    if found is None:
        raise NotFound
    return found


def get_shared_wishlist(token: str) -> Wishlist:
    """Return the list that the link leads to. Raises NotFound, also once it is no longer shared."""
    found = Wishlist.objects.filter(share_token=token).select_related("user").first() if token else None
    if found is None:
        raise NotFound
    return found


def get_wish(holder: Holder | None, wish_id: UUID) -> WishlistItem:
    """Return a wish on one of the holder's own lists. Raises NotFound."""
    of_holder = {f"wishlist__{name}": value for name, value in holder.columns.items()} if holder else None
    found = WishlistItem.objects.filter(pk=wish_id, **of_holder).first() if of_holder else None
    if found is None:
        raise NotFound
    return found


def view_wishlist(wishlist: Wishlist, *, region: ShownRegion, audience: Audience) -> WishlistView:
    """Return a list with today's prices and stock. What this visitor may not know of is left out."""
    rows = list(wishlist.items.order_by("-id"))
    goods, stock = look_up([row.variant_id for row in rows], region, audience)
    wishes = tuple(
        Wish(
            id=row.pk,
            variant_id=row.variant_id,
            product_id=row.product_id,
            price_when_added=row.price_when_added,
            goods=goods[row.variant_id],
            available=stock[row.variant_id],
        )
        for row in rows
        if row.variant_id in goods
    )
    return WishlistView(wishlist, wishes)


def wished_variants(holder: Holder | None) -> frozenset[UUID]:
    """Return what is on any list of the holder's."""
    if holder is None:
        return frozenset()
    of_holder = {f"wishlist__{name}": value for name, value in holder.columns.items()}
    return frozenset(WishlistItem.objects.filter(**of_holder).values_list("variant_id", flat=True))


def audience_of_holder(holder: Holder | None) -> Audience:
    return audience_of_user(holder.user.pk if holder and holder.user else None)
