"""What differs while tests run."""

from config import env
from core import failpoints

from .embedded import *  # noqa: F403
from .parts.database import database

TEST_DIR = env.VAR_DIR / "test"
TEST_DIR.mkdir(parents=True, exist_ok=True)

# SQLite lives in a file, as in the shop itself: threads of race tests each get a connection of their own.
DATABASES = {"default": database(env.text("TEST_DATABASE_URL", f"sqlite://{TEST_DIR}/haat.sqlite3"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = DATABASES["default"]["OPTIONS"] | {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;"
    }
else:
    # A pool would hold connections that keep the test database from being dropped.
    DATABASES["default"]["OPTIONS"].pop("pool", None)
    # What a test commits need not survive the machine.
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
TEST_REDIS_URL = env.text("TEST_REDIS_URL", "")

MEDIA_ROOT, PRIVATE_ROOT = TEST_DIR / "media", TEST_DIR / "private"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
RATE_LIMIT_AUTH = RATE_LIMIT_API = RATE_LIMIT_CATALOGUE = RATE_LIMIT_UPLOADS = MAIL_RATE_LIMIT = "off"
EMBEDDED_WORKER = False
MIDDLEWARE = ["tests.documented.Middleware", *MIDDLEWARE]
# Looking a file up when it is asked for spares every test client the reading of all folders.
WHITENOISE_AUTOREFRESH = True
PRIVATE_ROOT = TEST_DIR / "private"
RATE_LIMITS_SECOND_FACTOR = RATE_LIMITS_SECOND_FACTOR_IP = RATE_LIMITS_CODE_TRIES = ["off"]
RATE_LIMITS_MESSAGES = {kind: ["off"] for kind in RATE_LIMITS_MESSAGES}
FAILPOINTS = failpoints.parse(env.text("FAILPOINTS", ""))
MEDIA_EXTERNAL_HOSTS = ["images.example.com"]
