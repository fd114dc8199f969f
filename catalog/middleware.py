"""Keeps the cookie by which public pages know a trade customer's browser."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from catalog.selectors.audience import COOKIE, trade_cookie


class AudienceMiddleware:
    """Gives the cookie with the first personal answer after signing in, and takes it away with the first after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = getattr(request, "session", None)
        if session is None or not session.accessed or getattr(request, "public", None) is not None:
            return response
        given = request.COOKIES.get(COOKIE)
        user = request.user
        wanted = trade_cookie(user.pk, session.session_key) if user.is_authenticated and session.session_key else None
        if wanted and wanted != given:
            response.set_cookie(
                COOKIE,
                wanted,
                max_age=settings.SESSION_COOKIE_AGE,
                httponly=True,
                samesite=settings.SESSION_COOKIE_SAMESITE,
                secure=request.is_secure(),
            )
        elif given and not wanted:
            response.delete_cookie(COOKIE, samesite=settings.SESSION_COOKIE_SAMESITE)
        return response
