"""Keys, hosts, headers."""

import os
import secrets
from contextlib import suppress
from tempfile import NamedTemporaryFile

from django.core.exceptions import ImproperlyConfigured

from config import env

from .storage import MEDIA_CDN_URL, MEDIA_EXTERNAL_HOSTS

# What Django's own check of a deployment asks for.
SHORTEST_KEY = 50


def _key(name: str) -> str:
    """Return the key; without one, the embedded shop keeps its own in var/."""
    if env.IS_PRODUCTION:
        key = env.text(name)
        if len(key) < SHORTEST_KEY:
            raise ImproperlyConfigured(f"{name} must have at least {SHORTEST_KEY} characters.")
        return key
    if key := env.text(name, ""):
        return key
    path = env.VAR_DIR / "keys" / name.lower()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # It gets its name when it is whole: processes start at once, or are killed in the middle.
        with NamedTemporaryFile("w", dir=path.parent) as file, suppress(FileExistsError):
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.link(file.name, path)
    return path.read_text()


SECRET_KEY = _key("SECRET_KEY")
JWT_KEY = _key("JWT_KEY")
if SECRET_KEY == JWT_KEY:
    raise ImproperlyConfigured("JWT_KEY must differ from SECRET_KEY.")

HOST = env.text("HOST", "127.0.0.1")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
ALLOWED_ORIGINS = env.words("ALLOWED_ORIGINS")
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REDIRECT_EXEMPT = [r"^health(/|$)", r"^metrics$"]

CORS_ALLOWED_ORIGINS = ALLOWED_ORIGINS
CORS_URLS_REGEX = r"^/api(/|$)"
CORS_ALLOW_HEADERS = [
    "accept",
    "accept-language",
    "authorization",
    "content-type",
    "idempotency-key",
    "x-cart-token",
    "x-request-id",
]
CORS_EXPOSE_HEADERS = [
    "idempotent-replayed",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "retry-after",
    "x-cart-token",
    "x-request-id",
]
CORS_PREFLIGHT_MAX_AGE = 600

CSRF_FAILURE_VIEW = "core.error_pages.csrf_failed"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
NEVER_REPEATED_FIELDS = ("password", "code", "token", "secret", "csrf", "otp", "card", "cvc")

SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

MAX_UPLOAD_BYTES = 10 * 1024 * 1024 + 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20


def _policy(**sources: str) -> str:
    """Return a Content-Security-Policy: nothing is allowed but what is named."""
    directives = {
        "default-src": "'none'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
        "form-action": "'self'",
    } | {name.replace("_", "-"): value for name, value in sources.items()}
    https = "; upgrade-insecure-requests" if env.IS_PRODUCTION else ""
    return "; ".join(f"{name} {value}" for name, value in directives.items()) + https


# Where pictures come from when they are not served by this site: an S3 bucket or a CDN.
MEDIA_SOURCES = " ".join(
    [
        "'self'",
        *env.words("MEDIA_SOURCES"),
        *([f"{MEDIA_CDN_URL}/"] if MEDIA_CDN_URL else []),
        *(f"https://{host}" for host in MEDIA_EXTERNAL_HOSTS),
    ]
)
CSP_PAGES = _policy(
    script_src="'self'",
    style_src="'self'",
    img_src=f"{MEDIA_SOURCES} data:",
    media_src=MEDIA_SOURCES,
    font_src="'self'",
    connect_src="'self'",
    manifest_src="'self'",
    worker_src="'self'",
)
# The back office's theme evaluates expressions in its markup.
CSP_ADMIN = _policy(
    script_src="'self' 'unsafe-inline' 'unsafe-eval'",
    style_src="'self' 'unsafe-inline'",
    img_src=f"{MEDIA_SOURCES} data: blob:",
    font_src="'self'",
    connect_src="'self'",
)
# Swagger UI and Redoc write their styles into the page; their scripts are files of this site.
CSP_API_DOCS = _policy(
    script_src="'self'",
    style_src="'self' 'unsafe-inline'",
    img_src="'self' data:",
    font_src="'self'",
    connect_src="'self'",
    worker_src="'self' blob:",
)
CSP_API = _policy(form_action="'none'")
