"""What the pages of carts share."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from cart.browser import holder_for
from core.redirects import posted_from
from core.route_limits import RouteClass, limited
from regions.selectors import region_of

View = Callable[..., HttpResponse]
private = cache_control(private=True, no_store=True)


def own_page(view: View) -> View:
    """A page about the visitor's own cart or lists."""
    return require_safe(private(view))


def action(page: str) -> Callable[[View], View]:
    """Something that is posted from the forms of this page."""

    def decorate(view: View) -> View:
        return require_http_methods(["GET", "HEAD", "POST"])(private(posted_from(page)(limited(RouteClass.API)(view))))

    return decorate


def writer(request: HttpRequest) -> dict[str, Any]:
    """Return what every service wants to know of who writes."""
    return {"holder": holder_for(request), "region": region_of(request), "now": timezone.now()}
