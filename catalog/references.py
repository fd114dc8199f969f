"""What still points at products without a foreign key of theirs, or must keep them: apps above join in.

`count(product_ids, variant_ids)` answers how many rows need one of them; a product is deleted for good only when all
answer none.
"""

from collections.abc import Callable, Collection
from uuid import UUID

Count = Callable[[Collection[UUID], Collection[UUID]], int]

_references: dict[str, Count] = {}


def register(name: str, count: Count) -> None:
    """Have deletions for good refused while rows of this kind need the product or one of its variants."""
    _references[name] = count


def count(product_ids: Collection[UUID], variant_ids: Collection[UUID]) -> dict[str, int]:
    """Return how many rows of each kind need one of these; kinds without any are left out."""
    counted = {name: ask(product_ids, variant_ids) for name, ask in _references.items()}
    return {name: number for name, number in counted.items() if number}
