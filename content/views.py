"""Pages of the shell: home, information; and what browsers ask for by themselves."""

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cart import browser as cart
from catalog.views.visit import TAGS, Visit, head
from content.home import drawn_market
from content.selectors import PAGES
from content.showroom import showroom_context
from core import selectors
from core.caching import public

# The same bytes for everyone, until staff change the shop's settings or its menu.
shared = public(max_age=60, tags=["shop", "categories", "regions"])
an_hour = cache_control(public=True, max_age=3600)
PAPER, INDIGO = "#fdfaf4", "#283a72"


@public(max_age=300, tags=[*TAGS])
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    about = {"market": drawn_market(Visit(request)), "head": head(request, "content:home")}
    return render(request, "content/home.html", about)


@shared
@require_safe
def information(request: HttpRequest, slug: str) -> HttpResponse:
    about = {"page": PAGES[slug], "pages": PAGES.values(), "head": head(request, f"content:{slug}")}
    return render(request, "content/information.html", about)


@shared
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """GET /offline/: what the service worker shows when there is no network."""
    return render(request, "errors/offline.html")


@require_safe
def showroom(request: HttpRequest) -> HttpResponse:
    """GET /dev/ui/: every component in every state, for whoever designs or builds pages."""
    if not settings.DEV_PAGES:
        raise Http404
    return render(request, "content/showroom.html", showroom_context())


@require_safe
@cache_control(private=True, no_store=True)
@vary_on_headers("Cookie")
def account_menu(request: HttpRequest) -> HttpResponse:
    """GET /fragments/account-menu/: the one part of the header that differs between people."""
    about = {"user": request.user, "next": request.GET.get("next", ""), "cart_count": cart.count_of(request)}
    return render(request, "components/personal.html", about)


@require_safe
@an_hour
def manifest(request: HttpRequest) -> JsonResponse:
    """GET /manifest.webmanifest: how the shop looks on a phone's home screen."""
    shop = selectors.get_shop()
    icons = [
        {"src": staticfiles_storage.url(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    masked = {"src": staticfiles_storage.url("img/icon-mask-512.png"), "sizes": "512x512", "type": "image/png"}
    about = {
        "id": "/",
        "name": shop.name,
        "short_name": shop.name,
        "description": shop.spoken_tagline,
        "lang": get_language(),
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": INDIGO,
        "icons": [*icons, masked | {"purpose": "maskable"}],
    }
    return JsonResponse(about, content_type="application/manifest+json")


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """GET /service-worker.js: keeps the offline page of each language at hand, and nothing else."""
    offline = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            offline.append((reverse("content:home"), reverse("content:offline")))
    offline.sort(key=lambda one: len(one[0]), reverse=True)
    return render(request, "content/service_worker.js", {"offline": offline}, content_type="text/javascript")


@require_safe
@an_hour
def favicon(request: HttpRequest) -> HttpResponsePermanentRedirect:
    """GET /favicon.ico: for those who do not read the page's links."""
    return HttpResponsePermanentRedirect(staticfiles_storage.url("img/favicon-32.png"))
