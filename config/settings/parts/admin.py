"""The back office: who gets in, and how it looks."""

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from config import env

# Staff without a second factor are sent to switch it on before they see anything.
STAFF_TWO_FACTOR_REQUIRED = env.flag("STAFF_TWO_FACTOR_REQUIRED", env.IS_PRODUCTION)
STAFF_TWO_FACTOR_PAGE = "/account/security/"
# Staff sign in again after so long without a page of the back office, and in any case after so many hours.
STAFF_IDLE_MINUTES = env.number("STAFF_IDLE_MINUTES", 120)
STAFF_SESSION_HOURS = env.number("STAFF_SESSION_HOURS", 12)

# Indigo to act, marigold to delight, on warm paper: the colours of static/css/tokens.css.
_PAPER = {
    "50": "oklch(0.985 0.007 84)",
    "100": "oklch(0.962 0.010 84)",
    "200": "oklch(0.905 0.013 84)",
    "300": "oklch(0.850 0.015 84)",
    "400": "oklch(0.705 0.020 268)",
    "500": "oklch(0.535 0.026 268)",
    "600": "oklch(0.445 0.030 268)",
    "700": "oklch(0.365 0.030 266)",
    "800": "oklch(0.300 0.026 266)",
    "900": "oklch(0.225 0.023 266)",
    "950": "oklch(0.180 0.020 266)",
}
_INDIGO = {
    "50": "oklch(0.970 0.014 268)",
    "100": "oklch(0.945 0.025 268)",
    "200": "oklch(0.890 0.045 268)",
    "300": "oklch(0.820 0.070 268)",
    "400": "oklch(0.740 0.100 268)",
    "500": "oklch(0.640 0.125 268)",
    "600": "oklch(0.420 0.125 268)",
    "700": "oklch(0.360 0.110 268)",
    "800": "oklch(0.315 0.100 268)",
    "900": "oklch(0.275 0.085 268)",
    "950": "oklch(0.215 0.060 268)",
}

UNFOLD = {
    "SITE_TITLE": "core.back_office.look.shop_name",
    "SITE_HEADER": "core.back_office.look.shop_name",
    "SITE_SUBHEADER": _("Back office"),
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("img/back-office-mark.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/back-office-mark.svg")}
    ],
    "ENVIRONMENT": "core.back_office.look.environment",
    "BORDER_RADIUS": "10px",
    "COLORS": {"base": _PAPER, "primary": _INDIGO},
    "STYLES": [lambda request: static("css/back_office.css")],
    "SCRIPTS": [
        lambda request: static("js/back-office/names.js"),
        lambda request: static("js/back-office/frame.js"),
    ],
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": True,
    "COMMAND": {"search_models": False},
    "SIDEBAR": {
        "show_search": True,
        "command_search": False,
        "navigation": "core.back_office.navigation.sidebar",
    },
    "ACCOUNT": {
        "navigation": [
            {"title": _("Security"), "link": "core.back_office.look.security_page"},
        ],
    },
}
