"""Fills the shelves of the demo shop, in as few statements as there are tables."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Model
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from catalog import tree
from catalog.demo.darkroom import developed
from catalog.demo.goods_table import Goods, read_goods, read_hindi, read_stories
from catalog.demo.looks import looks
from catalog.demo.shelves import Shelves, put_up
from catalog.enums import MediaKind, ProductStatus, RestrictionRule, TargetRole
from catalog.models import (
    Listing,
    Product,
    ProductAttributeValue,
    ProductMedia,
    ProductRestriction,
    ProductVariant,
    Translation,
    VariantAttributeValue,
    VariantPrice,
)
from catalog.richtext import clean_html
from catalog.services import is_behind, mark_stale, rebuild_listing
from catalog.services.variants import combination_of
from core import caching
from core.money import Money
from regions.models import Region

CURRENCY = "INR"
COST_PERCENT = 58
GOOD_TO_KNOW = {"en": "Good to know", "hi": "काम की बातें"}


def load() -> str:
    """Add the goods that are missing, with everything they need."""
    shelves = put_up(developed())
    known = set(Product.objects.values_list("slug", flat=True))
    wanted = [goods for goods in read_goods() if goods.slug not in known]
    rows = {goods.slug: _product(goods, shelves) for goods in wanted}
    Product.objects.bulk_create(rows.values())
    for make in (_variants, _remarks, _media, _restrictions, _prices, _hindi):
        for batch in make(wanted, rows, shelves):
            _write(batch)
    caching.bump(tree.TAG)
    if wanted:
        mark_stale(kind="all")
    return f"{len(wanted)} products made, {len(known) + len(wanted)} there"


def list_all() -> None:
    """Have everything listed for every region, in steps of its own. Nobody shops here yet."""
    if is_behind() or not Listing.objects.exists():
        for _step in rebuild_listing(alone=True):
            pass


def count_listed() -> str:
    return f"{Listing.objects.count()} rows of the listing"


def _write(rows: list[Model]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=500)


def _product(goods: Goods, shelves: Shelves) -> Product:
    # The first of each family are the newest, so that the newest of the shop come from every shelf.
    published_at = timezone.now() - timedelta(hours=7 * ((goods.number * 37) % 311) + 5)
    rating_count, rating_sum = goods.ratings
    return Product(
        store=shelves.stores.get(goods.store),
        category=shelves.categories[goods.category],
        brand=shelves.brands[goods.brand],
        name=goods.name,
        slug=goods.slug,
        description=_description(goods),
        short_description=goods.short,
        base_price_minor=goods.price * 100,
        currency=CURRENCY,
        status=ProductStatus.ACTIVE,
        tax_class=shelves.tax_classes[goods.tax],
        tags=goods.tags,
        target_role=TargetRole.RETAILER if goods.is_for_trade else "",
        weight_grams=goods.weight,
        sold_count=goods.sold,
        rating_count=rating_count,
        rating_sum=rating_sum,
        published_at=published_at,
    )


def _description(goods: Goods, language: str = "en") -> str:
    story, notes = read_stories(language)[goods.family]
    lines = format_html_join("", "<li>{}</li>", ([note] for note in notes))
    return clean_html(format_html("<p>{}</p><h3>{}</h3><ul>{}</ul>", story, GOOD_TO_KNOW[language], lines))


def _variants(wanted: list[Goods], rows: dict[str, Product], shelves: Shelves) -> Iterable[list[Any]]:
    variants, axes = [], []
    for goods in wanted:
        for position, described in enumerate(goods.variants()):
            values = [shelves.values[axis] for axis in described.axes.items()]
            variant = ProductVariant(
                product=rows[goods.slug],
                sku=described.sku,
                price_minor=described.price_minor,
                compare_at_price_minor=described.former_minor,
                cost_price_minor=described.price_minor * COST_PERCENT // 100,
                currency=CURRENCY,
                position=position,
                is_default=position == 0,
                combination=combination_of(values),
            )
            variants.append(variant)
            axes += [
                VariantAttributeValue(variant=variant, attribute=value.attribute, value=value) for value in values
            ]
    return [variants, axes]


def _remarks(wanted: list[Goods], rows: dict[str, Product], shelves: Shelves) -> Iterable[list[Any]]:
    return [
        [
            ProductAttributeValue(
                product=rows[goods.slug],
                attribute=shelves.values[code, text].attribute,
                value=shelves.values[code, text],
            )
            for goods in wanted
            for code, texts in goods.remarks.items()
            for text in texts
        ]
    ]


def _media(wanted: list[Goods], rows: dict[str, Product], shelves: Shelves) -> Iterable[list[Any]]:
    media, dyed = [], _first_in_colours(wanted)
    for goods in wanted:
        says = [f"in {colour.lower()}" for colour in goods.colours] or ["", "from the other side"]
        # There is a close-up where there are few others.
        views = zip(looks(goods), [*says, "close up"], [*(goods.colours or ("", "")), ""], strict=False)
        media += [
            ProductMedia(
                product=rows[goods.slug],
                variant_id=dyed.get((goods.slug, colour)),
                kind=MediaKind.IMAGE,
                picture=shelves.pictures[look.name],
                alt_text=f"{goods.name} {said}".strip(),
                position=position,
            )
            for position, (look, said, colour) in enumerate(views)
        ]
    return [media]


def _first_in_colours(wanted: list[Goods]) -> dict[tuple[str, str], UUID]:
    """Return the variant that a picture of a colour belongs to: all others in that colour share it."""
    said = VariantAttributeValue.objects.filter(
        attribute__code="colour", variant__product__slug__in=[goods.slug for goods in wanted if goods.colours]
    ).order_by("-variant__position")
    return {
        (slug, colour): variant_id
        for slug, colour, variant_id in said.values_list("variant__product__slug", "value__label", "variant_id")
    }


def _restrictions(wanted: list[Goods], rows: dict[str, Product], shelves: Shelves) -> Iterable[list[Any]]:
    regions = {region.code: region for region in Region.objects.all()}
    rules = [
        (goods, code, rule)
        for goods in wanted
        for codes, rule in ((goods.only_in, RestrictionRule.ALLOWED_ONLY), (goods.not_in, RestrictionRule.BLOCKED))
        for code in codes
        if code in regions
    ]
    return [
        [ProductRestriction(region=regions[code], rule=rule, product=rows[goods.slug]) for goods, code, rule in rules]
    ]


def _prices(wanted: list[Goods], rows: dict[str, Product], shelves: Shelves) -> Iterable[list[Any]]:
    regions = {region.code: region for region in Region.objects.all()}
    abroad = {goods.slug: goods.abroad for goods in wanted if goods.abroad}
    variants = ProductVariant.objects.filter(product__slug__in=abroad).select_related("product")
    asked = [
        (variant, regions[code], Money.parse(amount, regions[code].currency))
        for variant in variants
        for code, amount in abroad[variant.product.slug].items()
        if code in regions
    ]
    return [
        [
            VariantPrice(variant=variant, region=region, price_minor=price.minor, currency=price.currency)
            for variant, region, price in asked
        ]
    ]


def _hindi(wanted: list[Goods], rows: dict[str, Product], shelves: Shelves) -> Iterable[list[models.Model]]:
    texts = [
        (goods, field, text)
        for goods in wanted
        for field, text in zip(
            ("name", "short_description", "description"),
            (*read_hindi()[goods.name], _description(goods, "hi")),
            strict=True,
        )
    ]
    return [
        [
            Translation(
                object_id=rows[goods.slug].pk, kind=Product._meta.model_name, language="hi", field=field, text=text
            )
            for goods, field, text in texts
        ]
    ]
