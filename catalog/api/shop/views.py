"""JSON of the catalogue for shoppers: public, the same for everyone of a region, language and audience."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from catalog import selectors
from catalog.api.shop import serializers as shapes
from catalog.api.shop import writing
from catalog.counting import count_search, count_view
from catalog.enums import Sort
from catalog.tree import whole_tree
from core.caching import public
from core.errors import InvalidInput, NotFound
from core.redirects import moved_for_good
from core.route_limits import RouteClass
from regions.selectors import region_of
from stores.selectors import get_store

CATALOGUE = ("catalogue", "categories", "brands", "regions", "shelves", "stores", "synonyms")
SECONDS = 300
MOST_RELATED = 12
MOVED = OpenApiResponse(description="It has another address now, see `Location`.")


class ShopView(APIView):
    """What every visitor may read."""

    permission_classes = (AllowAny,)
    route_class = RouteClass.CATALOGUE
    pagination_class: Any = None


def moved(request: Request, kind: str, **former: str) -> HttpResponse:
    """Send on to the same path of what a former address leads to, if this visitor may see what is there."""
    [(name, slug)] = former.items()
    target = selectors.find_moved(slug=slug, kind=kind)
    if not target:
        raise NotFound
    if kind == "product":
        _product(request, target)
    match = request.resolver_match
    return moved_for_good(request, reverse(match.view_name, kwargs={**match.kwargs, name: target}))


def of_product(get: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the product that its path names, by its slug, its id or a former address."""

    @wraps(get)
    def find(view: ShopView, request: Request, named: str, **rest: Any) -> HttpResponse:
        try:
            product = _product(request, named)
        except NotFound:
            return moved(request, "product", named=named)
        return get(view, request, product, **rest)

    return find


def _product(request: Request, named: str) -> selectors.Detail:
    return selectors.get_product(
        named=named,
        shelf_id=selectors.shelf_of(request),
        audience=selectors.audience_of(request),
        currency=region_of(request).currency,
    )


@public(max_age=SECONDS, tags=CATALOGUE)
class Products(ShopView):
    """GET /products"""

    pagination_class = shapes.ListPages

    @extend_schema(
        operation_id="products_list",
        summary="Products, filtered and sorted",
        tags=["Catalogue"],
        parameters=[shapes.FilterIn],
        responses=shapes.CardOut(many=True),
        auth=[{}],
    )
    def get(self, request: Request) -> HttpResponse:
        return list_answer(request)


@public(max_age=SECONDS, tags=CATALOGUE)
class ProductSearch(ShopView):
    """GET /products/search"""

    pagination_class = shapes.ListPages

    @extend_schema(
        operation_id="products_search",
        summary="Products in which words are found",
        description="Like the list; `q` is needed.",
        tags=["Catalogue"],
        parameters=[shapes.FilterIn],
        responses=shapes.CardOut(many=True),
        auth=[{}],
    )
    def get(self, request: Request) -> HttpResponse:
        if not request.GET.get("q", "").strip():
            raise InvalidInput(q=[_("Say what you are looking for.")])
        return list_answer(request)


