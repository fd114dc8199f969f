"""Static files and uploads."""

from config import env

STATIC_URL = "/static/"
STATIC_ROOT = env.BASE_DIR / "staticfiles"
STATICFILES_DIRS = [env.BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.VAR_DIR / "media"
# Never served by an address of its own: exports of personal data, documents of applicants.
PRIVATE_ROOT = env.VAR_DIR / "private"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
