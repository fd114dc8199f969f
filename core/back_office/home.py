"""The home page: figures, queues and panels that apps have put there."""

from typing import Any

from django.http import HttpRequest

from core.back_office.registry import Card, back_office, may_see, panels_for


def home(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the home page's content to the site's context."""
    context["cards"] = _figures(request, back_office.cards)
    context["queues"] = _figures(request, back_office.queues)
    context["panels"] = panels_for(request, back_office.home_panels)
    return context


def _figures(request: HttpRequest, cards: Any) -> list[dict[str, Any]]:
    shown: list[Card] = [card for card in cards if may_see(request, card.permission)]
    return [{"title": card.title, "icon": card.icon, "figure": card.figure()} for card in shown]
