"""The rules, as the engine knows them: from this process's memory, so that a basket asks nobody."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from core import caching
from core.errors import NotFound
from promotions.models import DiscountRule
from promotions.pricing.terms import (
    BundlePart,
    Reduction,
    ReductionKind,
    RuleKind,
    RuleTerms,
    Schedule,
    Target,
    TargetKind,
    Tier,
)
from promotions.selectors.written import ids_of

TAG = "promotions"
SOON = timedelta(days=1)


def list_rules(*, region_id: UUID, now: datetime) -> tuple[RuleTerms, ...]:
    """Return the rules of the region that are on, or may be within a day, named as people read it here.

    No statement once they are remembered.
    """
    return tuple(
        terms
        for terms in known_rules()
        if (not terms.region_ids or region_id in terms.region_ids) and _is_near(terms.schedule, now)
    )


def known_rules() -> tuple[RuleTerms, ...]:
    """Return every rule that is switched on and not over."""
    return caching.remember(TAG, _read, named=get_language() or "")


def list_discount_rules() -> QuerySet[DiscountRule]:
    return DiscountRule.objects.alive().order_by("-priority", "-id")


def get_rule(rule_id: UUID) -> DiscountRule:
    """Return the rule. Raises NotFound."""
    rule = list_discount_rules().filter(pk=rule_id).first()
    if rule is None:
        raise NotFound
    return rule


def rule_terms(row: DiscountRule) -> RuleTerms:
    """Return the rule for the engine."""
    return RuleTerms(
        id=row.pk,
        name=row.local_name,
        kind=RuleKind(row.kind),
        target=Target(TargetKind(row.target_type), ids_of(row.target_ids)),
        reduction=Reduction(ReductionKind(row.value_type), row.value),
        tiers=tuple(
            Tier(tier["quantity"], Reduction(ReductionKind(tier["value_type"]), tier["value"])) for tier in row.tiers
        ),
        buy=row.buy_quantity,
        get=row.get_quantity,
        parts=tuple(BundlePart(TargetKind(part["type"]), UUID(part["id"]), part["quantity"]) for part in row.parts),
        min_quantity=row.min_quantity,
        min_cart_value=row.min_cart_value_minor,
        audience=row.target_role,
        region_ids=ids_of(row.region_ids),
        schedule=Schedule(
            starts_at=row.valid_from,
            ends_at=row.valid_to,
            weekdays=frozenset(row.weekdays),
            from_minute=row.from_minute,
            until_minute=row.until_minute,
        ),
        priority=row.priority,
        is_exclusive=row.is_exclusive,
        is_stackable=row.is_stackable,
        currency=row.currency,
        seller_pays=row.seller_share,
    )


def _read() -> tuple[RuleTerms, ...]:
    rows = DiscountRule.objects.alive().filter(is_active=True).order_by("pk")
    # One that is over comes back by being changed only, which makes everybody read anew.
    return tuple(rule_terms(row) for row in rows.exclude(valid_to__lte=timezone.now()))


def _is_near(schedule: Schedule, now: datetime) -> bool:
    is_over = schedule.ends_at is not None and schedule.ends_at <= now
    return not is_over and (schedule.starts_at is None or schedule.starts_at <= now + SOON)
