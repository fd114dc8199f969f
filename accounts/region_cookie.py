"""How a browser keeps the region that was chosen on it."""

from django.conf import settings
from django.http import HttpResponse

from regions.selectors import COOKIE

A_YEAR = 365 * 24 * 3600


def keep_region(response: HttpResponse, code: str) -> None:
    response.set_cookie(
        COOKIE, code, max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
