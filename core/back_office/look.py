"""What the back office calls itself."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from core.selectors import get_shop


def shop_name(request: HttpRequest) -> str:
    return get_shop().name


def environment(request: HttpRequest) -> list[str]:
    """Return the label beside the title, so that nobody takes a trial for the real shop."""
    if settings.DEV_PAGES:
        return [_("Trial"), "warning"]
    return [_("Live"), "success"]


def security_page(request: HttpRequest) -> str:
    return resolve_url(settings.STAFF_TWO_FACTOR_PAGE)
