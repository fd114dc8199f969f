"""Products: made with at least one variant, changed with an eye on who else did, published once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.enums import PRODUCT_TRANSITIONS, ProductStatus
from catalog.events import ProductChanged
from catalog.models import Attribute, AttributeValue, Product, ProductAttributeValue, ProductVariant
from catalog.services import slugs
from catalog.services.attributes import find_values
from catalog.services.editing import Problems, Values, record, refuse_stale, set_values, stored_values
from catalog.services.locks import lock_product
from catalog.services.prices import known_currency
from catalog.services.product_fields import clean_product, default_tax_class
from catalog.services.translations import clean_texts, write_texts
from catalog.services.variants import add_first_variants, update_variant
from core import caching
from core.errors import InvalidInput, InvalidTransition
from core.failpoints import failpoint
from core.money import Money
from core.outbox import publish
from core.selectors import get_shop

REQUIRED = ("name", "category", "short_description", "description", "base_price")
Said = dict[Attribute, list[AttributeValue]]


@transaction.atomic
def create_product(
    *, actor: User | None, slug: str = "", currency: str = "", status: str = ProductStatus.DRAFT,
    attributes: Mapping[str, Any] | None = None, variants: Sequence[Values] = (), translations: dict | None = None,
    **fields: Any,
) -> Product:  # fmt: skip
    """Add a product with its variants; without any, with one at its base price.

    `attributes` is `{code: value or values}`; variants take `sku, price, compare_at_price, cost_price, barcode,
    weight_grams, attributes, is_default, is_active`. Raises InvalidInput, SlugTaken, SkuTaken or CombinationTaken.
    """
    problems = Problems()
    for field in REQUIRED:
        if field not in fields:
            problems.add(field, _("Fill this in."))
    currency = known_currency(problems, "currency", currency or get_shop().base_currency)
    fields["tax_class"] = fields.get("tax_class") or default_tax_class()
    problems.choice("status", status, ProductStatus.values)
    problems.refuse()
    values = clean_product(problems, fields, currency=currency)
    failpoint("catalog.product_placed")
    said = find_values(problems, "attributes", attributes or {})
    texts = clean_texts(problems, "product", translations or {})
    problems.refuse()
    product = Product(currency=currency, status=status, **values)
    if status == ProductStatus.ACTIVE:
        product.published_at = timezone.now()
    slugs.save_new(product, slug=slug)
    _say(product, said)
    write_texts(product, texts)
    add_first_variants(product, variants)
    record(actor, "added", product, after=stored_values(product))
    publish(ProductChanged(product_id=product.pk))
    return product


@transaction.atomic
def update_product(
    *, product: Product, actor: User | None, version: datetime | None = None, slug: str = "",
    attributes: Mapping[str, Any] | None = None, translations: dict | None = None, **fields: Any,
) -> Product:  # fmt: skip
    """Change what is given. Variants at the base price follow it; an attribute's values are replaced by those given.

    Raises InvalidInput, SlugTaken, VersionConflict, or InvalidTransition for a deleted product.
    """
    product = lock_product(product)
    refuse_stale(product, version)
    problems = Problems()
    values = clean_product(problems, fields, currency=product.currency)
    said = find_values(problems, "attributes", attributes or {})
    texts = clean_texts(problems, "product", translations or {})
    problems.refuse()
    former_slug, former_price = product.slug, product.base_price_minor
    before, after = set_values(product, values)
    product.save()
    if slug:
        slugs.rename(product, slug)
    if product.base_price_minor != former_price:
        _follow_base_price(product, former_price)
    said_before, said_after = _say(product, said)
    texts_before, texts_after = write_texts(product, texts)
    if after or said_after or texts_after or product.slug != former_slug:
        record(
            actor, "changed", product,
            before | said_before | texts_before | {"slug": former_slug},
            after | said_after | texts_after | {"slug": product.slug},
        )  # fmt: skip
        publish(ProductChanged(product_id=product.pk))
    return product


@transaction.atomic
def set_product_status(*, product: Product, status: ProductStatus, actor: User | None, reason: str = "") -> Product:
    """Publish, withdraw or archive a product. The time of its first publication stays.

    Raises InvalidTransition.
    """
    return _move_to(lock_product(product), status, actor, reason)


@transaction.atomic
def toggle_product_status(*, product: Product, actor: User | None, reason: str = "") -> Product:
    """Take a product off sale, or put it on sale. Raises InvalidTransition for an archived one."""
    product = lock_product(product)
    is_on_sale = product.status == ProductStatus.ACTIVE
    return _move_to(product, ProductStatus.INACTIVE if is_on_sale else ProductStatus.ACTIVE, actor, reason)


@transaction.atomic
def change_prices(*, product: Product, millionths: int, actor: User | None) -> Product:
    """Change the base price and those of all variants by a share, former prices left as they are.

    Raises InvalidInput where a price would not be one, or a former price no longer higher.
    """
    product = lock_product(product)
    before = {variant.pk: variant.price for variant in ProductVariant.objects.alive().filter(product=product)}
    base = product.base_price
    product = update_product(product=product, actor=actor, base_price=str(base + base.share(millionths)))
    for variant in ProductVariant.objects.filter(pk__in=before):
        price = before[variant.pk] + before[variant.pk].share(millionths)
        if variant.price != price:
            update_variant(variant=variant, actor=actor, price=str(price))
    return product


def _move_to(product: Product, status: ProductStatus, actor: User | None, reason: str) -> Product:
    if status == product.status:
        return product
    if status not in PRODUCT_TRANSITIONS[ProductStatus(product.status)]:
        raise InvalidTransition
    values: Values = {"status": ProductStatus(status).value}
    if status == ProductStatus.ACTIVE and product.published_at is None:
        values["published_at"] = timezone.now()
    before, after = set_values(product, values)
    product.save(update_fields=["status", "published_at", "updated_at"])
    record(actor, f"made_{status}", product, before, after, reason)
    # What is taken off sale is gone from kept pages at once, not when the listing follows.
    caching.bump("catalogue")
    publish(ProductChanged(product_id=product.pk))
    return product


def _follow_base_price(product: Product, former: int) -> None:
    """Variants at the base price stay at the base price. Raises InvalidInput where a former price would not be one."""
    following = ProductVariant.objects.alive().filter(product=product, price_minor=former)
    late = following.filter(compare_at_price_minor__lte=product.base_price_minor).first()
    if late:
        shown = {"sku": late.sku, "price": str(Money(late.compare_at_price_minor or 0, late.currency))}
        raise InvalidInput(base_price=[_("The former price of %(sku)s, %(price)s, would not be higher.") % shown])
    following.update(price_minor=product.base_price_minor, updated_at=timezone.now())


def _say(product: Product, said: Said) -> tuple[Values, Values]:
    """Say of the product what is given, and return what was said and what is said now, where the two differ."""
    if not said:
        return {}, {}
    present: dict[Attribute, dict[Any, ProductAttributeValue]] = {attribute: {} for attribute in said}
    rows = product.attribute_values.filter(attribute__in=said).select_related("attribute", "value")
    for row in rows:
        present[row.attribute][row.value_id] = row
    before, after, gone, added = {}, {}, [], []
    for attribute, values in said.items():
        wanted = {value.pk: value for value in values}
        if wanted.keys() == present[attribute].keys():
            continue
        before[attribute.code] = sorted(row.value.value for row in present[attribute].values())
        after[attribute.code] = sorted(value.value for value in values)
        gone += [row.pk for pk, row in present[attribute].items() if pk not in wanted]
        added += [
            ProductAttributeValue(product=product, attribute=attribute, value=value)
            for pk, value in wanted.items()
            if pk not in present[attribute]
        ]
    ProductAttributeValue.objects.filter(pk__in=gone).delete()
    ProductAttributeValue.objects.bulk_create(added)
    return before, after
