"""A list of products as a page shows it: what is chosen, what else could be, and the way to the other pages."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog import selectors
from catalog.counting import count_search
from catalog.enums import Sort
from catalog.listing.terms import ATTRIBUTE
from catalog.selectors import Facets, FacetValue, Page, Pages, Wanted
from catalog.tree import whole_tree
from catalog.views.visit import Visit
from core.errors import InvalidInput
from core.money import Money

ROWS_A_PAGE = 24
MOST_PAGES = 10_000 // ROWS_A_PAGE
# How many values of a filter are seen before "more" is asked for.
VALUES_SHOWN = 8
PRICES = ("min_price", "max_price")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is in use, with the address of the page without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A facet as a group of fields: `kind` is check, radio or link."""

    code: str
    label: str
    kind: str
    values: tuple[FacetValue, ...]

    @property
    def first(self) -> tuple[FacetValue, ...]:
        return self.values[:VALUES_SHOWN]

    @property
    def rest(self) -> tuple[FacetValue, ...]:
        return self.values[VALUES_SHOWN:]

    @property
    def is_rest_chosen(self) -> bool:
        return any(value.is_chosen for value in self.rest)


class ShownList:
    """What the parameters of an address ask for, read kindly: what is no value is told and left out."""

    def __init__(self, visit: Visit, *, category: str = "", fixed: dict[str, str] | None = None) -> None:
        self.visit = visit
        self.fixed = fixed or {}
        self.category_slug = category
        self.parameters = visit.request.GET.copy()
        self.mistakes: dict[str, list[str]] = {}
        self.typed = visit.request.GET
        self.wanted, self.pages = self._read()
        if self.mistakes:
            # Every way on from this page goes without what was left out.
            visit.request.GET = self.parameters
        self.page: Page = selectors.list_products(shelf_id=visit.shelf_id, wanted=self.wanted, pages=self.pages)
        if self.wanted.text and self.pages == Pages(limit=ROWS_A_PAGE):
            count_search(self.wanted.text, self.page.total_as_typed)

    def _read(self) -> tuple[Wanted, Pages]:
        while True:
            asked = self.parameters.copy()
            asked["limit"] = str(ROWS_A_PAGE)
            asked.pop("cursor", None)
            # The form sends the usual order as nothing.
            if not asked.get("sort"):
                asked.pop("sort", None)
            for name, value in self.fixed.items():
                asked[name] = value
            if self.category_slug:
                asked.pop("category", None)
            try:
                wanted = selectors.read_wanted(
                    asked, currency=self.visit.currency, tree=whole_tree(), category=self.category_slug
                )
                return wanted, selectors.read_pages(asked)
            except InvalidInput as refusal:
                wrong = {"page" if name == "cursor" else name: said for name, said in refusal.details.items()}
                if not any(name in self.parameters for name in wrong):
                    raise
                self.mistakes |= wrong
                for name in wrong:
                    self.parameters.pop(name, None)
                if set(PRICES) & set(wrong):
                    for name in PRICES:
                        self.parameters.pop(name, None)

    @property
    def is_beyond_the_end(self) -> bool:
        return bool(self.page.total) and self.pages.page > self.page.total_pages

    def context(self) -> dict[str, Any]:
        """Return what the template of a list needs."""
        facets = self._facets(self.wanted)
        every = self._facets(self._bare()) if self._is_filtered else facets
        return {
            "list": self,
            "cards": self.page.cards,
            "total": self.page.total,
            "sorts": self._sorts(),
            "filters": tuple(self._filters(facets, every)),
            "chips": tuple(self._chips(every)),
            "price": every.price,
            "price_values": [self.typed.get(name, "") for name in PRICES],
            "price_mistakes": list(dict.fromkeys(said for name in PRICES for said in self.mistakes.get(name, ()))),
            "clear_url": self._address(self._kept()),
            "hidden": [(name, value) for name in self._carried() if (value := self.parameters.get(name))],
            "pages": self._paginator(),
            "mistakes": list(dict.fromkeys(self._left_out({facet.code: facet.label for facet in every.facets}))),
        }

    def _left_out(self, labels: dict[str, str]) -> Iterator[str]:
        """Say in the shop's words what of the address was no value."""
        names = {"q": _("Search"), "category": _("Category"), "rating": _("Rating"), "tag": _("Tags")}
        names |= {"store": _("Store"), "brand": _("Brand"), "in_stock": _("Availability"), "on_sale": _("Offers")}
        names |= labels | dict.fromkeys(PRICES, _("Price"))
        for name, said in self.mistakes.items():
            if name == "sort":
                yield _("There is no such order. The usual one is shown.")
            elif name == "page":
                yield _("There is no such page. The first one is shown.")
            else:
                # What machines are to send for a box that is ticked says nothing to people.
                reason = _("There is no such value.") if name in {"in_stock", "on_sale"} else said[0]
                label = names.get(name, name.removeprefix(ATTRIBUTE))
                yield _("The filter “%(filter)s” is left out. %(reason)s") % {"filter": label, "reason": reason}

    def _sorts(self) -> list[tuple[str, str, bool]]:
        """Return the orders there are, the usual one first, and which it is."""
        # Where nobody searched, nothing matches best: what sells best comes first.
        usual = Sort.RELEVANCE if self.wanted.text else Sort.BEST_SELLING
        now = usual if self.pages.sort is Sort.RELEVANCE else self.pages.sort
        every = [usual, *(one for one in Sort if one not in {Sort.RELEVANCE, usual})]
        return [(one.value, one.label, one is now) for one in every]

    def _carried(self) -> tuple[str, ...]:
        """What the form of the filters takes along: the words, and the category where it is not the page itself."""
        return ("q",) if self.category_slug else ("q", "category")

    @property
    def _is_filtered(self) -> bool:
        return self.wanted != self._bare()

    def _bare(self) -> Wanted:
        """The same list before anybody chose anything."""
        own = tuple(chosen for chosen in self.wanted.filters if chosen.code in self.fixed)
        return replace(self.wanted, filters=own, min_price_minor=None, max_price_minor=None)

    def _facets(self, wanted: Wanted) -> Facets:
        return selectors.list_facets(
            shelf_id=self.visit.shelf_id, wanted=wanted, groups=self.page.groups, currency=self.visit.currency
        )

    def _filters(self, facets: Facets, every: Facets) -> Iterator[Filter]:
        """Yield the filters of the list before anything was chosen, with the counts of what is left of each value."""
        now = {facet.code: {value.value: value for value in facet.values} for facet in facets.facets}
        for facet in every.facets:
            if facet.code in self.fixed or (facet.code == "category" and self.category_slug and not facet.values):
                continue
            chosen, left = self._chosen(facet.code), now.get(facet.code, {})
            values = tuple(_now(value, left, chosen) for value in facet.values)
            if any(value.count or value.is_chosen for value in values):
                kind = {"category": "link", "rating": "radio"}.get(facet.code, "check")
                yield Filter(facet.code, facet.label, kind, values)

    def _chosen(self, code: str) -> tuple[str, ...]:
        return (self.wanted.category_slug,) if code == "category" else self.wanted.values_of(code)

    def _chips(self, every: Facets) -> Iterator[Chip]:
        labels = {(facet.code, value.value): value.label for facet in every.facets for value in facet.values}
        if self.wanted.category_slug and not self.category_slug:
            node = whole_tree().by_slug[self.wanted.category_slug]
            yield Chip(node.name_in(), self._address(self._without("category")))
        for chosen in self.wanted.filters:
            for value in chosen.values if chosen.code not in self.fixed else ():
                label = labels.get((chosen.code, value), value)
                yield Chip(label, self._address(self._without(chosen.code, value)))
        if self.wanted.min_price_minor is not None or self.wanted.max_price_minor is not None:
            yield Chip(self._price_words(), self._address(self._without(*PRICES)))

    def _price_words(self) -> str:
        low, high = (
            Money(minor, self.visit.currency).display(get_language()) if minor is not None else ""
            for minor in (self.wanted.min_price_minor, self.wanted.max_price_minor)
        )
        if low and high:
            return f"{low} – {high}"
        return _("From %(price)s") % {"price": low} if low else _("Up to %(price)s") % {"price": high}

    def _without(self, *names: str) -> QueryDict:
        """Return the parameters without these; of two, the second is the one value of a filter that goes."""
        left = self.parameters.copy()
        left.pop("page", None)
        if len(names) == 2 and names != PRICES:
            code, value = names
            # Tags are compared folded, and attributes may be named by their own case.
            kept = [one for one in left.getlist(code) if one.casefold() != value.casefold()]
            left.setlist(code, kept) if kept else left.pop(code, None)
            return left
        for name in names:
            left.pop(name, None)
        return left

    def _kept(self) -> QueryDict:
        left = self.parameters.copy()
        for name in [name for name in left if name not in {"q", "sort"}]:
            del left[name]
        return left

    def _address(self, parameters: QueryDict) -> str:
        query = parameters.urlencode()
        return f"{self.visit.request.path}?{query}" if query else self.visit.request.path

    def _paginator(self) -> Any:
        shown = min(self.page.total_pages, MOST_PAGES) * ROWS_A_PAGE
        return Paginator(range(min(self.page.total, shown)), ROWS_A_PAGE).get_page(self.pages.page)


def _now(value: FacetValue, left: dict[str, FacetValue], chosen: Collection[str]) -> FacetValue:
    """Return a value as the list has it now: with its count, zero where nothing is left of it."""
    now = left.get(value.value) or replace(value, count=0)
    is_chosen = value.value in chosen
    return now if now.is_chosen == is_chosen else replace(now, is_chosen=is_chosen)
