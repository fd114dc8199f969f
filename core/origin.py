"""Where the shop says that it is, in what it tells search engines and other people's pages."""

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import iri_to_uri


def origin_of(request: HttpRequest) -> str:
    """Return the origin that SITE_URL names; where it was not set, the one that was asked."""
    return settings.SITE_ORIGIN or f"{request.scheme}://{request.get_host()}"


def absolute(request: HttpRequest, url: str) -> str:
    """Return the address with the shop's origin, unless it has another one already."""
    return urljoin(origin_of(request), iri_to_uri(url))
