"""What was searched for, added up."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from catalog.models import SearchedFor


@transaction.atomic
def record_searches(*, searches: Mapping[str, tuple[int, int]]) -> None:
    """Add to the number of times that words were searched for: {words: (times, how much was found)}."""
    now = timezone.now()
    new = [SearchedFor(query=query, last_at=now) for query in sorted(searches)]
    SearchedFor.objects.bulk_create(new, ignore_conflicts=True)
    for query, (times, found) in sorted(searches.items()):
        SearchedFor.objects.filter(query=query).update(times=F("times") + times, found=found, last_at=now)
