"""Where a visitor may be sent next."""

import re
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

# Browsers drop tabs and newlines, read a backslash as a slash, and some servers decode once more.
SUSPICIOUS = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029]|%(?:0[0-9a-f]|1[0-9a-f]|5c|2f%2f)", re.IGNORECASE)
ENCODED_DOUBLE_SLASH = re.compile(r"^/(?:%2f|%5c|/)", re.IGNORECASE)


def safe_next_url(request: HttpRequest, url: str | None, default: str = "/") -> str:
    """Return the path of `url` when it stays on this site, and the default for everything else."""
    if not url or SUSPICIOUS.search(url):
        return default
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        return default
    own = f"{request.scheme}://{request.get_host()}"
    if url.startswith(f"{own}/"):
        url = url[len(own) :]
    if not url.startswith("/") or ENCODED_DOUBLE_SLASH.match(url):
        return default
    return url


def posted_from(page: str) -> Callable:
    """Lead whoever only visits the address of a form to the page the form stands on."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def posted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method in {"GET", "HEAD"}:
                return redirect(page)
            return view(request, *args, **kwargs)

        return posted

    return decorate


def moved_for_good(request: HttpRequest, path: str) -> HttpResponsePermanentRedirect:
    """Send on to the present address of what was asked for, with everything else that was asked."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
