"""One product on one shelf: what its row says. Pure, given the facts."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from catalog.contributors import SalePrice
from catalog.enums import Audience, ProductKind, StockState, TargetRole
from catalog.listing.facts import Batch, Facts, Picture, is_sold_in
from catalog.search.words import all_stems_of, thing_in, words_of
from core.models import Picture as KeptPicture
from core.money import Money, percent_off

STARS = 1_000_000
# Terms that need no row. A product has the term of every whole star that it reaches.
ALL, IN_STOCK, ON_SALE, SOLD_OUT, FULL_PRICE = -1, -2, -3, -4, -5
REACHED = {1: -11, 2: -12, 3: -13, 4: -14, 5: -15}
MOST_POPULAR = 30
# How wide a card's picture is on most screens.
CARD_WIDTH = 400

Convert = Callable[[UUID], Callable[[int], int] | None]
TermKey = tuple[str, str, UUID | None]


@dataclass(frozen=True, slots=True)
class OpenShelf:
    """A shelf with its region's currency, and how prices become this region's, by tax class."""

    id: int
    region_id: UUID
    audience: Audience
    currency: str
    convert: Convert


class Offer(NamedTuple):
    """A variant for sale, at the price of the shelf's region."""

    variant_id: UUID
    price_minor: int
    compare_at_price_minor: int | None
    available: int | None
    state: str
    discount_percent: int


@dataclass(slots=True)
class Row:
    """A listing as it is to be written. `places` names the categories, the whole shop first."""

    product_id: UUID
    shelf_id: int
    category_id: UUID
    price_minor: int
    highest_price_minor: int
    compare_at_price_minor: int | None
    discount_percent: int
    rating: int
    sold: int
    popularity: int
    name_words: int
    stock_state: str
    published_at: datetime
    slug: str
    name: str
    card: str
    names: str
    offers: str
    lexemes: dict[str, str]
    term_keys: list[TermKey]
    fixed_terms: list[int]
    places: list[UUID]
    terms: list[int]
    digest: str = ""


WHOLE_SHOP = UUID(int=0)


def row_of(product: Facts, batch: Batch, shelf: OpenShelf) -> Row | None:
    """Return the product's row on the shelf, or None if it is not to be seen there."""
    if not product.variants or not _is_for(shelf.audience, product, batch):
        return None
    if not is_sold_in(shelf.region_id, product, batch):
        return None
    offers = _offers(product, shelf)
    if not offers:
        return None
    cheapest = min(offers, key=lambda offer: offer.price_minor)
    state = _state(product, offers)
    rating = 0
    if product.rating_count:
        average = (200 * product.rating_sum + product.rating_count) // (2 * product.rating_count)
        rating = average * STARS + min(product.rating_count, STARS - 1)
    path = batch.tree.path(product.category_id)
    if product.lexemes is None:
        product.lexemes = _lexemes(product, batch)
    row = Row(
        product_id=product.id,
        shelf_id=shelf.id,
        category_id=product.category_id,
        price_minor=cheapest.price_minor,
        highest_price_minor=max(offer.price_minor for offer in offers),
        compare_at_price_minor=cheapest.compare_at_price_minor,
        discount_percent=cheapest.discount_percent,
        rating=rating,
        sold=product.sold_count,
        popularity=min(MOST_POPULAR, (1 + product.view_count + 10 * product.sold_count).bit_length()),
        name_words=min(max(len(words_of(product.name)), 1), 30),
        stock_state=state,
        published_at=product.published_at,
        slug=product.slug,
        name=product.name,
        card="",
        names=_names(product, batch),
        offers=_json([[str(offer.variant_id), *offer[1:]] for offer in offers]),
        lexemes=product.lexemes,
        term_keys=_term_keys(product, batch),
        fixed_terms=_fixed_terms(state, cheapest.discount_percent, rating),
        places=[WHOLE_SHOP, *(node.id for node in path)],
        terms=[],
    )
    row.card = _card(product, batch, shelf, row, len(offers))
    return row


