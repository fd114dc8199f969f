"""What upper apps count of products and push down. None of it is an edit: `updated_at` stays."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Greatest

from catalog.events import ProductChanged
from catalog.models import Product
from core.errors import NotFound
from core.outbox import publish, publish_all

AT_ONCE = 200
LEAST_STARS, MOST_STARS = 1, 5


@transaction.atomic
def record_rating(*, product_id: UUID, stars: int, count: int) -> None:
    """Set how many stars a product has in all, and of how many ratings. Raises NotFound.

    Raises ValueError for stars that so many ratings cannot give.
    """
    if count < 0 or not count * LEAST_STARS <= stars <= count * MOST_STARS:
        raise ValueError(f"{count} ratings do not give {stars} stars.")
    rows = Product.objects.filter(pk=product_id)
    if not rows.update(rating_sum=stars, rating_count=count):
        raise NotFound
    publish(ProductChanged(product_id=product_id))


@transaction.atomic
def record_sold(*, sold: Mapping[UUID, int]) -> None:
    """Add how many of each product were sold; fewer than none where sales were taken back, never below zero."""
    _add("sold_count", {pk: number for pk, number in sold.items() if number})
    publish_all(ProductChanged(product_id=product_id) for product_id in sold)


@transaction.atomic
def record_views(*, views: Mapping[UUID, int]) -> None:
    """Add how often each product was looked at. Nothing shown follows from it, so nobody is told."""
    _add("view_count", views)


def _add(column: str, numbers: Mapping[UUID, int]) -> None:
    """Add to a counter of many products, a few statements for all of them."""
    ordered = sorted(numbers)
    for start in range(0, len(ordered), AT_ONCE):
        product_ids = ordered[start : start + AT_ONCE]
        # Locked in one order: two processes that write their numbers at once wait for each other.
        rows = Product.objects.filter(pk__in=product_ids).order_by("pk").select_for_update(of=("self",))
        known = list(rows.values_list("pk", flat=True))
        added = Case(
            *(When(pk=pk, then=Value(numbers[pk])) for pk in known), default=Value(0), output_field=IntegerField()
        )
        Product.objects.filter(pk__in=known).update(**{column: Greatest(F(column) + added, Value(0))})
