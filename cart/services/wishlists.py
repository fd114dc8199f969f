"""Lists of wishes: keeping, sharing, and taking from them what is bought after all."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cart.constants import MOST_WISHES, MOST_WISHLISTS
from cart.errors import ItemUnavailable, WishlistFull
from cart.holders import Holder
from cart.models import Wishlist, WishlistItem
from cart.selectors.view import CartView, get_item, look_up
from cart.selectors.wishlists import get_wish, get_wishlist
from cart.services.lines import add_item, remove_item
from catalog.selectors import audience_of_user
from core.errors import InvalidInput
from regions.selectors import ShownRegion

NAME_LENGTH = 60
SHARE_BYTES = 24


@transaction.atomic
def create_wishlist(*, holder: Holder, name: str) -> Wishlist:
    """Begin a list under a name. Raises InvalidInput for a second of the same name, or WishlistFull."""
    default_wishlist(holder)
    lists = list(Wishlist.objects.of(holder).select_for_update(of=("self",)).order_by("pk"))
    _refuse_name(name, lists)
    if len(lists) >= MOST_WISHLISTS:
        raise WishlistFull(most=MOST_WISHLISTS)
    return Wishlist.objects.create(**holder.columns, name=name)


@transaction.atomic
def change_wishlist(
    *, holder: Holder, wishlist_id: UUID, name: str | None = None, is_shared: bool | None = None
) -> Wishlist:
    """Call a list something else, or give it a link that anybody may open; taken away, that link is dead for good.

    Raises NotFound, or InvalidInput for a name that another list has.
    """
    wishlist = get_wishlist(holder, wishlist_id)
    if name is not None:
        _refuse_name(name, [one for one in Wishlist.objects.of(holder) if one.pk != wishlist.pk])
        wishlist.name = name
    if is_shared is not None and bool(wishlist.share_token) != is_shared:
        wishlist.share_token = secrets.token_urlsafe(SHARE_BYTES) if is_shared else None
    wishlist.save(update_fields=["name", "share_token", "updated_at"])
    return wishlist


@transaction.atomic
def delete_wishlist(*, holder: Holder, wishlist_id: UUID) -> None:
    """Take a list away with what is on it; the default one is emptied instead. Raises NotFound."""
    wishlist = get_wishlist(holder, wishlist_id)
    if wishlist.is_default:
        wishlist.items.all().delete()
    else:
        wishlist.delete()


@transaction.atomic
def add_wish(
    *, holder: Holder, region: ShownRegion, variant_id: UUID, wishlist_id: UUID | None = None, product: str = ""
) -> WishlistItem:
    """Put something on a list, the default one where none is named. Again changes nothing.

    Raises NotFound for a list of others, ItemUnavailable or WishlistFull.
    """
    wishlist = get_wishlist(holder, wishlist_id) if wishlist_id else default_wishlist(holder)
    goods = look_up([variant_id], region, audience_of_user(holder.user.pk if holder.user else None))[0].get(variant_id)
    is_other = bool(product and goods) and product.lower() not in {goods.slug, str(goods.product_id)}  # type: ignore[union-attr]
    if goods is None or goods.refusal or goods.price is None or is_other:
        raise ItemUnavailable
    Wishlist.objects.select_for_update(of=("self",)).get(pk=wishlist.pk)
    wishes = WishlistItem.objects.filter(wishlist=wishlist)
    if found := wishes.filter(variant=variant_id).first():
        return found
    if wishes.count() >= MOST_WISHES:
        raise WishlistFull(most=MOST_WISHES)
    return WishlistItem.objects.create(
        wishlist=wishlist,
        product_id=goods.product_id,
        variant_id=variant_id,
        price_when_added_minor=goods.price.minor,
        currency=goods.price.currency,
    )


@transaction.atomic
def remove_wish(*, holder: Holder, wish_id: UUID) -> WishlistItem:
    """Take something off a list. Raises NotFound."""
    wish = get_wish(holder, wish_id)
    WishlistItem.objects.filter(pk=wish.pk).delete()
    return wish


def move_wish_to_cart(*, holder: Holder, region: ShownRegion, wish_id: UUID, now: datetime) -> CartView:
    """Put a wish into the cart and take it off its list. Raises NotFound and what `add_item` raises."""
    wish = get_wish(holder, wish_id)
    with transaction.atomic():
        view = add_item(holder=holder, region=region, variant_id=wish.variant_id, quantity=1, now=now)
        WishlistItem.objects.filter(pk=wish.pk).delete()
    return view


def move_to_wishlist(*, holder: Holder, region: ShownRegion, item_id: UUID, now: datetime) -> tuple[CartView, str]:
    """Take a line out of the cart and put it on the default list; return the cart and a token to undo it.

    Raises NotFound, ItemUnavailable or WishlistFull.
    """
    item = get_item(holder, item_id)
    with transaction.atomic():
        answer = remove_item(holder=holder, region=region, item_id=item_id, now=now)
        add_wish(holder=holder, region=region, variant_id=item.variant_id)
    return answer


def default_wishlist(holder: Holder) -> Wishlist:
    """Return the holder's first list, made if there is none."""
    mine = Wishlist.objects.of(holder).filter(is_default=True)
    found = mine.first()
    if found is None:
        # Of two who open it at once, one does.
        Wishlist.objects.bulk_create([Wishlist(**holder.columns, is_default=True)], ignore_conflicts=True)
        found = mine.get()
    return found


def take_over_wishlists(*, guest: Holder, person: Holder) -> None:
    """Give a guest's wishes to the person: those of the default list join theirs, other lists come as they are."""
    lists = list(Wishlist.objects.of(guest).select_for_update(of=("self",)).order_by("pk"))
    for wishlist in lists:
        if not wishlist.is_default:
            Wishlist.objects.filter(pk=wishlist.pk).update(**person.columns)
            continue
        target = default_wishlist(person)
        known = set(WishlistItem.objects.filter(wishlist=target).values_list("variant_id", flat=True))
        WishlistItem.objects.filter(wishlist=wishlist).exclude(variant__in=known).update(wishlist=target)
        wishlist.delete()


def _refuse_name(name: str, others: list[Wishlist]) -> None:
    if not name.strip():
        raise InvalidInput(name=[_("Enter a name for the list.")])
    if any(one.name.casefold() == name.casefold() for one in others):
        raise InvalidInput(name=[_("You have a list of this name already.")])
