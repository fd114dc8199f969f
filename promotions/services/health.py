"""What must always be true of coupons."""

from collections.abc import Iterator

from django.db.models import Count, F, Q, QuerySet

from core.verification import register_invariant
from promotions.enums import USED
from promotions.models import Coupon
from promotions.services import redemptions


def register_invariants() -> None:
    register_invariant("coupons.used", find_wrong_counts, count_again)


def find_wrong_counts() -> Iterator[str]:
    """The counter of a coupon is the number of its uses that count."""
    for code, counted, found in _wrong().values_list("code", "used_count", "found").iterator():
        yield f"{code}: {counted} uses counted, but there are {found}"


def count_again() -> None:
    """Set the counter to what the uses say, under the lock."""
    for pk in list(_wrong().values_list("pk", flat=True)):
        redemptions.recount(pk)


def _wrong() -> QuerySet[Coupon]:
    used = Count("redemptions", filter=Q(redemptions__status__in=USED))
    return Coupon.objects.annotate(found=used).exclude(used_count=F("found")).order_by("pk")