def digest_of(row: Row) -> str:
    """Return a mark of everything that shoppers see or filter by; sales alone do not change it."""
    shown = (
        row.category_id, row.price_minor, row.highest_price_minor, row.rating, row.stock_state, row.published_at,
        row.card, row.names, row.offers, sorted(row.lexemes.items()), row.terms, row.places, row.name_words,
    )  # fmt: skip
    return hashlib.blake2b(repr(shown).encode(), digest_size=8).hexdigest()


def _is_for(audience: Audience, product: Facts, batch: Batch) -> bool:
    if not batch.tree.is_active(product.category_id):
        return False
    if product.target_role:
        return product.target_role in {TargetRole.BOTH, audience.value}
    return batch.tree.is_visible(product.category_id, audience)


def _offers(product: Facts, shelf: OpenShelf) -> list[Offer]:
    convert = None
    offers = []
    for variant in product.variants:
        explicit = product.prices.get((variant.id, shelf.region_id))
        if explicit:
            price, compare_at = explicit
            percent = percent_off(price, compare_at)
        else:
            convert = convert or shelf.convert(product.tax_class_id)
            if convert is None:
                continue
            price = convert(variant.price_minor)
            compare_at = convert(variant.compare_at_price_minor) if variant.compare_at_price_minor else None
            # Two prices that were rounded would say another one.
            percent = percent_off(variant.price_minor, variant.compare_at_price_minor)
        if sale := _on_sale(product, shelf, variant.id, price):
            price, compare_at = sale.minor, max(compare_at or 0, sale.former_minor)
            percent = percent_off(price, compare_at)
        if compare_at is not None and compare_at <= price:
            compare_at, percent = None, 0
        stock = product.stock.get(variant.id)
        available, state = (stock.available, stock.state.value) if stock else (None, StockState.IN.value)
        offers.append(Offer(variant.id, price, compare_at, available, state, percent))
    return offers


def _on_sale(product: Facts, shelf: OpenShelf, variant_id: UUID, price: int) -> SalePrice | None:
    """Return what rules make of the price. It was the former one, unless the catalogue names a higher one."""
    if product.sale is None:
        return None
    return product.sale(
        variant_id=variant_id, region_id=shelf.region_id, audience=shelf.audience, currency=shelf.currency, minor=price
    )


def _state(product: Facts, offers: list[Offer]) -> str:
    states = {offer.state for offer in offers}
    if not product.store_is_open or product.kind == ProductKind.SUBSCRIPTION:
        return StockState.OUT.value
    return next(state.value for state in (StockState.IN, StockState.LOW, StockState.OUT) if state.value in states)


def _card(product: Facts, batch: Batch, shelf: OpenShelf, row: Row, variant_count: int) -> str:
    node = batch.tree.get(product.category_id)
    compare_at = row.compare_at_price_minor
    average, count = divmod(row.rating, STARS)
    brand = None
    if product.brand_slug:
        brand = {"id": str(product.brand_id), "slug": product.brand_slug, "name": product.brand_name}
    return _json(
        {
            "id": str(product.id),
            "slug": product.slug,
            "name": product.name,
            "brand": brand,
            "category": {"id": str(node.id), "slug": node.slug, "name": node.name} if node else None,
            "price": str(Money(row.price_minor, shelf.currency)),
            "compare_at_price": None if compare_at is None else str(Money(compare_at, shelf.currency)),
            "currency": shelf.currency,
            "discount_percent": row.discount_percent,
            "image": image_of(product.picture, product),
            "rating_average": average / 100 if count else None,
            "rating_count": count,
            "available": row.stock_state != StockState.OUT,
            "stock_state": row.stock_state,
            "variant_count": variant_count,
        }
    )


def image_of(picture: Picture | None, product: Facts) -> dict[str, Any] | None:
    """Return the card's picture: one address for everyone, and a choice of widths."""
    if picture is None:
        return None
    alt = picture.alt or product.name
    if picture.file is not None:
        sizes = json.dumps(picture.renditions or [])
        return _kept_image(picture.file, picture.width or 0, picture.height or 0, sizes) | {"alt": alt}
    if not product.addresses:
        return None
    first = product.addresses[0]
    srcset = ", ".join(f"{one.url} {one.width}w" for one in product.addresses if one.width)
    return {"url": first.url, "srcset": srcset, "width": first.width, "height": first.height, "alt": alt}


