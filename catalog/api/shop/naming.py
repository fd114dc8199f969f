"""JSON of categories and brands for shoppers."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import selectors
from catalog.api.shop import serializers as shapes
from catalog.api.shop import writing
from catalog.api.shop.views import CATALOGUE, MOVED, SECONDS, ShopView, moved
from catalog.enums import Audience
from catalog.models import Brand
from catalog.tree import Node, Tree, whole_tree
from core.api.pagination import PagePagination
from core.caching import public
from core.errors import NotFound
from core.models import Picture

PICTURE_WIDTH = 400


@public(max_age=SECONDS, tags=CATALOGUE)
class Categories(ShopView):
    """GET /categories"""

    @extend_schema(
        operation_id="categories_tree",
        summary="All categories as a tree",
        tags=["Catalogue"],
        responses=shapes.CategoryBranchOut(many=True),
        auth=[{}],
    )
    def get(self, request: Request) -> HttpResponse:
        tree, audience = whole_tree(), selectors.audience_of(request)
        return writing.answer_data([branch(tree, node, audience) for node in tree.children_of(None, audience)])


@public(max_age=SECONDS, tags=CATALOGUE)
class CategoryDetail(ShopView):
    """GET /categories/{slug}"""

    @extend_schema(
        operation_id="categories_retrieve",
        summary="One category with what is below and above it",
        tags=["Catalogue"],
        responses={200: shapes.CategoryOut, 301: MOVED},
        auth=[{}],
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        tree, audience = whole_tree(), selectors.audience_of(request)
        node = tree.by_slug.get(slug)
        if node is None:
            return moved(request, "category", slug=slug)
        if not tree.is_visible(node.id, audience):
            raise NotFound
        words = selectors.category_words(node)
        crumbs = [selectors.Named(one.id, one.slug, one.name_in()) for one in tree.path(node.id)]
        about = {
            "description": words["description"],
            "breadcrumbs": crumbs,
            "seo": selectors.Seo(words["seo_title"] or node.name_in(), words["seo_description"]),
        }
        return writing.answer_data(branch(tree, node, audience) | about)


@public(max_age=SECONDS, tags=CATALOGUE)
class Brands(ShopView):
    """GET /brands"""

    pagination_class = PagePagination

    @extend_schema(
        operation_id="brands_list",
        summary="Brands by name",
        tags=["Catalogue"],
        responses=shapes.BrandOut(many=True),
        auth=[{}],
    )
    def get(self, request: Request) -> Response:
        pages = PagePagination()
        rows = pages.paginate_queryset(selectors.list_brands(), request, view=self)
        names = selectors.brand_names(rows)
        return pages.get_paginated_response([brand(row, names) for row in rows])


@public(max_age=SECONDS, tags=CATALOGUE)
class BrandDetail(ShopView):
    """GET /brands/{slug}"""

    @extend_schema(
        operation_id="brands_retrieve",
        summary="One brand",
        tags=["Catalogue"],
        responses={200: shapes.BrandDetailOut, 301: MOVED},
        auth=[{}],
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        row = selectors.list_brands().filter(slug=slug).first()
        if row is None:
            return moved(request, "brand", slug=slug)
        words = selectors.brand_words(row)
        about = {"description": words["description"], "website": row.website}
        return writing.answer_data(brand(row, {row.pk: words["name"]}) | about)


def branch(tree: Tree, node: Node, audience: Audience) -> dict[str, Any]:
    """Return a category with everything below it that this audience sees."""
    return {
        "id": node.id,
        "slug": node.slug,
        "name": node.name_in(),
        "image": picture(node.picture),
        "children": [branch(tree, child, audience) for child in tree.children_of(node.id, audience)],
    }


def brand(row: Brand, names: dict[Any, str]) -> dict[str, Any]:
    name = names.get(row.pk, row.name)
    return {"id": str(row.pk), "slug": row.slug, "name": name, "logo": picture(row.picture)}


def picture(kept: Picture | None) -> dict[str, Any] | None:
    if kept is None:
        return None
    return {
        "url": kept.url(PICTURE_WIDTH), "srcset": kept.srcset(), "width": kept.width, "height": kept.height,
    }  # fmt: skip
