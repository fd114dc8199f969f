"""What robots read: which paths are theirs, whom to tell of a hole, and the addresses of the shop, streamed."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core import selectors, sitemaps
from core.origin import absolute, origin_of

an_hour = cache_control(public=True, max_age=3600)
SECURITY_TEXT_DAYS = 180
PRIVATE = ("/admin/", "/account/", "/api/", "/fragments/", "/suggest/", "/region/", "/dev/")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
ALTERNATES = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@require_safe
@an_hour
def robots(request: HttpRequest) -> HttpResponse:
    """GET /robots.txt"""
    languages = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    paths = [*PRIVATE, *(f"/{code}{path}" for code in languages for path in PRIVATE)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths)]
    lines += ["", f"Sitemap: {absolute(request, reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@an_hour
def security(request: HttpRequest) -> HttpResponse:
    """GET /.well-known/security.txt (RFC 9116): whom to tell of a hole in the shop."""
    last_day = timezone.now().date() + timedelta(days=SECURITY_TEXT_DAYS)
    lines = [
        f"Contact: mailto:{selectors.get_shop().contact_email}",
        f"Expires: {datetime.combine(last_day, time.min):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {settings.SITE_URL}{request.path}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@an_hour
def index(request: HttpRequest) -> HttpResponse:
    """GET /sitemap.xml: where the maps are."""
    maps = [
        absolute(request, reverse("sitemap-part", args=[name, int(part)]))
        for name, found in sitemaps.registered().items()
        for part in found.parts()
    ]
    rows = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>\n" for url in maps)
    return HttpResponse(f"{HEAD}<sitemapindex {SITEMAPS}>\n{rows}</sitemapindex>\n", content_type="application/xml")


@require_safe
@an_hour
def sitemap(request: HttpRequest, name: str, part: int) -> StreamingHttpResponse:
    """GET /sitemaps/<name>-<part>.xml: addresses in every language, each with its twins."""
    found = sitemaps.registered().get(name)
    if found is None or part >= 2**63:
        raise Http404
    return StreamingHttpResponse(_written(found.rows(str(part)), origin_of(request)), content_type="application/xml")


def _written(paths: Iterable[str], origin: str) -> Iterator[str]:
    yield f"{HEAD}<urlset {SITEMAPS} {ALTERNATES}>\n"
    codes = [code for code, _name in settings.LANGUAGES]
    for path in _in_own_language(paths):
        twins = {code: escape(f"{origin}{_in_language(path, code)}") for code in codes}
        links = "".join(f'<xhtml:link rel="alternate" hreflang="{code}" href="{url}"/>' for code, url in twins.items())
        for url in twins.values():
            yield f"<url><loc>{url}</loc>{links}</url>\n"
    yield "</urlset>\n"


def _in_own_language(paths: Iterable[str]) -> Iterator[str]:
    """Addresses are made while they are streamed, when the request's own language is long decided."""
    waiting = iter(paths)
    while True:
        with override(settings.LANGUAGE_CODE):
            path = next(waiting, None)
        if path is None:
            return
        yield path


def _in_language(path: str, code: str) -> str:
    """Addresses differ by their prefix alone; resolving each one would cost more than reading it."""
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"
