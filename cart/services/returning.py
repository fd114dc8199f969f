"""Coming back to a cart: the reminder, the link in it, and what is left when an order was placed."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.enums import UserStatus
from cart.constants import KEPT_DAYS, REMIND_AFTER_HOURS, REMIND_WITHIN_DAYS, RESTORE_DAYS, ROWS_A_STEP
from cart.events import CartAbandoned
from cart.holders import Holder
from cart.models import Cart, CartItem
from cart.selectors.view import CartView
from cart.services.writing import lock_cart
from core import links
from core.errors import DomainError
from core.outbox import publish_all
from regions.selectors import ShownRegion

RESTORE = "cart.restore"


def remind_abandoned_carts(*, now: datetime | None = None) -> int:
    """Publish once for each cart that its person, who wants to hear of us, has left alone for a day."""
    now, told = now or timezone.now(), 0
    left = CartItem.objects.filter(cart=OuterRef("pk"), saved_for_later=False)
    idle = Cart.objects.open().filter(
        Exists(left),
        reminded_at=None,
        updated_at__lte=now - timedelta(hours=REMIND_AFTER_HOURS),
        updated_at__gt=now - timedelta(days=REMIND_WITHIN_DAYS),
        user__marketing_consent=True,
        user__status=UserStatus.ACTIVE,
        user__email_verified_at__isnull=False,
    )
    while True:
        with transaction.atomic():
            step = list(idle.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)[:ROWS_A_STEP])
            if not step:
                return told
            Cart.objects.filter(pk__in=step).update(reminded_at=now)
            publish_all(CartAbandoned(cart_id=pk) for pk in step)
            told += len(step)


def restore_token(cart_id: UUID) -> str:
    """Return what the link of a reminder carries: whoever has it may take a copy of the cart."""
    return links.sign(RESTORE, str(cart_id), lifetime=timedelta(days=RESTORE_DAYS))


def find_left_behind(token: str) -> Cart:
    """Return the cart that a link leads to. Raises LinkInvalid, also once it is gone, or LinkExpired."""
    found = Cart.objects.open().filter(pk=links.read(RESTORE, token)).select_related("user").first()
    if found is None:
        raise links.LinkInvalid
    return found


def restore_cart(*, holder: Holder, region: ShownRegion, token: str, now: datetime) -> CartView:
    """Put what was left behind into the holder's cart, as far as it can be had. Doing so again changes nothing.

    Raises LinkInvalid or LinkExpired.
    """
    wanted = {
        row.variant_id: row.quantity
        for row in find_left_behind(token).items.filter(saved_for_later=False).order_by("id")
    }
    with transaction.atomic():
        locked = lock_cart(holder, region=region, now=now)
        locked.look_up(*wanted)
        for variant_id, quantity in wanted.items():
            row = locked.row_of(variant_id)
            if row and not row.saved_for_later and row.quantity >= quantity:
                continue
            try:
                goods = locked.for_sale(variant_id)
                locked.put(goods, locked.within_reach(goods, quantity, fit=True), row=row)
            except DomainError:
                # The rest is worth having without it.
                continue
    return locked.view(now)


@transaction.atomic
def close_cart(*, cart_id: UUID, bought: Collection[UUID], now: datetime) -> Cart | None:
    """Mark a cart as ordered; lines that were not bought move to a new one of the same holder, which is returned.

    To be called by whoever places the order, in its transaction. A cart that is closed already stays as it is.
    """
    if not Cart.objects.open().filter(pk=cart_id).update(ordered_at=now, updated_at=now):
        return None
    closed = Cart.objects.get(pk=cart_id)
    rest = CartItem.objects.filter(cart=closed).exclude(pk__in=bought)
    if not rest.exists():
        return None
    kept = {name: getattr(closed, name) for name in ("user_id", "key_hash", "region_id", "currency")}
    place = {name: getattr(closed, name) for name in ("country", "state", "postal_code")}
    fresh = Cart.objects.create(**kept, **place, expires_at=now + timedelta(days=KEPT_DAYS))
    rest.update(cart=fresh)
    return fresh
