"""Pages of information among what pages of other apps show."""

from typing import Any

from django import template

from content.selectors import find_pages

register = template.Library()


@register.inclusion_tag("content/found_pages.html")
def found_pages(query: str) -> dict[str, Any]:
    """Show the pages of information that hold these words."""
    return {"found": find_pages(query)}
