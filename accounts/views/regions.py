"""Choosing where to shop. The form stands on every page, cacheable ones too, and works without JavaScript."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import services
from accounts.region_cookie import keep_region
from core.redirects import posted_from, safe_next_url
from core.same_origin import same_origin_required
from regions import selectors


@require_http_methods(["GET", "HEAD", "POST"])
@posted_from("content:home")
@same_origin_required
def choose_region(request: HttpRequest) -> HttpResponse:
    """POST /region/: keep the region in a cookie, and with the account of whoever is signed in; back to the page."""
    response = redirect(safe_next_url(request, request.POST.get("next")))
    region = selectors.find_region(code=request.POST.get("region", ""))
    if region is None:
        messages.error(request, _("We do not sell there any more. Choose another region."))
        return response
    keep_region(response, region.code)
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        services.choose_region(user=request.user, code=region.code)
    return response
