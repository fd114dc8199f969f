"""What is on now, as shoppers are told: on the deals page, in the API, and on the calendar of staff."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from catalog.enums import Audience, ProductStatus
from catalog.models import Brand, Product, ProductVariant
from catalog.selectors import Named
from catalog.tree import whole_tree
from promotions.enums import TargetType
from promotions.pricing.terms import RuleKind, RuleTerms, TargetKind
from promotions.selectors.rules import known_rules
from promotions.selectors.wording import conditions_of, what_it_gives
from regions.selectors import ShownRegion
from stores.models import Store

BOTH = "both"
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Running:
    """A rule that is on, with the things it is for that shoppers can see."""

    terms: RuleTerms
    targets: tuple[Named, ...]

    @property
    def name(self) -> str:
        return self.terms.name

    @property
    def gives(self) -> str:
        """What it gives, in a few words of the page's language."""
        return what_it_gives(self.terms)

    @property
    def conditions(self) -> list[str]:
        return conditions_of(self.terms)

    @property
    def is_for_everything(self) -> bool:
        return self.terms.target.kind == TargetKind.CART and self.terms.kind != RuleKind.BUNDLE


def list_running(region: ShownRegion, audience: Audience, now: datetime) -> list[Running]:
    """Return what this audience gets in the region these days, what ends first in front. At most three statements."""
    rules = [terms for terms in known_rules() if _is_for(terms, region, audience) and _has_begun(terms, now)]
    named = find_named(_wanted(rules))
    found = [Running(terms, tuple(named[one] for one in _ids(terms) if one in named)) for terms in rules]
    seen = [one for one in found if one.is_for_everything or one.targets]
    return sorted(seen, key=lambda one: (one.terms.schedule.ends_at or NEVER, one.terms.id))


def find_named(kinds: Mapping[str, Collection[UUID]], *, is_public: bool = True) -> dict[UUID, Named]:
    """Return the names of things by id; for the public, of those that it may see."""
    found: dict[UUID, Named] = {}
    tree = whole_tree()
    for pk in kinds.get(TargetType.CATEGORY, ()):
        node = tree.get(pk)
        if node and (tree.is_active(pk) or not is_public):
            found[pk] = Named(pk, node.slug, node.name_in())
    products = Product.objects.alive().filter(status=ProductStatus.ACTIVE) if is_public else Product.objects.alive()
    rows: dict[str, Any] = {
        TargetType.PRODUCT: products.values_list("pk", "slug", "name"),
        TargetType.VARIANT: ProductVariant.objects.alive()
        .filter(product__in=products.values("pk"))
        .values_list("pk", F("product__slug"), F("product__name") if is_public else F("sku")),
        TargetType.BRAND: Brand.objects.filter(is_active=True).values_list("pk", "slug", "name"),
        TargetType.STORE: Store.objects.seen().values_list("pk", "slug", "name"),
    }
    for kind, query in rows.items():
        if wanted := kinds.get(kind):
            found |= {pk: Named(pk, slug, name) for pk, slug, name in query.filter(pk__in=wanted)}
    return found


def _wanted(rules: Iterable[RuleTerms]) -> dict[str, set[UUID]]:
    wanted: dict[str, set[UUID]] = {}
    for terms in rules:
        wanted.setdefault(terms.target.kind.value, set()).update(terms.target.ids)
        for part in terms.parts:
            wanted.setdefault(part.kind.value, set()).add(part.id)
    return wanted


def _ids(terms: RuleTerms) -> list[UUID]:
    return sorted(terms.target.ids) + [part.id for part in terms.parts]


def _is_for(terms: RuleTerms, region: ShownRegion, audience: Audience) -> bool:
    is_there = not terms.region_ids or region.id in terms.region_ids
    return is_there and terms.audience in {BOTH, audience.value} and terms.currency in {"", region.currency}


def _has_begun(terms: RuleTerms, now: datetime) -> bool:
    begin, end = terms.schedule.starts_at, terms.schedule.ends_at
    return (begin is None or begin <= now) and (end is None or now < end)
