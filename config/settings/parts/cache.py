"""Redis when configured, the process's own memory otherwise."""

from config import env

REDIS_URL = env.text("REDIS_URL", "")

CACHES = {
    "default": {"BACKEND": "core.cache_backend.PatientRedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
