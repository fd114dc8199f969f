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

# A CDN (or a bucket's own name) that pictures are read from; without one this site serves them itself.
MEDIA_CDN_URL = env.text("MEDIA_CDN_URL", "").rstrip("/")
MEDIA_URL = f"{MEDIA_CDN_URL}/" if MEDIA_CDN_URL else "/media/"
MEDIA_ROOT = env.VAR_DIR / "media"
# Hosts whose pictures and videos products may show without a copy of ours.
MEDIA_EXTERNAL_HOSTS = [host.lower() for host in env.words("MEDIA_EXTERNAL_HOSTS")]
# files, s3, or the dotted path of another storage that is installed beside.
MEDIA_STORAGE = env.text("MEDIA_STORAGE", "files")
# Names never repeat and files never change, so that whoever holds one may keep it for ever.
MEDIA_STORAGES: dict[str, dict] = {
    "files": {"BACKEND": "core.storages.WholeFileStorage"},
    "s3": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.text("MEDIA_BUCKET", ""),
            "endpoint_url": env.text("MEDIA_S3_ENDPOINT", "") or None,
            "custom_domain": MEDIA_CDN_URL.removeprefix("https://") or None,
            "querystring_auth": False,
            "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
        },
    },
}

# Production serves what the image build has collected, under hashed names and for ever.
# The embedded shop serves sources as they are, so that its first start does not take a minute.
STORAGES = {
    "default": MEDIA_STORAGES.get(MEDIA_STORAGE, {"BACKEND": MEDIA_STORAGE}),
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

# Never served by an address of its own: exports of personal data, documents of applicants.
PRIVATE_ROOT = env.VAR_DIR / "private"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
