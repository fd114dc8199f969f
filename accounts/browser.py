"""Signing a browser in and out: the cookie's session and the row of the device, kept together."""

from uuid import UUID

from django.contrib import auth
from django.http import HttpRequest
from django.utils import timezone

from accounts import known_device, selectors, services
from accounts.enums import SessionKind
from accounts.models import Session, User

BACKEND = "django.contrib.auth.backends.ModelBackend"
DEVICE_KEY = "device_session"


def sign_in(request: HttpRequest, *, user: User) -> Session:
    """Sign the person in on this browser, under a new cookie. Any earlier session of it ends."""
    earlier = known_device.sessions_on(request)
    if ended := sign_out_device(request):
        earlier.append(ended.pk)
    auth.login(request, user, backend=BACKEND)
    request.session.cycle_key()
    session = services.open_session(user=user, kind=SessionKind.BROWSER, known_sessions=earlier)
    request.session[DEVICE_KEY] = str(session.pk)
    request.device_session = session
    request.device_to_know = known_device.with_session(earlier, user=user, session=session)
    # Public pages know a person's region by the cookie alone; the middleware sets it on the answer.
    request.region_to_keep = user.shopping_region
    return session


def sign_out(request: HttpRequest) -> None:
    """End this browser's session and forget everything its cookie stood for."""
    sign_out_device(request)
    auth.logout(request)


def sign_out_device(request: HttpRequest) -> Session | None:
    """End this browser's session, and return it if there was one."""
    session = find_device(request)
    if session:
        services.end_session(session=session)
    return session


def find_device(request: HttpRequest) -> Session | None:
    """Return the session of this browser with its person, in one query, if it still signs them in."""
    try:
        session_id = UUID(request.session.get(DEVICE_KEY, ""))
    except ValueError:
        return None
    return selectors.find_session(session_id=session_id, now=timezone.now())
