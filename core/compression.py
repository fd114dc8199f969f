"""Answers packed small, except where the size could betray a secret."""

import re
from collections.abc import Callable

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

LEAST_BYTES = 500
# Above this, brotli's fifth level costs more time than it saves on the wire.
QUICK_FROM_BYTES = 200_000
COMPRESSIBLE = re.compile(r"text/|application/(?:json|javascript|xml|yaml|manifest\+json|ld\+json)|image/svg\+xml")
ENCODING = re.compile(r"(?:^|,)\s*(br|gzip|\*)\s*(?:;\s*q=(0(?:\.\d+)?|1(?:\.0+)?))?\s*(?=,|$)")
RANDOM_BYTES = 100


def best_encoding(accepted: str) -> str:
    """Return br, gzip or nothing, as the browser asks."""
    if not accepted:
        return ""
    found = {name: float(quality or 1) for name, quality in ENCODING.findall(accepted.lower())}
    wanted = [name for name in ("br", "gzip") if found.get(name, found.get("*", 0)) > 0]
    return wanted[0] if wanted else ""


class CompressionMiddleware:
    """Packs answers to reads.

    Answers to writes stay as they are: a sign-in answers with tokens beside what was typed. On a page that holds
    a CSRF token the length is blurred with random bytes, so that guessing against it (BREACH) learns nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not _may_compress(request, response):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        encoding = best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if not encoding:
            return response
        content = response.content
        # Django sets the cookie with every answer in which the token stands.
        if settings.CSRF_COOKIE_NAME in response.cookies:
            encoding = "gzip"
            packed = compress_string(content, max_random_bytes=RANDOM_BYTES)
        elif encoding == "br":
            packed = brotli.compress(content, quality=4 if len(content) < QUICK_FROM_BYTES else 2)
        else:
            packed = compress_string(content)
        if len(packed) < len(content):
            response.content = packed
            response.headers["Content-Encoding"] = encoding
            response.headers["Content-Length"] = str(len(packed))
        return response


def _may_compress(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "GET"
        and not response.streaming
        and response.status_code == 200
        and len(response.content) >= LEAST_BYTES
        and "Content-Encoding" not in response.headers
        and COMPRESSIBLE.match(response.headers.get("Content-Type", "")) is not None
        and not getattr(response, "reflects_secret", False)
    )
