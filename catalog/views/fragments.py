"""Parts of pages that are asked for on their own: suggestions, and what somebody looked at before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalog import selectors
from catalog.views.visit import Visit, shared
from core.ids import read_id

MOST_SEEN = 12
LONGEST_IDS = 600


@shared
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """GET /suggest/?q=: what the search box offers while somebody types."""
    visit, text = Visit(request), selectors.read_text(request.GET, "q")
    found = selectors.suggest(text=text, shelf_id=visit.shelf_id, audience=visit.audience)
    number = sum(map(len, (found.queries, found.categories, found.brands, found.products)))
    about = {"found": found, "cards": [hit.as_card() for hit in found.products], "number": number}
    return render(request, "catalog/suggestions.html", about)


@require_safe
@cache_control(private=True, no_store=True)
def recently_viewed(request: HttpRequest) -> HttpResponse:
    """GET /fragments/recently-viewed/?ids=: cards of what the browser remembers; the shop keeps no such list."""
    asked = request.GET.get("ids", "")[:LONGEST_IDS].split(",")[:MOST_SEEN]
    cards = selectors.list_by_ids(
        shelf_id=Visit(request).shelf_id, product_ids=list(filter(None, map(read_id, asked)))
    )
    return render(request, "catalog/recently_viewed.html", {"cards": cards})
