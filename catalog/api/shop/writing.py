"""Answers written as bytes: cards are JSON already, and lists of them are only joined."""

import json
from dataclasses import fields
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalog.listing.asking import MOST_ROWS
from catalog.selectors import Detail, Facets, Hit, Page, Promise, VariantShown
from core.money import Money


def answer(body: str) -> HttpResponse:
    """Return the envelope of a good answer around JSON that stands already."""
    content = f'{{"success":true,{body}}}'.encode()
    return HttpResponse(content, content_type="application/json", headers={"Content-Length": str(len(content))})


def answer_data(value: Any) -> HttpResponse:
    return answer(f'"data":{to_json(value)}')


def answer_page(request: HttpRequest, page: Page, facets: Facets | None) -> HttpResponse:
    """Return a list: its cards, how it goes on, and what it can be narrowed by."""
    parts = [f'"data":{cards(page.hits)}', f'"pagination":{to_json(_pagination(request, page))}']
    if page.is_partial:
        told = _("Nothing has all of these words. These have some of them.")
        parts.append(f'"message":{to_json(told)},"meta":{to_json({"is_partial": True})}')
    if facets is not None:
        parts.append(f'"facets":{to_json(_facets(facets))}')
    return answer(",".join(parts))


def cards(hits: tuple[Hit, ...]) -> str:
    return f"[{','.join(hit.json() for hit in hits)}]"


def to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def detail(product: Detail, promise: Promise | None) -> dict[str, Any]:
    """Return a product's page as the API says it."""
    known = _plain(product)
    length_width_height = known.pop("dimensions_mm")
    known["dimensions_mm"] = dict(zip(("length", "width", "height"), length_width_height or (), strict=False)) or None
    known["variants"] = [variant(one) for one in product.variants]
    known["variant_count"] = len(product.variants)
    known["delivery_promise"] = promise
    return known


def variant(one: VariantShown) -> dict[str, Any]:
    """Return a variant; `available` is whether it can be bought, `stock` how many there are if they are few."""
    return _plain(one) | {"available": one.can_be_bought, "stock": one.left}


def _pagination(request: HttpRequest, page: Page) -> dict[str, Any]:
    cursors = {"limit": page.limit, "next_cursor": page.next_cursor, "previous_cursor": page.previous_cursor}
    if "cursor" in request.GET:
        return cursors
    has_next = page.page < page.total_pages and (page.page + 1) * page.limit <= MOST_ROWS
    return {
        "page": page.page,
        "total": page.total,
        "total_is_capped": page.total_is_capped,
        "total_pages": page.total_pages,
        "next": _at(request, page.page + 1) if has_next else None,
        "previous": _at(request, min(page.page - 1, max(page.total_pages, 1))) if page.page > 1 else None,
        **cursors,
    }


def _at(request: HttpRequest, page: int) -> str:
    asked = [(name, value) for name, values in request.GET.lists() if name != "page" for value in values]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*asked, ('page', page)], errors='replace')}")


def _facets(found: Facets) -> dict[str, Any]:
    price = found.price and {"min": found.price.lowest, "max": found.price.highest}
    return {
        "price": price and price | {"currency": found.price.lowest.currency},
        "filters": [
            {
                "code": facet.code,
                "label": facet.label,
                "values": [
                    {
                        "value": one.value,
                        "label": one.label,
                        "count": one.count,
                        "is_chosen": one.is_chosen,
                        "colour_hex": one.colour_hex,
                    }
                    for one in facet.values
                ],
            }
            for facet in found.facets
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, UUID | Money):
        return str(value)
    return {name: getattr(value, name) for name in _names(type(value))}


@cache
def _names(dataclass: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(dataclass))
