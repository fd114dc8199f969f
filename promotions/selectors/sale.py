"""What lists show of rules: prices that need no quantity, no cart and no hour."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from catalog.contributors import SalePrice
from catalog.enums import Audience
from catalog.models import Product, ProductVariant
from catalog.tree import read_tree
from promotions.models import DiscountRule
from promotions.pricing import Basket, Customer, Line, RuleTerms, Schedule, TargetKind, price
from promotions.selectors.rules import rule_terms
from regions.enums import TaxMode

# The rules were asked by the clock already.
ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
BOTH = "both"


@dataclass(frozen=True, slots=True)
class ProductSale:
    """A product with the rules that reduce it, or one of its variants, for each unit of it."""

    product_id: UUID
    category_ids: frozenset[UUID]
    brand_id: UUID | None
    store_id: UUID | None
    rules: tuple[RuleTerms, ...]

    def __call__(
        self, *, variant_id: UUID, region_id: UUID, audience: Audience, currency: str, minor: int
    ) -> SalePrice | None:
        rules = tuple(rule for rule in self.rules if _is_for(rule, region_id, audience, currency))
        if not rules:
            return None
        line = Line(
            id=variant_id,
            variant_id=variant_id,
            product_id=self.product_id,
            quantity=1,
            unit_price=minor,
            category_ids=self.category_ids,
            brand_id=self.brand_id,
            store_id=self.store_id,
        )
        basket = Basket(
            currency=currency,
            tax_mode=TaxMode.INCLUSIVE,
            region_id=region_id,
            lines=(line,),
            now=ANY_TIME,
            customer=Customer(audience.value),
            rules=rules,
        )
        [shown] = price(basket).lines
        return SalePrice(shown.final_price.minor, shown.unit_price.minor)


def sale_of_products(product_ids: Collection[UUID]) -> Mapping[UUID, ProductSale]:
    """Return those of these products that rules reduce. One statement without rules, a few with any."""
    # From the rows themselves: what is written from memory would stay wrong.
    rules = [replace(rule_terms(row), schedule=Schedule()) for row in DiscountRule.objects.filter(is_listed=True)]
    if not rules:
        return {}
    variants: dict[UUID, list[UUID]] = {}
    if any(rule.target.kind == TargetKind.VARIANT for rule in rules):
        rows = ProductVariant.objects.alive().filter(product__in=product_ids).values_list("product_id", "pk")
        for product_id, pk in rows:
            variants.setdefault(product_id, []).append(pk)
    has_categories = any(rule.target.kind == TargetKind.CATEGORY for rule in rules)
    tree = read_tree() if has_categories else None
    found = {}
    for pk, category_id, brand_id, store_id in Product.objects.filter(pk__in=product_ids).values_list(
        "pk", "category_id", "brand_id", "store_id"
    ):
        path = frozenset(node.id for node in tree.path(category_id)) if tree else frozenset()
        about: dict[TargetKind, Collection[UUID | None]] = {
            TargetKind.PRODUCT: [pk],
            TargetKind.VARIANT: variants.get(pk, []),
            TargetKind.CATEGORY: path,
            TargetKind.BRAND: [brand_id],
            TargetKind.STORE: [store_id],
        }
        meant = tuple(rule for rule in rules if _is_aimed_at(rule, about))
        if meant:
            found[pk] = ProductSale(pk, path, brand_id, store_id, meant)
    return found


def differs_for_trade() -> bool:
    """Whether lists show one audience other prices than the other."""
    return DiscountRule.objects.filter(is_listed=True).exclude(target_role=BOTH).exists()


def _is_aimed_at(rule: RuleTerms, about: Mapping[TargetKind, Collection[UUID | None]]) -> bool:
    if rule.target.kind == TargetKind.CART:
        return True
    return not rule.target.ids.isdisjoint(about[rule.target.kind])


def _is_for(rule: RuleTerms, region_id: UUID, audience: Audience, currency: str) -> bool:
    is_there = not rule.region_ids or region_id in rule.region_ids
    return is_there and rule.audience in {BOTH, audience.value} and rule.currency in {"", currency}
