"""The only reader of the environment: typed, and fails at start naming what is wrong."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from dotenv import load_dotenv

BASE_DIR = Path(__file__).resolve().parent.parent
EMBEDDED, PRODUCTION = "embedded", "production"

# Tests must not depend on what a developer keeps in .env.
if os.environ.get("DJANGO_SETTINGS_MODULE") != "config.settings.test":
    load_dotenv(BASE_DIR / ".env")


def text(name: str, default: str | None = None) -> str:
    """Return the variable, or the default; refuse when it is missing and has none."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"Set the environment variable {name} (see .env.example).")
    return default


def flag(name: str, default: bool) -> bool:
    word = text(name, "on" if default else "off").lower()
    if word in {"1", "on", "true", "yes"}:
        return True
    if word in {"0", "off", "false", "no"}:
        return False
    raise ImproperlyConfigured(f"{name} must be on or off, not {word!r}.")


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choice(name: str, default: str, allowed: set[str]) -> str:
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(sorted(allowed))}.")
    return value


HAAT_ENV = choice("HAAT_ENV", EMBEDDED, {EMBEDDED, PRODUCTION})
IS_PRODUCTION = HAAT_ENV == PRODUCTION
# Named all at once: one at each start would cost as many tries.
NEEDED = ("SECRET_KEY", "JWT_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "MAIL_URL")
if IS_PRODUCTION and (missing := [name for name in NEEDED if not text(name, "")]):
    raise ImproperlyConfigured(f"Set in the environment, as .env.example tells: {', '.join(missing)}.")
VAR_DIR = Path(text("VAR_DIR", str(BASE_DIR / "var")))
