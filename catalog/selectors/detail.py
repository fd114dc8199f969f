"""One product with everything its page shows."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.text import capfirst
from django.utils.translation import get_language

from catalog.enums import Audience, StockState
from catalog.listing import detail_sql, details
from catalog.listing.asked_sql import key_of
from catalog.listing.cards import Named
from catalog.listing.rows import STARS
from catalog.listing.shelves import find_shelf
from catalog.models import Listing, SlugRedirect, Translation, tag_id
from catalog.selectors.listing import reading
from catalog.tree import Node, whole_tree
from core.errors import NotFound
from core.models import Picture
from core.money import Money, percent_off
from core.prepared import prepared_cursor
from regions.selectors import list_regions
from stores.enums import StoreStatus

A_UUID = re.compile(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")
SHOWN_WIDTH = 800
MARKUP = re.compile(r"<[^>]*>")


class Texts:
    """The words of a product in the language of the page, the product's own where there are none."""

    def __init__(self, own: list[list[str]]) -> None:
        self.language = get_language() or settings.LANGUAGE_CODE
        self._product = {field: text for language, field, text in own if language == self.language}
        self._others: dict[tuple[UUID, str], str] = {}

    def of_product(self, field: str, own: str) -> str:
        return self._product.get(field) or own

    def language_of(self, field: str) -> str:
        """Return the language in which a text of the product is said."""
        return self.language if self._product.get(field) else settings.LANGUAGE_CODE

    def of(self, object_id: str, field: str, own: str) -> str:
        return self._others.get((UUID(object_id), field)) or own

    def learn(self, ids: Iterable[str | None]) -> None:
        """Read the words of what the product mentions: one statement, and none in the shop's own language."""
        if self.language == settings.LANGUAGE_CODE:
            return
        known = {UUID(one) for one in ids if one}
        rows = Translation.objects.filter(object_id__in=known, language=self.language)
        self._others = {(row[0], row[1]): row[2] for row in rows.values_list("object_id", "field", "text")}


def get_product(*, named: str, shelf_id: int | None, audience: Audience, currency: str) -> details.Detail:
    """Return a product by its slug or id, as it is now: one statement, and one more for another language.

    Raises NotFound for what this shelf does not have, or what was taken off sale a moment ago.
    """
    row = _find(named, shelf_id, audience) if shelf_id else None
    if row is None:
        raise NotFound
    tree = whole_tree()
    path = tree.path(_uuid(row[13]))
    # What is said of the product itself goes before what its categories are for.
    is_seen = tree.is_active if row[-1] else lambda category_id: tree.is_visible(category_id, audience)
    if not path or not is_seen(path[-1].id):
        raise NotFound
    return _detail(row, path, currency)


def find_elsewhere(*, named: str, region_id: UUID, audience: Audience) -> UUID | None:
    """Return the category of a product that this region has not but another one has, to this audience, right now.

    Nothing else of it may be told: what is not sold here is not listed.
    """
    others = [region for region in list_regions() if region.id != region_id]
    shelves = {find_shelf(region.id, audience): region.currency for region in others}
    by_name = {"product_id": named} if A_UUID.fullmatch(named) else {"product__slug": named}
    for shelf_id in Listing.objects.filter(shelf_id__in=shelves, **by_name).values_list("shelf_id", flat=True):
        try:
            found = get_product(named=named, shelf_id=shelf_id, audience=audience, currency=shelves[shelf_id])
        except NotFound:
            continue
        return found.category.id
    return None


def find_moved(*, slug: str, kind: str = "product") -> str:
    """Return the address that a former one leads to, or nothing."""
    found = SlugRedirect.objects.filter(kind=kind, slug=slug).values_list(f"{kind}__slug", flat=True).first()
    return found or ""


def _find(named: str, shelf_id: int, audience: Audience) -> tuple[Any, ...] | None:
    by_slug = A_UUID.fullmatch(named) is None
    if "\x00" in named or len(named) > 280:
        return None
    with prepared_cursor(reading()) as cursor:
        cursor.execute(
            detail_sql.statement(by_slug=by_slug),
            detail_sql.parameters(shelf_id, named if by_slug else key_of(UUID(named)), audience),
        )
        return cursor.fetchone()


def _detail(row: tuple[Any, ...], path: tuple[Node, ...], currency: str) -> details.Detail:
    (
        product_id, slug, name, short_description, description, kind, tags, seo_title, seo_description, weight,
        length, width, height, _category, brand_id, brand_slug, brand_name, store_id, store_slug, store_name,
        store_status, price, compare_at, discount, rating, stock_state, offers,
    ) = row[: len(detail_sql.PRODUCT)]  # fmt: skip
    variants, stated, media, texts = (_loaded(part) for part in row[len(detail_sql.PRODUCT) : -1])
    words = Texts(texts)
    values = [*stated, *(value for variant in variants for value in _loaded(variant[5]))]
    tag_ids = {tag: str(tag_id(tag)) for tag in _loaded(tags)}
    mentioned = [*tag_ids.values(), *(one for value in values for one in (value[0], value[5]))]
    words.learn([str(brand_id) if brand_id else None, *mentioned])
    name = words.of_product("name", name)
    short = words.of_product("short_description", short_description)
    shown_media = _media(media, name)
    average, count = divmod(rating, STARS)
    crumbs = tuple(Named(node.id, node.slug, node.name_in()) for node in path)
    dimensions = (length, width, height) if length and width and height else None
    return details.Detail(
        id=_uuid(product_id),
        slug=slug,
        name=name,
        short_description=short,
        description=words.of_product("description", description),
        languages={field: words.language_of(field) for field in ("name", "short_description", "description")},
        kind=kind,
        tags=tuple(tag_ids),
        tag_names={tag: words.of(object_id, "label", capfirst(tag)) for tag, object_id in tag_ids.items()},
        brand=Named(_uuid(brand_id), brand_slug, words.of(str(brand_id), "name", brand_name)) if brand_id else None,
        store=Named(_uuid(store_id), store_slug, store_name) if store_id else None,
        category=crumbs[-1],
        breadcrumbs=crumbs,
        currency=currency,
        price=Money(price, currency),
        compare_at_price=Money(compare_at, currency) if compare_at else None,
        discount_percent=discount,
        rating_average=average / 100 if count else None,
        rating_count=count,
        available=stock_state != StockState.OUT,
        stock_state=stock_state,
        variants=_variants(variants, json.loads(offers), shown_media, words, currency),
        axes=_axes(variants, words),
        media=shown_media,
        specification=tuple(_value(value, words) for value in sorted(stated, key=_position)),
        weight_grams=weight,
        dimensions_mm=dimensions,
        seo=details.Seo(words.of_product("seo_title", seo_title) or name, _seo_text(words, seo_description, short)),
        is_on_vacation=store_status == StoreStatus.VACATION,
    )


