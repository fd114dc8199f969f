"""What must always be true of the catalogue's own rows."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from catalog.models import Brand, Category, Product, ProductVariant, SlugRedirect, VariantPrice
from catalog.services.slugs import kind_of
from catalog.services.variants import combination_of, make_default
from core.verification import register_invariant

ADDRESSED = (Product, Category, Brand)


def register() -> None:
    register_invariant("catalog.products_have_variants", find_products_without_variants)
    register_invariant("catalog.one_default_variant", find_products_without_default, choose_defaults)
    register_invariant("catalog.combinations_match_values", find_wrong_combinations, write_combinations)
    register_invariant("catalog.categories_hang_on_roots", find_circles)
    register_invariant("catalog.former_addresses_lead_on", find_wrong_redirects, remove_wrong_redirects)
    register_invariant("catalog.prices_have_one_currency", find_mixed_currencies)


def find_products_without_variants() -> Iterator[str]:
    living = ProductVariant.objects.alive().filter(product=OuterRef("pk"))
    for product in Product.objects.filter(~Exists(living)).order_by("pk").iterator():
        yield f"{product.slug} has no variant"


def find_products_without_default() -> Iterator[str]:
    for product in _without_default().iterator():
        yield f"{product.slug} has {product.defaults} default variants"


def choose_defaults() -> None:
    """Make the first variant of each such product its default."""
    for product in _without_default():
        living = ProductVariant.objects.alive().filter(product=product)
        if first := living.order_by("-is_default", "-is_active", "position", "sku").first():
            make_default(first)


def find_wrong_combinations() -> Iterator[str]:
    for variant, right in _wrong_combinations():
        yield f"{variant.sku} says {variant.combination[:8] or 'nothing'}, its values say {right[:8] or 'nothing'}"


def write_combinations() -> None:
    for variant, right in _wrong_combinations():
        ProductVariant.objects.filter(pk=variant.pk).update(combination=right)


def find_circles() -> Iterator[str]:
    rows = {pk: (slug, parent) for pk, slug, parent in Category.objects.values_list("pk", "slug", "parent_id")}
    children: dict = {}
    for pk, (_slug, parent) in rows.items():
        children.setdefault(parent, []).append(pk)
    reached, waiting = set(), list(children.get(None, ()))
    while waiting:
        reached.add(pk := waiting.pop())
        waiting.extend(children.get(pk, ()))
    for pk in sorted(rows.keys() - reached):
        yield f"{rows[pk][0]} hangs on no root"


def find_wrong_redirects() -> Iterator[str]:
    for redirect in _wrong_redirects():
        yield f"{redirect.kind} {redirect.slug} is an address of its own, or leads nowhere"


def remove_wrong_redirects() -> None:
    SlugRedirect.objects.filter(pk__in=[redirect.pk for redirect in _wrong_redirects()]).delete()


def find_mixed_currencies() -> Iterator[str]:
    variants = ProductVariant.objects.exclude(currency=F("product__currency")).select_related("product")
    for variant in variants.order_by("pk").iterator():
        yield f"{variant.sku} is priced in {variant.currency}, its product in {variant.product.currency}"
    prices = VariantPrice.objects.exclude(currency=F("region__currency")).select_related("variant", "region")
    for price in prices.order_by("pk").iterator():
        yield f"{price.variant.sku} is priced in {price.currency} in {price.region.code}"


def _without_default() -> QuerySet[Any]:
    is_default = Q(variants__is_default=True, variants__deleted_at=None)
    counted = Product.objects.annotate(
        living=Count("variants", filter=Q(variants__deleted_at=None)), defaults=Count("variants", filter=is_default)
    )
    return counted.filter(living__gt=0).exclude(defaults=1).order_by("pk")


def _wrong_combinations() -> Iterator[tuple[ProductVariant, str]]:
    living = ProductVariant.objects.alive().prefetch_related("attribute_values__value").order_by("pk")
    for variant in living.iterator(chunk_size=500):
        right = combination_of(row.value for row in variant.attribute_values.all())
        if variant.combination != right:
            yield variant, right


def _wrong_redirects() -> Iterator[SlugRedirect]:
    for model in ADDRESSED:
        kind = kind_of(model)
        taken = model.objects.filter(slug=OuterRef("slug"))
        yield from SlugRedirect.objects.filter(Q(Exists(taken)) | Q(**{kind: None}), kind=kind).order_by("pk")
    yield from SlugRedirect.objects.exclude(kind__in=[kind_of(model) for model in ADDRESSED]).order_by("pk")
