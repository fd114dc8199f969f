"""Categories, brands, stores and tax classes as files call them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.models import Brand, Product
from catalog.porting.columns import EMPTY, Column
from catalog.services.editing import Problems
from catalog.tree import read_tree
from regions.models import TaxClass
from stores.models import Store

WITHIN = " > "
MAY_BE_EMPTY = {"brand", "store"}


class Places:
    """Read once and used for many rows; whoever writes makes sure that what is named is still there."""

    def __init__(self) -> None:
        tree = read_tree()
        paths = {pk: tuple(node.name for node in tree.path(pk)) for pk in tree.nodes}
        slugs = {pk: node.slug for pk, node in tree.nodes.items()}
        self._categories = _Names({pk: (WITHIN.join(path), slugs[pk]) for pk, path in paths.items()})
        self._brands = _Names({pk: (name, slug) for pk, name, slug in Brand.objects.values_list("pk", "name", "slug")})
        classes = TaxClass.objects.order_by("-is_default", "name").values_list("pk", "code")
        self._tax_classes = _Names({pk: (code, code) for pk, code in classes})
        self.default_tax_class = next(iter(self._tax_classes.shown), None)
        self._stores: dict[UUID, str] = {}

    def learn(self, products: Iterable[Product], cells: Iterable[str]) -> None:
        """Learn the stores that a step speaks of: there may be too many to know them all."""
        ids = {product.store_id for product in products if product.store_id} - self._stores.keys()
        slugs = set(cells) - set(self._stores.values())
        if ids or slugs:
            found = Store.objects.filter(pk__in=ids) | Store.objects.filter(slug__in=slugs)
            self._stores |= dict(found.values_list("pk", "slug"))

    def find(self, problems: Problems, column: Column, text: str) -> UUID | None:
        """Return what is called so; None with the reason noted when nothing is, or more than one."""
        if text == EMPTY and column.name in MAY_BE_EMPTY:
            return None
        found = self._names(column.name).find(text)
        if found is None:
            problems.add(column.name, _("There is none that is called %(name)s.") % {"name": text})
        return found

    def show(self, column: Column, place_id: UUID | None) -> str:
        return "" if place_id is None else self._names(column.name).shown.get(place_id, str(place_id))

    def _names(self, name: str) -> Any:
        if name == "store":
            return _Names({pk: (slug, slug) for pk, slug in self._stores.items()})
        return {"category": self._categories, "brand": self._brands, "tax_class": self._tax_classes}[name]


class _Names:
    """Each by its name where that is its own, and by its address in any case."""

    def __init__(self, rows: dict[UUID, tuple[str, str]]) -> None:
        by_name: dict[str, list[UUID]] = defaultdict(list)
        for pk, (name, _slug) in rows.items():
            by_name[_folded(name)].append(pk)
        self._found = {slug: pk for pk, (_name, slug) in rows.items()}
        own = {name: pks[0] for name, pks in by_name.items() if len(pks) == 1 and name not in self._found}
        self._found |= own
        self.shown = {pk: name if self._found.get(_folded(name)) == pk else slug for pk, (name, slug) in rows.items()}

    def find(self, text: str) -> UUID | None:
        return self._found.get(text) or self._found.get(_folded(text))


def _folded(name: str) -> str:
    return ">".join(" ".join(part.split()).casefold() for part in name.split(">"))
