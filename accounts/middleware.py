"""Who is looking at the page."""

from asgiref.sync import sync_to_async
from django.contrib.auth import middleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts import browser, known_device, services
from accounts.models import User
from accounts.region_cookie import keep_region
from core import context
from regions.selectors import COOKIE


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Sets `request.user` from the row of the device, in one query and only when somebody asks.

    A session that was ended, or whose person may not be signed in any more, leaves a stranger.
    """

    def process_request(self, request: HttpRequest) -> None:
        request.user = SimpleLazyObject(lambda: visitor(request))

        async def auser() -> User | AnonymousUser:
            return await sync_to_async(visitor)(request)

        request.auser = auser

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Show somebody who has just signed in the region of their account, unless this browser has chosen one.

        The browser keeps that they did, so that the next time is not told as that of a new device.
        """
        code = getattr(request, "region_to_keep", "")
        if code and COOKIE not in request.COOKIES:
            keep_region(response, code)
        if sessions := getattr(request, "device_to_know", None):
            known_device.keep_sessions(response, sessions)
        return response


def visitor(request: HttpRequest) -> User | AnonymousUser:
    """Return the person who is signed in on this browser; the session is at `request.device_session`."""
    if not hasattr(request, "_visitor"):
        request._visitor = _resolve(request)
    return request._visitor


def _resolve(request: HttpRequest) -> User | AnonymousUser:
    if browser.DEVICE_KEY not in request.session:
        request.device_session = None
        return AnonymousUser()
    session = request.device_session = browser.find_device(request)
    if session is None:
        request.session.flush()
        return AnonymousUser()
    services.touch_session(session, now=timezone.now())
    context.current().user_id = str(session.user_id)
    return session.user
