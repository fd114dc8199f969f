"""Redis when configured, the process's own memory otherwise."""

from config import env

REDIS_URL = env.text("REDIS_URL", "")

# Off only to be measured: every list then counts its products again.
KEEP_COUNTS = env.flag("KEEP_COUNTS", True)

CACHES = {
    "default": {"BACKEND": "core.cache_backend.PatientRedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Parts of pages that are the same for everybody, kept by each process ({% cache %} in base.html).
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "fragments"},
}
