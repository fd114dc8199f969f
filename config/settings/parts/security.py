"""Keys, hosts, headers."""

import secrets

from django.core.exceptions import ImproperlyConfigured

from config import env


def _key(name: str) -> str:
    """Return the key; without one, the embedded shop keeps its own in var/."""
    if env.IS_PRODUCTION:
        key = env.text(name)
        if len(key) < 32:
            raise ImproperlyConfigured(f"{name} must have at least 32 characters.")
        return key
    if key := env.text(name, ""):
        return key
    path = env.VAR_DIR / "keys" / name.lower()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = _key("SECRET_KEY")
JWT_KEY = _key("JWT_KEY")
if SECRET_KEY == JWT_KEY:
    raise ImproperlyConfigured("JWT_KEY must differ from SECRET_KEY.")

HOST = env.text("HOST", "127.0.0.1")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
ALLOWED_ORIGINS = env.words("ALLOWED_ORIGINS")
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES")
CORS_ALLOWED_ORIGINS = ALLOWED_ORIGINS
CORS_URLS_REGEX = r"^/api/"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []
