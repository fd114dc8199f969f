"""The side navigation and the search from anywhere."""

from typing import Any

from django.http import HttpRequest

from core.back_office.registry import Hit, back_office, may_see

MIN_TERM = 2


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what this member of staff may open, grouped by what the work is about."""
    return [
        {
            "title": section.title,
            "separator": True,
            "items": [{"title": link.title, "icon": link.icon, "link": link.url} for link in links],
        }
        for section in back_office.navigation
        if (links := [link for link in section.links if may_see(request, link.permission)])
    ]


def find(request: HttpRequest, term: str) -> list[Hit]:
    """Return what the registered sources find, from those this member of staff may see."""
    term = term.strip()
    if len(term) < MIN_TERM:
        return []
    return [
        hit
        for source in back_office.search_sources
        if may_see(request, source.permission)
        for hit in source.find(term)
    ]
