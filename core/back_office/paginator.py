"""Pages of long lists."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

CAP = 10_000


class CappedPaginator(Paginator):
    """Counts no further than CAP rows, so that a list of a million opens as fast as one of a hundred."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[: CAP + 1].count()
