"""Whose cart a browser has: the person's who is signed in on it, else the guest's whose token its cookie holds."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cart.constants import COOKIE_DAYS
from cart.holders import Holder, find_guest, new_token
from cart.selectors import count_units

COOKIE = "cart"


def find_holder(request: Any) -> Holder | None:
    """Return whose cart this browser has; nobody's before something was put into one."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return Holder(user=request.user)
    return find_guest(request.COOKIES.get(COOKIE, ""))


def count_of(request: Any) -> int:
    """Return how many things are in the cart of this browser."""
    return count_units(find_holder(request))


def holder_for(request: Any) -> Holder:
    """Return whose cart is to be written; a stranger becomes a guest, whom the answer gives their cookie."""
    holder = find_holder(request)
    if holder and holder.user:
        return holder
    token = request.COOKIES[COOKIE] if holder else new_token()
    request.cart_token = token
    guest = find_guest(token)
    assert guest is not None
    return guest


def keep_token(response: HttpResponse, token: str, request: HttpRequest) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_DAYS * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def forget_token(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
