"""The page of one product."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import selectors
from catalog.counting import count_view
from catalog.enums import MediaKind, Sort
from catalog.selectors import Detail, Media, VariantShown
from catalog.views.choices import chosen_variant, rows_of
from catalog.views.structured import crumbs_ld, product_ld
from catalog.views.varied import varied
from catalog.views.visit import Visit, current, head, moved
from core.context_processors import shown_shop
from core.error_pages import answer
from core.errors import NotFound
from core.origin import absolute
from core.redirects import moved_for_good
from regions.selectors import region_of

RELATED, NIL = 6, UUID(int=0)
LONGEST_SKU = 100
ENOUGH_PICTURES = 3


@current
@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /product/<slug>/?variant=<sku>"""
    visit = Visit(request)
    try:
        shown = visit.product(slug)
    except NotFound:
        return _moved_or_elsewhere(visit, slug)
    if shown.slug != slug:
        # Asked for by its id.
        return moved_for_good(request, reverse("catalog:product", args=[shown.slug]))
    count_view(request, shown.id)
    response = render(request, "catalog/product.html", shown_on_page(visit, shown))
    response.counted = str(shown.id)
    return response


def _moved_or_elsewhere(visit: Visit, slug: str) -> HttpResponse:
    """Send on from a former address, or say that it is sold, but not in this region. Raises NotFound."""
    try:
        return moved(visit.request, "product", slug, visit.product)
    except NotFound:
        named, region = selectors.find_moved(slug=slug) or slug, region_of(visit.request)
        category_id = selectors.find_elsewhere(named=named, region_id=region.id, audience=visit.audience)
        if category_id is None or visit.request.headers.get("HX-Request"):
            raise
    # Neither its name nor a picture: only what is sold here instead.
    alike = [
        hit.as_card()
        for hit in selectors.list_related(
            shelf_id=visit.shelf_id, product_id=NIL, category_id=category_id, limit=RELATED
        )
    ]
    return answer(
        visit.request,
        status=404,
        code=NotFound.code,
        message=str(NotFound.message),
        template="errors/not_sold_here.html",
        cards=alike or varied(visit, Sort.BEST_SELLING, RELATED),
    )


def shown_on_page(visit: Visit, shown: Detail) -> dict[str, Any]:
    """Return what the page of a product shows."""
    request = visit.request
    related = selectors.list_related(
        shelf_id=visit.shelf_id, product_id=shown.id, category_id=shown.category.id, limit=RELATED
    )
    chosen = chosen_variant(shown, request.GET.get("variant", "")[:LONGEST_SKU])
    return _about(request, shown) | {
        "chosen": chosen,
        "rows": rows_of(shown, chosen),
        "pictures": _pictures(shown, chosen),
        "films": [one for one in shown.media if one.kind != MediaKind.IMAGE],
        "related": [hit.as_card() for hit in related],
        "current_categories": {crumb.slug for crumb in shown.breadcrumbs},
    }


def _about(request: HttpRequest, shown: Detail) -> dict[str, Any]:
    links = [(_("Home"), reverse("content:home"))]
    links += [(one.name, reverse("catalog:category", args=[one.slug])) for one in shown.breadcrumbs]
    images = [absolute(request, one.url) for one in shown.media if one.kind == MediaKind.IMAGE]
    told = head(request, "catalog:product", shown.slug, type="product", image=next(iter(images), ""))
    seller = shown.store.name if shown.store else shown_shop().name
    steps = [(name, absolute(request, url)) for name, url in [*links, (shown.name, quote(request.path))]]
    return {
        "product": shown,
        "head": told,
        "crumbs": [*links, (shown.name, "")],
        "product_ld": product_ld(shown, url=told["canonical"], pictures=images, seller=seller),
        "crumbs_ld": crumbs_ld(steps),
        "seller": seller,
        "promise": selectors.find_promise(shown, region_of(request)),
    }


def _pictures(shown: Detail, chosen: VariantShown | None) -> list[Media]:
    """Return the pictures, those of the chosen variant first; those of others only where there are few besides."""
    own = set(chosen.media) if chosen else set()
    images = [one for one in shown.media if one.kind == MediaKind.IMAGE]
    of_others = {key for variant in shown.variants for key in variant.media} - own
    ordered = sorted(images, key=lambda one: (one.id in of_others, one.id not in own))
    return ordered[: max(sum(one.id not in of_others for one in images), ENOUGH_PICTURES)]
