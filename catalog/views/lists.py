"""Pages with lists of products: of a category, of a brand, of a search."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import selectors
from catalog.enums import Sort
from catalog.tree import Node, whole_tree
from catalog.views.listing import ShownList
from catalog.views.varied import varied
from catalog.views.visit import Visit, head, moved, shared
from core.errors import InvalidInput, NotFound

POPULAR = 10


@shared
@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /category/<slug>/"""
    visit, tree = Visit(request), whole_tree()
    node = tree.by_slug.get(slug)
    if node is None:
        return moved(
            request, "category", slug, lambda target: tree.is_visible(tree.by_slug[target].id, visit.audience)
        )
    if not tree.is_visible(node.id, visit.audience):
        raise NotFound
    shown = ShownList(visit, category=slug)
    words = selectors.category_words(node)
    about = {
        "node": node,
        "words": words,
        "title": words["seo_title"] or node.name_in(),
        "crumbs": _crumbs(tree.path(node.id)),
        "below": tree.children_of(node.id, visit.audience),
        "current_categories": {one.slug for one in tree.path(node.id)},
        "picture": node.picture,
        "head": head(request, "catalog:category", slug, query=_page_query(shown)),
    }
    return _answer(request, "catalog/category.html", shown, about)


@shared
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """GET /search/?q=: what has these words; without words, everything."""
    shown = ShownList(Visit(request))
    query = shown.wanted.text
    about: dict[str, Any] = {
        "query": query,
        "title": _("All products"),
        "head": head(request, "catalog:search", query=_page_query(shown)),
    }
    return _answer(request, "catalog/search.html", shown, about)


@shared
@require_safe
def brand(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /brand/<slug>/"""
    visit = Visit(request)
    brands = selectors.list_brands()
    row = brands.filter(slug=slug).first() if "\x00" not in slug else None
    if row is None:
        return moved(request, "brand", slug, lambda target: brands.filter(slug=target).exists())
    words = selectors.brand_words(row)
    about: dict[str, Any] = {
        "brand": row,
        "words": words,
        "title": words["name"],
        "crumbs": [
            (_("Home"), reverse("content:home")),
            (_("Brands"), reverse("catalog:brands")),
            (words["name"], ""),
        ],
        "picture": row.picture,
    }
    try:
        shown = ShownList(visit, fixed={"brand": row.slug})
    except InvalidInput:
        # Nothing of it was ever listed, so that no list knows its name.
        about |= {"cards": [], "total": 0, "head": head(request, "catalog:brand", slug)}
        return render(request, "catalog/brand.html", about | _way_on(visit))
    about["head"] = head(request, "catalog:brand", slug, query=_page_query(shown))
    return _answer(request, "catalog/brand.html", shown, about)


@shared
@require_safe
def brands(request: HttpRequest) -> HttpResponse:
    """GET /brands/: every brand by its first letter."""
    rows = list(selectors.list_brands())
    names = selectors.brand_names(rows)
    by_letter: dict[str, list[Any]] = {}
    for row in sorted(rows, key=lambda row: names[row.pk].casefold()):
        by_letter.setdefault(names[row.pk][:1].upper(), []).append((row, names[row.pk]))
    return render(
        request,
        "catalog/brands.html",
        {
            "letters": by_letter.items(),
            "crumbs": [_home(), (_("Brands"), "")],
            "head": head(request, "catalog:brands"),
        },
    )


def _answer(request: HttpRequest, template: str, shown: ShownList, about: dict[str, Any]) -> HttpResponse:
    if shown.is_beyond_the_end:
        left = shown.parameters.copy()
        left["page"] = str(shown.page.total_pages)
        return HttpResponseRedirect(f"{request.path}?{left.urlencode()}")
    about |= shown.context()
    if not shown.page.total:
        about |= _way_on(shown.visit, shown.wanted.text)
    return render(request, template, about)


def _way_on(visit: Visit, text: str = "") -> dict[str, Any]:
    """Return what a page without products offers instead: other words, categories, what others like."""
    tree = whole_tree()
    found = selectors.suggest(text=text, shelf_id=visit.shelf_id, audience=visit.audience) if text else None
    return {
        "popular": varied(visit, Sort.BEST_SELLING, POPULAR),
        "suggested": found,
        "categories": tree.children_of(None, visit.audience),
    }


def _crumbs(path: tuple[Node, ...]) -> list[tuple[str, str]]:
    above = [(node.name_in(), reverse("catalog:category", args=[node.slug])) for node in path[:-1]]
    return [_home(), *above, (path[-1].name_in(), "")]


def _home() -> tuple[str, str]:
    return _("Home"), reverse("content:home")


def _page_query(shown: ShownList) -> str:
    return f"?page={shown.pages.page}" if shown.pages.page > 1 else ""