@public(max_age=SECONDS, tags=CATALOGUE)
class ProductsOfCategory(ShopView):
    """GET /products/category/{slug}"""

    pagination_class = shapes.ListPages

    @extend_schema(
        operation_id="products_of_category",
        summary="Products of a category and of those below it",
        tags=["Catalogue"],
        parameters=[shapes.FilterIn],
        responses={200: shapes.CardOut(many=True), 301: MOVED},
        auth=[{}],
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        node = whole_tree().by_slug.get(slug)
        if node is None:
            return moved(request, "category", slug=slug)
        return list_answer(request, category=slug)


@public(max_age=SECONDS, tags=[*CATALOGUE, "stores"])
class ProductsOfStore(ShopView):
    """GET /stores/{key}/products"""

    pagination_class = shapes.ListPages

    @extend_schema(
        operation_id="products_of_store",
        summary="Products of a store, by its id or address",
        tags=["Catalogue"],
        parameters=[shapes.FilterIn],
        responses=shapes.CardOut(many=True),
        auth=[{}],
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        return list_answer(request, store=get_store(key).slug)


@public(max_age=SECONDS, tags=CATALOGUE)
class ProductSuggestions(ShopView):
    """GET /products/suggest"""

    @extend_schema(
        operation_id="products_suggest",
        summary="What the search box suggests",
        tags=["Catalogue"],
        parameters=[shapes.SuggestIn],
        responses=shapes.SuggestionsOut,
        auth=[{}],
    )
    def get(self, request: Request) -> HttpResponse:
        text = selectors.read_text(request.GET, "q")
        found = selectors.suggest(
            text=text, shelf_id=selectors.shelf_of(request), audience=selectors.audience_of(request)
        )
        rest = {"categories": found.categories, "brands": found.brands, "queries": found.queries}
        return writing.answer(f'"data":{{"products":{writing.cards(found.products)},{writing.to_json(rest)[1:]}')


@public(max_age=SECONDS, tags=[*CATALOGUE, "shipping"], is_current=True)
class ProductDetail(ShopView):
    """GET /products/{named}"""

    @extend_schema(
        operation_id="products_retrieve",
        summary="One product, by slug or id",
        tags=["Catalogue"],
        responses={200: shapes.DetailOut, 301: MOVED},
        auth=[{}],
    )
    @of_product
    def get(self, request: Request, product: selectors.Detail) -> HttpResponse:
        count_view(request._request, product.id)
        response = writing.answer_data(writing.detail(product, selectors.find_promise(product, region_of(request))))
        response.counted = str(product.id)
        return response


@public(max_age=SECONDS, tags=CATALOGUE, is_current=True)
class ProductVariants(ShopView):
    """GET /products/{named}/variants"""

    @extend_schema(
        operation_id="products_variants",
        summary="The variants of a product",
        tags=["Catalogue"],
        responses={200: shapes.VariantOut(many=True), 301: MOVED},
        auth=[{}],
    )
    @of_product
    def get(self, request: Request, product: selectors.Detail) -> HttpResponse:
        return writing.answer_data([writing.variant(one) for one in product.variants])


@public(max_age=SECONDS, tags=CATALOGUE, is_current=True)
class ProductMedia(ShopView):
    """GET /products/{named}/media"""

    @extend_schema(
        operation_id="products_media",
        summary="What there is to look at of a product",
        tags=["Catalogue"],
        responses={200: shapes.MediaOut(many=True), 301: MOVED},
        auth=[{}],
    )
    @of_product
    def get(self, request: Request, product: selectors.Detail) -> HttpResponse:
        return writing.answer_data([asdict(one) for one in product.media])


@public(max_age=SECONDS, tags=CATALOGUE, is_current=True)
class ProductMediaSizes(ShopView):
    """GET /products/{named}/media/{media_id}/urls"""

    @extend_schema(
        operation_id="products_media_urls",
        summary="The sizes of one of its pictures",
        tags=["Catalogue"],
        responses={200: shapes.RenditionOut(many=True), 301: MOVED},
        auth=[{}],
    )
    @of_product
    def get(self, request: Request, product: selectors.Detail, media_id: UUID) -> HttpResponse:
        for one in product.media:
            if one.id == media_id:
                return writing.answer_data([asdict(size) for size in one.renditions])
        raise NotFound


@public(max_age=SECONDS, tags=CATALOGUE, is_current=True)
class RelatedProducts(ShopView):
    """GET /products/{named}/related"""

    @extend_schema(
        operation_id="products_related",
        summary="The best rated of the same category",
        tags=["Catalogue"],
        responses={200: shapes.CardOut(many=True), 301: MOVED},
        auth=[{}],
    )
    @of_product
    def get(self, request: Request, product: selectors.Detail) -> HttpResponse:
        hits = selectors.list_related(
            shelf_id=selectors.shelf_of(request), product_id=product.id, category_id=product.category.id,
            limit=MOST_RELATED,
        )  # fmt: skip
        return writing.answer(f'"data":{writing.cards(hits)}')


def list_answer(request: Request, *, category: str = "", store: str = "") -> HttpResponse:
    """Return the list that the parameters ask for."""
    parameters, shelf_id = request.GET, selectors.shelf_of(request)
    if store:
        parameters = parameters.copy()
        parameters["store"] = store
    currency = region_of(request).currency
    wanted = selectors.read_wanted(parameters, currency=currency, tree=whole_tree(), category=category)
    pages, wants_facets = selectors.read_pages(parameters), selectors.wants_facets(parameters)
    page = selectors.list_products(shelf_id=shelf_id, wanted=wanted, pages=pages)
    if wanted.text and pages.page == 1 and not pages.cursor and pages.sort is Sort.RELEVANCE:
        count_search(wanted.text, page.total_as_typed)
    facets = None
    if wants_facets:
        facets = selectors.list_facets(shelf_id=shelf_id, wanted=wanted, groups=page.groups, currency=currency)
    return writing.answer_page(request, page, facets)
