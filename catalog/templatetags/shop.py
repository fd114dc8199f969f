"""Parts of the catalogue that any page may show."""

from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from typing import Any

from django import template
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from catalog.enums import Audience
from catalog.selectors import Card, FacetValue
from catalog.tree import whole_tree
from core.money import Money

register = template.Library()

# About three kilobytes each.
MOST_DRAWN = 1_000
DOT = '<svg class="colour-dot" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="9" fill="{}"/></svg>'


@register.inclusion_tag("components/category_menu.html", takes_context=True)
def category_menu(context: dict[str, Any]) -> dict[str, Any]:
    """Show the uppermost categories, the one that the page belongs to marked."""
    current = context.get("current_categories") or set()
    request = context.get("request")
    try:
        roots = whole_tree().children_of(None, Audience.CUSTOMER)
    except DatabaseError:
        # Error pages have this menu too, and are drawn when the database is gone.
        roots = ()
    here = request.path if request else ""
    return {"roots": [(node, node.slug in current) for node in roots], "here": here}


@register.simple_tag
def product_card(card: Card, is_first: bool = False, level: str = "h3") -> SafeString:
    """Show a product in a list; pictures of the first screen are fetched at once."""
    return _drawn(card, is_first, level, get_language())


@lru_cache(maxsize=MOST_DRAWN)
def _drawn(card: Card, is_first: bool, level: str, _language: str | None) -> SafeString:
    """The same card is on many pages, and looks the same on all of them."""
    highest = card.highest_price or card.price
    about = {
        "card": card,
        "is_first": is_first,
        "level": level,
        "has_range": highest > card.price,
        "highest": highest,
        "found": _beside_the_name(card),
    }
    return render_to_string("components/product_card.html", about)


@register.simple_tag
def facet_values(code: str, kind: str, values: Iterable[FacetValue], first: int = 1) -> SafeString:
    """Show the values of a filter. A brand filter has a hundred of them: put together here, a tenth of the time."""
    return mark_safe(  # noqa: S308 - each part is escaped below
        "".join(_facet_value(code, kind, place, value) for place, value in enumerate(values, first))
    )


def _facet_value(code: str, kind: str, place: int, value: FacetValue) -> str:
    name, state, dot = escape(code), "", ""
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
