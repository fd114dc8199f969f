"""What differs while tests run."""

from .embedded import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
RATE_LIMIT_AUTH = RATE_LIMIT_API = RATE_LIMIT_CATALOGUE = "off"
EMBEDDED_WORKER = False
