"""Stock by hand: receiving, correcting, moving. Each change is a movement and a line of the action log."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.models import ProductVariant
from core import actions
from core.errors import InvalidInput, VersionConflict
from core.ids import uuid7
from inventory import selectors
from inventory.constants import MOST_UNITS
from inventory.enums import MovementKind
from inventory.models import Location, StockItem
from inventory.services import levels

RULES = ["low_stock_threshold", "allow_backorder", "backorder_limit"]


def default_location() -> Location:
    """Return the place where goods are when nobody says where; the first call makes it."""
    found = Location.objects.filter(is_default=True).first()
    return (
        found
        or Location.objects.get_or_create(code="main", defaults={"name": _("Main warehouse"), "is_default": True})[0]
    )


@transaction.atomic
def make_default_location(*, location: Location, actor: User) -> Location:
    """Have goods be here when nobody says where. The last one asked wins."""
    Location.objects.select_for_update().order_by("pk").exists()
    Location.objects.filter(is_default=True).exclude(pk=location.pk).update(is_default=False)
    if Location.objects.filter(pk=location.pk, is_default=False).update(is_default=True):
        actions.record(actor=actor, action="inventory.location.default", target=location)
    location.refresh_from_db()
    return location


def stock_item(*, variant: ProductVariant, location: Location | None = None) -> StockItem:
    """Return the row for a variant in a place; the first call makes it."""
    return StockItem.objects.get_or_create(variant=variant, location=location or default_location())[0]


def write_stock(
    *,
    variant: ProductVariant,
    actor: User,
    quantity: int | None = None,
    delta: int | None = None,
    kind: MovementKind = MovementKind.ADJUST,
    reason: str = "",
    location: str = "",
    version: int | None = None,
) -> StockItem:
    """Set the stock of a variant in a place, or change it by a number. Raises as the two below, or NotFound."""
    item = stock_item(variant=variant, location=selectors.get_location(location) if location else None)
    if quantity is not None:
        return set_stock(item=item, quantity=quantity, version=version, actor=actor, reason=reason)
    return change_stock(item=item, delta=delta or 0, actor=actor, kind=MovementKind(kind), reason=reason)


@transaction.atomic
def set_stock(
    *, item: StockItem, quantity: int, version: int | None, actor: User | None, reason: str = ""
) -> StockItem:
    """Make it this many. With the version that was seen, a change in between is refused.

    Raises VersionConflict, StockHeld, or InvalidInput.
    """
    _check("quantity", quantity, least=0)
    ledger = levels.lock_items([item.pk], actor=actor)
    row = ledger.items[item.pk]
    if version is not None and version != row.version:
        raise VersionConflict
    return _changed(ledger, row, quantity - row.on_hand, MovementKind.ADJUST, actor, reason)


@transaction.atomic
def change_stock(
    *, item: StockItem, delta: int, actor: User | None, kind: MovementKind = MovementKind.ADJUST, reason: str = ""
) -> StockItem:
    """Add or take away so many. Raises StockHeld or InvalidInput."""
    _check("delta", delta, least=-MOST_UNITS)
    if not delta:
        raise InvalidInput(delta=[_("Give how many come in or go out.")])
    ledger = levels.lock_items([item.pk], actor=actor)
    return _changed(ledger, ledger.items[item.pk], delta, kind, actor, reason)


@transaction.atomic
def transfer_stock(
    *, variant: ProductVariant, source: Location, target: Location, quantity: int, actor: User, reason: str = ""
) -> tuple[StockItem, StockItem]:
    """Move units from one place to another. Raises StockHeld or InvalidInput."""
    _check("quantity", quantity, least=1)
    if source == target:
        raise InvalidInput(target=[_("Choose another place than the first.")])
    here, there = stock_item(variant=variant, location=source), stock_item(variant=variant, location=target)
    ledger = levels.lock_items([here.pk, there.pk], actor=actor)
    here, there = ledger.items[here.pk], ledger.items[there.pk]
    reference = uuid7()
    before = {"from": here.on_hand, "to": there.on_hand}
    ledger.move(here, -quantity, MovementKind.TRANSFER, reason=reason, reference=reference)
    ledger.move(there, quantity, MovementKind.TRANSFER, reason=reason, reference=reference)
    ledger.serve_backorders()
    ledger.write()
    after = {"from": here.on_hand, "to": there.on_hand}
    actions.record(
        actor=actor, action="inventory.stock.transfer", target=here, before=before, after=after, reason=reason
    )
    return here, there


@transaction.atomic
def change_stock_rules(*, item: StockItem, actor: User, **rules: Any) -> StockItem:
    """Change from where stock is low, and whether it is sold when not there. Raises StockHeld."""
    ledger = levels.lock_items([item.pk], actor=actor)
    row = ledger.items[item.pk]
    before = {name: getattr(row, name) for name in RULES}
    for name in RULES:
        setattr(row, name, rules.get(name, before[name]))
    if not row.allow_backorder and row.reserved > row.on_hand:
        raise InvalidInput(allow_backorder=[_("Customers wait for some that are not there.")])
    row.save(update_fields=[*RULES, "updated_at"])
    ledger.write()
    after = {name: getattr(row, name) for name in RULES}
    if before != after:
        actions.record(actor=actor, action="inventory.stock.rules", target=row, before=before, after=after)
    return row


@transaction.atomic
def take_back(
    *, variant: ProductVariant, quantity: int, reference: UUID, location: Location | None = None
) -> StockItem:
    """Put returned goods on the shelf again. The caller sees to it that a return does so once."""
    item = stock_item(variant=variant, location=location)
    ledger = levels.lock_items([item.pk])
    ledger.move(ledger.items[item.pk], quantity, MovementKind.RETURN, reference=reference)
    ledger.serve_backorders()
    ledger.write()
    return ledger.items[item.pk]


def _changed(
    ledger: levels.Ledger, row: StockItem, delta: int, kind: MovementKind, actor: User | None, reason: str
) -> StockItem:
    before = {"on_hand": row.on_hand}
    if row.on_hand + delta > MOST_UNITS:
        raise InvalidInput(quantity=[_("That is more than a shop can hold.")])
    ledger.move(row, delta, kind, reason=reason)
    ledger.serve_backorders()
    ledger.write()
    if delta and actor:
        actions.record(
            actor=actor,
            action=f"inventory.stock.{kind.value}",
            target=row,
            before=before,
            after={"on_hand": row.on_hand},
            reason=reason,
        )
    return row


def _check(name: str, number: int, *, least: int) -> None:
    if not least <= number <= MOST_UNITS:
        raise InvalidInput(
            **{name: [_("Give a number from %(least)d to %(most)d.") % {"least": least, "most": MOST_UNITS}]}
        )
