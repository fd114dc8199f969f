"""Proof of same origin for forms on pages that carry no token, because everyone gets the same bytes of them."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from core.error_pages import csrf_failed

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that the request comes from a page of this site. No word is no proof."""
    if site := request.META.get("HTTP_SEC_FETCH_SITE"):
        return site == "same-origin"
    return request.META.get("HTTP_ORIGIN") == f"{request.scheme}://{request.get_host()}"


def same_origin_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Stand in for Django's token where the form is on a cacheable page; else 403 and a page that keeps the input."""

    @wraps(view)
    def proved(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in SAFE and not is_same_origin(request):
            return csrf_failed(request)
        return view(request, *args, **kwargs)

    return csrf_exempt(proved)
