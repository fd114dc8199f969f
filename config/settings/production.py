"""Behind a proxy, on PostgreSQL. Unsafe defaults refuse to start (config/checks.py)."""

from .base import *  # noqa: F403

DEV_PAGES = False
DEMO_ALLOWED = False
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
