"""Static files and uploads."""

from config import env

STATIC_URL = "/static/"
STATIC_ROOT = env.BASE_DIR / "staticfiles"
STATIC_SOURCES = env.BASE_DIR / "static"
STATICFILES_DIRS = [STATIC_SOURCES]
STATICFILES_FINDERS = [
    "core.bundles.BundleFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
BUNDLE_ROOT = env.VAR_DIR / "bundles"

# Production serves what the image build has collected, under hashed names and for ever.
# The embedded shop serves sources as they are, so that its first start does not take a minute.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not env.IS_PRODUCTION
WHITENOISE_AUTOREFRESH = env.flag("STATIC_RELOAD", False)
WHITENOISE_MAX_AGE = 60 if env.IS_PRODUCTION else 0
WHITENOISE_KEEP_ONLY_HASHED_FILES = env.IS_PRODUCTION

MEDIA_URL = "/media/"
MEDIA_ROOT = env.VAR_DIR / "media"
# Never served by an address of its own: exports of personal data, documents of applicants.
PRIVATE_ROOT = env.VAR_DIR / "private"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Exports and the like: served by views that check who asks, never by a web server.
PRIVATE_ROOT = env.VAR_DIR / "private"