@lru_cache(maxsize=2_000)
def _kept_image(file: str, width: int, height: int, sizes: str) -> dict[str, Any]:
    """Many products may show the same picture."""
    kept = KeptPicture(file=file, width=width, height=height, renditions=json.loads(sizes))
    return {"url": kept.url(CARD_WIDTH), "srcset": kept.srcset(), "width": width, "height": height}


def _names(product: Facts, batch: Batch) -> str:
    """Return the card's words in other languages, where there are any."""
    node = batch.tree.get(product.category_id)
    found: dict[str, dict[str, str]] = {}
    for language, texts in product.texts.items():
        if name := texts.get("name"):
            found.setdefault(language, {})["name"] = name
    for language, name in (node.names if node else {}).items():
        found.setdefault(language, {})["category"] = name
    if product.brand_slug and product.brand_id:
        for language, name in batch.names.get(product.brand_id, {}).items():
            found.setdefault(language, {})["brand"] = name
    return _json(found) if found else ""


def _lexemes(product: Facts, batch: Batch) -> dict[str, str]:
    """Return each stem that finds the product with its weights: the best of a to d, and what `partly` asks for."""
    *above, own = [(node.name, *node.names.values()) for node in batch.tree.path(product.category_id)] or [()]
    texts = product.texts.values()
    brand_names = batch.names.get(product.brand_id, {}).values() if product.brand_id else ()
    by_weight = {
        "d": [
            product.short_description,
            *(text.get("short_description", "") for text in texts),
            *product.labels.values(),
            *(label for value_id in product.labels for label in batch.names.get(value_id, {}).values()),
            # "Books & stationery" has more than books.
            *(name for names in above for name in names),
        ],
        "c": [*own, *product.tags],
        "b": [product.brand_name or "", *brand_names],
    }
    by_weight["b"] += [_words_of_number(one) for each in product.variants for one in (each.sku, each.barcode or "")]
    found: dict[str, str] = {}
    for weight, parts in by_weight.items():
        for part in parts:
            found.update(dict.fromkeys(all_stems_of(part), weight))
    names = [product.name, *(text.get("name", "") for text in texts)]
    # What the thing is called counts as its kind, and so does a kind that its name repeats.
    kinds = {thing_in(name) for name in names} | {one for one, weight in found.items() if weight in "bc"}
    for name in names:
        found.update((one, "ac" if one in kinds else "a") for one in all_stems_of(name))
    return found


def _words_of_number(number: str) -> str:
    """Return what finds a number: its letters alone are no words, or MAN-168 would be for men."""
    with_figures = (one for one in all_stems_of(number) if any(letter.isdigit() for letter in one))
    return " ".join(with_figures) or number


def _term_keys(product: Facts, batch: Batch) -> list[TermKey]:
    keys: list[TermKey] = [("category", str(node.id), node.id) for node in batch.tree.path(product.category_id)]
    if product.brand_slug:
        keys.append(("brand", str(product.brand_id), product.brand_id))
    if product.store_id:
        keys.append(("store", str(product.store_id), product.store_id))
    keys += sorted({("tag", tag_key(tag), None) for tag in product.tags})
    keys += sorted((f"attr.{stated.code}", stated.value, stated.value_id) for stated in product.attributes)
    return keys


def tag_key(tag: str) -> str:
    """Return a tag as it is compared."""
    return " ".join(tag.casefold().split())[:140]


def _fixed_terms(state: str, discount: int, rating: int) -> list[int]:
    terms = [ALL, SOLD_OUT if state == StockState.OUT else IN_STOCK, ON_SALE if discount else FULL_PRICE]
    terms += [term for stars, term in REACHED.items() if rating >= stars * 100 * STARS]
    return terms


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