def _variants(
    rows: list[list[Any]], offers: list[list[Any]], media: tuple[details.Media, ...], words: Texts, currency: str
) -> tuple[details.VariantShown, ...]:
    """Return the variants that have a price here, in their order. Those of one colour share their pictures."""
    offered = {UUID(offer[0]): offer[1:] for offer in offers}
    looks: dict[UUID | None, Any] = {UUID(row[0]): _look(row) for row in rows}
    own_media: dict[Any, list[UUID]] = defaultdict(list)
    for one in media:
        own_media[looks.get(one.variant_id)].append(one.id)
    shown = []
    for variant_id, sku, is_default, _weight, _at, stated in sorted(rows, key=lambda row: (row[4], row[1])):
        key = UUID(variant_id)
        if key not in offered:
            continue
        price, compare_at, available, state, *told = offered[key]
        shown.append(
            details.VariantShown(
                id=key,
                sku=sku,
                is_default=bool(is_default),
                attributes=tuple(_value(value, words) for value in sorted(_loaded(stated), key=_position)),
                price=Money(price, currency),
                compare_at_price=Money(compare_at, currency) if compare_at else None,
                # Rows from before offers told it are read until the listing is made again.
                discount_percent=told[0] if told else percent_off(price, compare_at),
                available=available,
                stock_state=state,
                media=tuple(own_media[looks[key]]),
            )
        )
    return tuple(shown)


def _look(variant: list[Any]) -> Any:
    """Return the colours of a variant; where it has none, it looks like itself only."""
    colours = tuple(sorted((value[1], value[6]) for value in _loaded(variant[5]) if value[8]))
    return colours or variant[0]


def _axes(variants: list[list[Any]], words: Texts) -> tuple[details.Axis, ...]:
    by_code: dict[str, dict[str, list[Any]]] = {}
    values = [value for variant in variants for value in _loaded(variant[5])]
    for value in sorted(values, key=_position):
        by_code.setdefault(value[1], {}).setdefault(value[6], value)
    return tuple(
        details.Axis(
            code=code,
            name=words.of(first[0], "name", first[2]),
            values=tuple(
                details.AxisValue(value[6], words.of(value[5], "label", value[7]), value[8])
                for value in known.values()
            ),
        )
        for code, known in by_code.items()
        for first in [next(iter(known.values()))]
    )


def _value(value: list[Any], words: Texts) -> details.Value:
    attribute_id, code, name, unit, _at, value_id, own, label, colour, _place = value
    shown = words.of(value_id, "label", label)
    unit = words.of(attribute_id, "unit", unit)
    return details.Value(code, words.of(attribute_id, "name", name), own, f"{shown} {unit}".strip(), colour)


def _position(value: list[Any]) -> tuple[int, str, int, str]:
    return value[4], value[2], value[9], value[7]


def _media(rows: list[list[Any]], name: str) -> tuple[details.Media, ...]:
    shown = []
    for media_id, kind, alt, _at, variant_id, file, width, height, renditions, urls in sorted(
        rows, key=lambda row: (row[3], row[0])
    ):
        if file:
            picture = Picture(file=file, width=width, height=height, renditions=_loaded(renditions))
            made = [_rendition(one) for one in picture.renditions]
            address, sets = picture.url(SHOWN_WIDTH), (picture.srcset(), picture.srcset("avif"))
        else:
            made = [details.Rendition(*url) for url in _loaded(urls)]
            if not made:
                continue
            address, width, height = made[-1].url, made[-1].width, made[-1].height
            sets = (", ".join(f"{one.url} {one.width}w" for one in made if one.width), "")
        owner = UUID(variant_id) if variant_id else None
        shown.append(
            details.Media(UUID(media_id), kind, alt or name, owner, address, width, height, *sets, tuple(made))
        )
    return tuple(shown)


def _rendition(one: dict[str, Any]) -> details.Rendition:
    return details.Rendition(
        one["purpose"], default_storage.url(one["file"]), one["width"], one["height"], one["format"]
    )


def _seo_text(words: Texts, own: str, short: str) -> str:
    return words.of_product("seo_description", own) or MARKUP.sub("", short)


def _loaded(part: Any) -> Any:
    """Return a JSON part as values, whichever way the database gives it."""
    if part is None:
        return []
    return json.loads(part) if isinstance(part, str) else part


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
