"""Django itself. What belongs to one concern lives in parts/."""

from config import env

from .parts.accounts import *  # noqa: F403
from .parts.admin import *  # noqa: F403
from .parts.api import *  # noqa: F403
from .parts.background import *  # noqa: F403
from .parts.cache import *  # noqa: F403
from .parts.database import *  # noqa: F403
from .parts.mail import *  # noqa: F403
from .parts.observability import *  # noqa: F403
from .parts.regions import *  # noqa: F403
from .parts.security import *  # noqa: F403
from .parts.storage import *  # noqa: F403

BASE_DIR, VAR_DIR = env.BASE_DIR, env.VAR_DIR
DEBUG = False
MAINTENANCE = env.flag("MAINTENANCE", False)
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}").rstrip("/")
# What was said, not what is assumed: only that is told to search engines.
SITE_ORIGIN = env.text("SITE_URL", "").rstrip("/")

INSTALLED_APPS = [
    "config",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "core.back_office.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "corsheaders",
    "django_htmx",
    "template_partials",
    "phonenumber_field",
    "django_countries",
    "core",
    "regions",
    "accounts",
    "audit",
    "stores",
    "catalog",
    "promotions",
    "shipping",
    "inventory",
    "cart",
    "notifications",
    "content",
]

# What the cache answers passes the first two alone, with all the headers that the rest gave it when it was made.
MIDDLEWARE = [
    "core.middleware.RequestContextMiddleware",
    "core.caching.PublicCacheMiddleware",
    "core.middleware.SecurityHeadersMiddleware",
    "core.middleware.PathMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "core.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "core.middleware.MaintenanceMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.AuthenticationMiddleware",
    "catalog.middleware.AudienceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cart.middleware.CartMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.shop",
                "regions.context_processors.region",
            ],
        },
    },
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("hi", "हिन्दी")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = "UTC"
