"""Making, changing and removing automatic discounts."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from core import caching, outbox
from core.back_office import recording
from core.errors import NotFound
from promotions.enums import RuleType, TargetType, ValueType
from promotions.events import SalePricesChanged
from promotions.models import DiscountRule
from promotions.selectors.rules import TAG
from promotions.selectors.written import TIERED, rule_as_written
from promotions.services.reading import (
    Reading,
    read_hours,
    read_names,
    read_parts,
    read_targets,
    read_terms,
    read_tiers,
    read_value,
)

MOST_PRIORITY = 1_000
VALUE_TYPES: dict[str, list[str]] = {
    RuleType.PERCENTAGE: [ValueType.PERCENT],
    RuleType.FIXED: [ValueType.AMOUNT],
    RuleType.BUY_X_GET_Y: [ValueType.PERCENT],
    RuleType.TRADE_PRICE: [ValueType.PERCENT, ValueType.AMOUNT, ValueType.PRICE],
    RuleType.BUNDLE: [ValueType.PRICE, ValueType.AMOUNT, ValueType.PERCENT],
}


@transaction.atomic
def save_rule(*, rule: DiscountRule | None = None, actor: Model | None, **fields: Any) -> DiscountRule:
    """Make or change a rule; what is left out stays. Raises InvalidInput, or NotFound for a removed one."""
    row = DiscountRule() if rule is None else DiscountRule.objects.lock(rule.pk)
    if row is None:
        raise NotFound
    before = recording.snapshot(row)
    was_shown = _shown(row)
    _write(row, rule_as_written(row) | fields)
    row.is_listed = is_to_be_listed(row)
    if rule is None:
        row.created_by_id = actor.pk if actor else None
    row.save()
    after = recording.snapshot(row)
    if rule is None:
        recording.record_added(actor, row)
    elif before != after:
        recording.record_changed(actor, row, before, after)
    if rule is None or before != after:
        tell(was_shown, _shown(row))
    return row


@transaction.atomic
def remove_rule(*, rule: DiscountRule, actor: Model | None) -> None:
    """Hide a rule for good; orders keep what it gave. Raises NotFound."""
    row = DiscountRule.objects.lock(rule.pk)
    if row is None:
        raise NotFound
    was_shown = _shown(row)
    recording.record_deleted(actor, row)
    row.hide(timezone.now())
    row.is_listed = False
    row.save()
    tell(was_shown)


@transaction.atomic
def keep_sale_prices() -> None:
    """Have lists show what began, and no longer show what ended. Runs every minute."""
    now = timezone.now()
    started = DiscountRule.objects.on(now).filter(is_listed=False)
    over = DiscountRule.objects.alive().filter(is_listed=True, valid_to__lte=now)
    for pk in [*started.values_list("pk", flat=True), *over.values_list("pk", flat=True)]:
        row = DiscountRule.objects.lock(pk)
        if row and row.is_listed != is_to_be_listed(row):
            was_shown = _shown(row)
            row.is_listed = not row.is_listed
            row.save(update_fields=["is_listed"])
            tell(was_shown, _shown(row))


def is_to_be_listed(row: DiscountRule) -> bool:
    """Whether lists are to show its prices now."""
    now = timezone.now()
    has_begun = row.valid_from is None or row.valid_from <= now
    is_over = row.valid_to is not None and row.valid_to <= now
    return row.is_active and not row.is_deleted and row.is_for_lists and has_begun and not is_over


def tell(*shown: tuple[str, tuple[str, ...]] | None) -> None:
    """Have baskets read the rules anew, and lists show other prices of what they were and are shown for."""
    caching.bump(TAG)
    for target_type, target_ids in sorted({one for one in shown if one}):
        outbox.publish(SalePricesChanged(target_type=target_type, target_ids=list(target_ids)))


def _shown(row: DiscountRule) -> tuple[str, tuple[str, ...]] | None:
    return (row.target_type, tuple(row.target_ids)) if row.is_listed else None


def _write(row: DiscountRule, given: dict[str, Any]) -> None:
    reading = Reading(given)
    row.name = reading.line("name", 80, least=1)
    row.names = read_names(reading)
    row.kind = reading.choice("rule_type", RuleType.values)
    row.value_type = ValueType.PERCENT
    value_types = VALUE_TYPES.get(row.kind, [])
    if value_types:
        is_only = len(value_types) == 1
        row.value_type = value_types[0] if is_only else reading.choice("value_type", value_types)
    currency = read_terms(reading, row, amounts=_amounts(row, given))
    _write_effect(reading, row, currency)
    row.min_quantity = reading.number("min_quantity", least=0)
    row.weekdays, row.from_minute, row.until_minute = read_hours(reading)
    row.priority = reading.number("priority", least=-MOST_PRIORITY, most=MOST_PRIORITY)
    row.is_exclusive, row.is_stackable = bool(given["exclusive"]), bool(given["stackable"])
    reading.tell()


def _write_effect(reading: Reading, row: DiscountRule, currency: str) -> None:
    """Write what the rule takes off; what its kind has no use for is nothing."""
    given = reading.given
    row.value, row.tiers, row.parts, row.buy_quantity, row.get_quantity = 0, [], [], 0, 0
    if row.kind in TIERED:
        row.tiers = read_tiers(reading, currency)
    else:
        row.value = read_value(reading, "value", row.value_type, given.get("value"), currency)
    if row.kind == RuleType.BUY_X_GET_Y:
        row.buy_quantity, row.get_quantity = (
            reading.number(name, least=1) for name in ("buy_quantity", "get_quantity")
        )
    if row.kind == RuleType.BUNDLE:
        row.parts = read_parts(reading)
        # Its parts are what it is aimed at.
        row.target_type, row.target_ids = TargetType.CART, []
    else:
        read_targets(reading, row)


def _amounts(row: DiscountRule, given: dict[str, Any]) -> list[str]:
    """Return the names of what is given in money."""
    if row.kind in TIERED:
        in_money = any(tier.get("value_type") != ValueType.PERCENT for tier in given.get("tiers") or [])
        return ["tiers"] if in_money else []
    return ["value"] if row.value_type != ValueType.PERCENT else []
