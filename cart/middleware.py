"""Keeps a guest's cookie, and brings what the guest put together along when they sign in."""

import logging
from collections.abc import Callable

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cart import services
from cart.browser import COOKIE, forget_token, keep_token
from cart.holders import Holder, find_guest
from cart.services import Merge
from regions.selectors import region_of

log = logging.getLogger(__name__)


class CartMiddleware:
    """Looks at answers to browsers that carry a guest's cart; all others pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if token := getattr(request, "cart_token", ""):
            keep_token(response, token, request)
        elif COOKIE in request.COOKIES and _is_signed_in(request):
            _merge(request, response)
        return response


def _is_signed_in(request: HttpRequest) -> bool:
    """Whether somebody is, without asking on behalf of pages that are the same for everyone."""
    session = getattr(request, "session", None)
    if session is None or not session.accessed or getattr(request, "public", None) is not None:
        return False
    return request.user.is_authenticated


def _merge(request: HttpRequest, response: HttpResponse) -> None:
    guest = find_guest(request.COOKIES[COOKIE])
    if guest:
        person = Holder(user=request.user)
        try:
            merge = services.merge_carts(guest=guest, person=person, region=region_of(request), now=timezone.now())
        except OperationalError:
            # Nobody is kept from signing in for this: the cookie stays, and the next answer tries again.
            log.warning("a guest's cart was not merged", exc_info=True)
            return
        _tell(request, merge)
    forget_token(response)


def _tell(request: HttpRequest, merge: Merge) -> None:
    if not merge.joined:
        return
    count = len(merge.joined)
    text = ngettext(
        "The thing that you put into your cart before is in it still.",
        "The %(count)d things that you put into your cart before are in it still.",
        count,
    )
    messages.info(request, text % {"count": count})
    for line in merge.fewer:
        text = _("There are only %(units)d of “%(name)s”: your cart has that many now.")
        messages.warning(request, text % {"units": line.quantity, "name": line.goods.name if line.goods else ""})
