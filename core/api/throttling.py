"""Counts API requests by the class that a view names: `route_class = RouteClass.CATALOGUE`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from core.route_limits import RouteClass, count

if TYPE_CHECKING:
    from rest_framework.views import APIView


class RouteClassThrottle(BaseThrottle):
    """Raises the refusal itself, so that pages and API say the same."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        route_class = getattr(view, "route_class", RouteClass.API)
        user_id = request.user.pk if route_class is RouteClass.API else None
        count(request._request, route_class, user_id=user_id)
        return True
