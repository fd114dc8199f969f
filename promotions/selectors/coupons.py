"""Questions about coupons and their use."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.querysets import normalise_email
from core.errors import NotFound
from core.money import Money
from promotions.enums import RedemptionStatus
from promotions.models import Coupon, CouponRedemption, CouponUser
from promotions.pricing.terms import CouponKind, CouponTerms, Target, TargetKind
from promotions.selectors.written import ids_of

CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{2,39}")
# A code that somebody pasted a book into is none.
LONGEST = 100


@dataclass
class Usage:
    """How often a coupon was used, and what it cost, by currency."""

    reserved: int = 0
    confirmed: int = 0
    released: int = 0
    discounts: dict[str, Money] = field(default_factory=dict)


def normal_code(text: str) -> str:
    """Return a code as it is kept, however it was typed."""
    return "".join(unicodedata.normalize("NFKC", text[:LONGEST]).split()).upper()


def find_coupon(*, code: str, user_id: UUID | None = None, email: str = "") -> CouponTerms | None:
    """Return the coupon with this code and what its use by this customer depends on. One statement."""
    code = normal_code(code)
    # Letters that only look like those of a code are others; the database need not be asked.
    if not CODE.fullmatch(code):
        return None
    row = Coupon.objects.alive().filter(code=code).annotate(**_of_customer(user_id, email)).first()
    return coupon_terms(row) if row else None


def coupon_terms(row: Coupon) -> CouponTerms:
    """Return the coupon for the engine; a row that was asked for without a customer is nobody's in particular."""
    most = limit_of_customer(row)
    return CouponTerms(
        id=row.pk,
        code=row.code,
        kind=CouponKind(row.kind),
        value=row.value,
        target=Target(TargetKind(row.target_type), ids_of(row.target_ids)),
        max_discount=row.max_discount_minor,
        min_cart_value=row.min_cart_value_minor,
        buy=row.buy_quantity,
        get=row.get_quantity,
        audience=row.target_role,
        region_ids=ids_of(row.region_ids),
        starts_at=row.valid_from,
        ends_at=row.valid_to,
        first_order_only=row.first_order_only,
        is_stackable=row.is_stackable,
        is_active=row.is_active,
        currency=row.currency,
        is_used_up=row.usage_limit is not None and row.used_count >= row.usage_limit,
        is_used_up_by_customer=most is not None and getattr(row, "used_by_customer", 0) >= most,
        is_for_others=getattr(row, "has_users", False) and not getattr(row, "is_theirs", False),
        seller_pays=row.seller_share,
    )


def limit_of_customer(coupon: Coupon) -> int | None:
    """Return how often one customer may use it: on a first order, once."""
    return 1 if coupon.first_order_only else coupon.per_user_limit


def list_coupons() -> QuerySet[Coupon]:
    return Coupon.objects.alive().order_by("-id")


def get_coupon(coupon_id: UUID) -> Coupon:
    """Return the coupon. Raises NotFound."""
    coupon = list_coupons().filter(pk=coupon_id).first()
    if coupon is None:
        raise NotFound
    return coupon


def list_redemptions() -> QuerySet[CouponRedemption]:
    return CouponRedemption.objects.select_related("coupon", "user").order_by("-redeemed_at", "-pk")


def usage_of(coupon_ids: Collection[UUID]) -> dict[UUID, Usage]:
    """Return how these coupons were used. One statement, however many."""
    rows = CouponRedemption.objects.filter(coupon__in=coupon_ids).values_list("coupon_id", "status", "currency")
    found: dict[UUID, Usage] = defaultdict(Usage)
    for coupon_id, status, currency, times, minor in rows.annotate(Count("pk"), Sum("discount_minor")).order_by():
        usage = found[coupon_id]
        setattr(usage, status, getattr(usage, status) + times)
        if status != RedemptionStatus.RELEASED:
            so_far = usage.discounts.get(currency, Money.zero(currency))
            usage.discounts[currency] = so_far + Money(minor, currency)
    return {coupon_id: found[coupon_id] for coupon_id in coupon_ids}


def _of_customer(user_id: UUID | None, email: str) -> dict:
    people = CouponUser.objects.filter(coupon=OuterRef("pk"))
    email = normalise_email(email) if email else ""
    used = CouponRedemption.objects.used().of_customer(user_id, email).filter(coupon=OuterRef("pk"))
    times = used.order_by().values("coupon").annotate(times=Count("pk")).values("times")
    return {
        "has_users": Exists(people),
        "is_theirs": Exists(people.filter(user=user_id)),
        "used_by_customer": Coalesce(Subquery(times, output_field=IntegerField()), 0),
    }
