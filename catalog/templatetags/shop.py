"""Parts of the catalogue that any page may show."""

from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from typing import Any

from django import template
from django.db import DatabaseError
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from catalog.enums import Audience
from catalog.selectors import Card, FacetValue, PriceRange
from catalog.tree import TAG, whole_tree
from core import caching
from core.money import Money

register = template.Library()

# Cards have about three kilobytes, panels of filters twenty, menus one.
MOST_CARDS, MOST_PANELS, MOST_MENUS = 1_000, 100, 200
DOT = '<svg class="colour-dot" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="9" fill="{}"/></svg>'


@register.simple_tag(takes_context=True)
def category_menu(context: dict[str, Any]) -> SafeString:
    """Show the uppermost categories, the one that the page belongs to marked."""
    current = context.get("current_categories") or set()
    request = context.get("request")
    here = request.path if request else ""
    language = get_language()
    try:
        links = caching.remember(TAG, _menu_links, named=f"menu in {language}")
    except DatabaseError:
        # Error pages have this menu too, and are drawn when the database is gone.
        links = []
    marks = ("page" if url == here else "true" if slug in current else "" for slug, url, _name in links)
    return _menu(tuple((url, name, mark) for (_slug, url, name), mark in zip(links, marks, strict=True)), language)


def _menu_links() -> list[tuple[str, str, str]]:
    roots = whole_tree().children_of(None, Audience.CUSTOMER)
    return [(node.slug, reverse("catalog:category", args=[node.slug]), node.name_in()) for node in roots]


@lru_cache(maxsize=MOST_MENUS)
def _menu(links: tuple[tuple[str, str, str], ...], _language: str | None) -> SafeString:
    return render_to_string("components/category_menu.html", {"links": links})


@register.simple_tag
def product_cards(cards: Iterable[Card], first: int = 0) -> SafeString:
    """Show products as the rows of a list; the pictures of the first screen are fetched at once."""
    language = get_language()
    drawn = (_drawn(card, place < first, language) for place, card in enumerate(cards))
    return mark_safe("".join(f"<li>{card}</li>" for card in drawn))  # noqa: S308 - a template's own output


@lru_cache(maxsize=MOST_CARDS)
def _drawn(card: Card, is_first: bool, _language: str | None) -> SafeString:
    """The same card is on many pages, and looks the same on all of them."""
    highest = card.highest_price or card.price
    about = {
        "card": card,
        "is_first": is_first,
        "has_range": highest > card.price,
        "highest": highest,
        "found": _beside_the_name(card),
    }
    return render_to_string("components/product_card.html", about)


@register.simple_tag(takes_context=True)
def filter_panel(context: dict[str, Any]) -> SafeString:
    """Show by what a list can be narrowed."""
    request, shown = context["request"], context["list"]
    # Only the categories of a search are links that keep the rest of the address.
    query = "" if shown.category_slug else request.GET.urlencode()
    about = {name: tuple(context[name]) for name in ("hidden", "filters", "price_values", "price_mistakes")}
    return _filter_panel(request.path, query, shown.category_slug, context["price"], get_language(), **about)


@lru_cache(maxsize=MOST_PANELS)
def _filter_panel(
    path: str, query: str, category_slug: str, price: PriceRange | None, _language: str | None, **about: Any
) -> SafeString:
    """The same counts stand beside every page and order of a list."""
    about |= {"path": path, "parameters": QueryDict(query), "category_slug": category_slug, "price": price}
    return render_to_string("catalog/filters.html", about)


@register.simple_tag
def facet_values(code: str, kind: str, values: Iterable[FacetValue], first: int = 1) -> SafeString:
    """Show the values of a filter. A brand filter has a hundred of them: put together here, a tenth of the time."""
    return mark_safe(  # noqa: S308 - each part is escaped below
        "".join(_facet_value(escape(code), kind, place, value) for place, value in enumerate(values, first))
    )


def _facet_value(name: str, kind: str, place: int, value: FacetValue) -> str:
    state, dot = "", ""
    if value.is_chosen:
        state = " checked"
    elif not value.count:
        state = " disabled"
    if value.colour_hex:
        dot = DOT.format(escape(value.colour_hex))
    return (
        f'<label class="facet-value"><input type="{"radio" if kind == "radio" else "checkbox"}" name="{name}"'
        f' value="{escape(value.value)}" id="f-{name}-{place}"{state}>{dot}'
        f'<span>{escape(value.label)}</span><span class="count">{number_format(value.count)}</span></label>'
    )


def _beside_the_name(card: Card) -> str:
    """Return where the words of a search were found, unless it is the name, which stands on the card anyway."""
    parts = [part for part in card.highlight.split(" · ") if unescape(strip_tags(part)) != card.name]
    return " · ".join(parts)


@register.filter
def money(amount: Money) -> str:
    """Return an amount as people of the page's language write it."""
    return amount.display(get_language())
