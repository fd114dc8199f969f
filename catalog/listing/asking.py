"""What is asked of a list: filters, order, page. Read strictly, so that every address means one thing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.enums import Sort
from catalog.listing import terms
from catalog.listing.rows import FULL_PRICE, IN_STOCK, ON_SALE, REACHED, SOLD_OUT, WHOLE_SHOP, tag_key
from catalog.tree import Tree
from core.errors import InvalidInput
from core.money import Money

MOST_CHARACTERS, MOST_VALUES = 200, 50
LIMIT, MOST_LIMIT, MOST_ROWS = 20, 100, 10_000
TRUE, FALSE = {"1", "true"}, {"0", "false"}
WHOLE_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class Parameters(Protocol):
    """The part of a QueryDict that is read here."""

    def get(self, name: str, default: str | None = None, /) -> str | None: ...

    def getlist(self, name: str, /) -> list[str]: ...

    def keys(self) -> Iterable[str]: ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter: any of these values. `term_ids` is what listings carry for them."""

    code: str
    values: tuple[str, ...]
    term_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list should hold. Two that are equal hold the same."""

    text: str = ""
    category_id: UUID = WHOLE_SHOP
    category_slug: str = ""
    filters: tuple[Chosen, ...] = ()
    min_price_minor: int | None = None
    max_price_minor: int | None = None

    @property
    def is_whole_shop(self) -> bool:
        return self.category_id == WHOLE_SHOP

    def values_of(self, code: str) -> tuple[str, ...]:
        return next((chosen.values for chosen in self.filters if chosen.code == code), ())


@dataclass(frozen=True, slots=True)
class Pages:
    """Which part of a list."""

    sort: Sort = Sort.RELEVANCE
    page: int = 1
    limit: int = LIMIT
    cursor: str | None = None


@dataclass
class Refusals:
    """Everything that is wrong with the parameters, told at once."""

    by_name: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, message: str) -> None:
        self.by_name.setdefault(name, []).append(message)

    def tell(self) -> None:
        if self.by_name:
            raise InvalidInput(**self.by_name)


def read_wanted(parameters: Parameters, *, currency: str, tree: Tree, category: str = "") -> Wanted:
    """Return what the parameters ask for. Raises InvalidInput that names everything that is no value."""
    refusals = Refusals()
    text = _text(parameters, "q", refusals)
    slug = category or _text(parameters, "category", refusals)
    node = tree.find(slug)
    if slug and node is None:
        refusals.add("category", _("There is no such category."))
    chosen = [*_flags(parameters, refusals), *_choices(parameters, refusals)]
    wanted = Wanted(
        text=text,
        category_id=node.id if node else WHOLE_SHOP,
        category_slug=node.slug if node else "",
        filters=tuple(sorted(chosen, key=lambda one: one.code)),
        min_price_minor=_price(parameters, "min_price", currency, refusals),
        max_price_minor=_price(parameters, "max_price", currency, refusals),
    )
    low, high = wanted.min_price_minor, wanted.max_price_minor
    if low is not None and high is not None and low > high:
        refusals.add("min_price", _("The least is more than the most."))
    refusals.tell()
    return wanted


def read_text(parameters: Parameters, name: str) -> str:
    """Return a text that was typed. Raises InvalidInput."""
    refusals = Refusals()
    text = _text(parameters, name, refusals)
    refusals.tell()
    return text


def wants_facets(parameters: Parameters) -> bool:
    """Return whether the counts beside the list are asked for. Raises InvalidInput."""
    refusals = Refusals()
    value = _flag(parameters, "facets", refusals)
    refusals.tell()
    return bool(value)


def read_pages(parameters: Parameters) -> Pages:
    """Return which part of the list is asked for. Raises InvalidInput."""
    refusals = Refusals()
    sort = parameters.get("sort", Sort.RELEVANCE.value)
    if sort not in Sort.values:
        refusals.add("sort", _("Choose one of these: %(values)s.") % {"values": ", ".join(Sort.values)})
        sort = Sort.RELEVANCE.value
    page = _number(parameters, "page", 1, refusals)
    limit = _number(parameters, "limit", LIMIT, refusals)
    if limit > MOST_LIMIT:
        refusals.add("limit", _("At most %(rows)d.") % {"rows": MOST_LIMIT})
    elif page * limit > MOST_ROWS:
        most = {"rows": MOST_ROWS, "page": MOST_ROWS // limit, "limit": limit}
        message = _("Only the first %(rows)d products have pages. Go on with the cursor of the page before.")
        refusals.add("cursor", message % most)
        refusals.add("page", _("Pages of %(limit)d end with page %(page)d at the latest.") % most)
    refusals.tell()
    return Pages(Sort(sort), page, limit, parameters.get("cursor"))


def _flags(parameters: Parameters, refusals: Refusals) -> Iterator[Chosen]:
    for name, (yes, no) in {"in_stock": (IN_STOCK, SOLD_OUT), "on_sale": (ON_SALE, FULL_PRICE)}.items():
        value = _flag(parameters, name, refusals)
        if value is not None:
            yield Chosen(name, ("1" if value else "0",), (yes if value else no,))
    if stars := parameters.get("rating"):
        if stars in {str(number) for number in REACHED}:
            yield Chosen("rating", (stars,), (REACHED[int(stars)],))
        else:
            refusals.add("rating", _("Give a whole number from 1 to 5."))


def _choices(parameters: Parameters, refusals: Refusals) -> Iterator[Chosen]:
    """Yield the filters whose values are rows. One statement, and none without such a filter."""
    asked: dict[str, list[str]] = {}
    for name in parameters.keys():  # noqa: SIM118 - a QueryDict's own iteration is the same, the protocol's is not
        if name in {"brand", "store", "tag"} or name.startswith(terms.ATTRIBUTE):
            values = [value for value in dict.fromkeys(parameters.getlist(name)) if value]
            if len(values) > MOST_VALUES or any(_is_no_text(value) for value in values):
                refusals.add(name, _("That is no value."))
            elif values:
                asked[name] = [tag_key(value) for value in values] if name == "tag" else values
    if not asked:
        return
    found = terms.find(asked)
    for name, values in asked.items():
        if name.startswith(terms.ATTRIBUTE) and name not in found.kinds:
            continue
        ids = [found.ids.get((name, value)) for value in values]
        if None in ids:
            refusals.add(name, _("There is no such value."))
        yield Chosen(name, tuple(sorted(values)), tuple(sorted(number or 0 for number in ids)))


def _flag(parameters: Parameters, name: str, refusals: Refusals) -> bool | None:
    """Return what is said, or None: forms also send what was left empty."""
    value = (parameters.get(name) or "").lower()
    if value and value not in TRUE | FALSE:
        refusals.add(name, _("Give 1 or 0."))
        return None
    return value in TRUE if value else None


def _text(parameters: Parameters, name: str, refusals: Refusals) -> str:
    text = (parameters.get(name) or "").strip()
    if _is_no_text(text):
        refusals.add(name, _("Give at most %(number)d letters.") % {"number": MOST_CHARACTERS})
        return ""
    return text


def _is_no_text(text: str) -> bool:
    has_halves = any("\ud800" <= letter <= "\udfff" for letter in text)
    return len(text) > MOST_CHARACTERS or "\x00" in text or has_halves


def _price(parameters: Parameters, name: str, currency: str, refusals: Refusals) -> int | None:
    text = parameters.get(name)
    if not text:
        return None
    try:
        amount = Decimal(text) if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,4})?", text) else None
        if amount is not None:
            return Money.parse(amount, currency).minor
    except (InvalidOperation, ValueError):
        pass
    refusals.add(name, _("Give an amount such as 1499 or 1499.00."))
    return None


def _number(parameters: Parameters, name: str, default: int, refusals: Refusals) -> int:
    text = parameters.get(name)
    if text is None:
        return default
    if not WHOLE_NUMBER.fullmatch(text):
        refusals.add(name, _("Give a whole number from 1 on."))
        return default
    return int(text)
