"""Mail by MAIL_URL and SMS by SMS_PROVIDER; without them, one file a message in var/mail/ and var/sms/."""

from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

FILES = "notifications.gateways.mail_files.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
# The port each scheme is spoken on, and how it is encrypted.
SCHEMES = {
    "smtp": (25, {}),
    "submission": (587, {"EMAIL_USE_TLS": True}),
    "smtps": (465, {"EMAIL_USE_SSL": True}),
}


def mail_server(url: str) -> dict:
    """Return Django's settings for a mail URL: file:, smtp://, submission:// (STARTTLS) or smtps:// (TLS)."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {"EMAIL_BACKEND": FILES, "EMAIL_FILE_PATH": unquote(parts.path) or str(env.VAR_DIR / "mail")}
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ImproperlyConfigured("MAIL_URL must be file:, smtp://host, submission://host or smtps://host.")
    port, encryption = SCHEMES[parts.scheme]
    if parts.password and not encryption and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise ImproperlyConfigured("MAIL_URL would send the password unencrypted. Use submission:// or smtps://.")
    options = dict(parse_qsl(parts.query))
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_TIMEOUT": int(options.get("timeout", 5)),
        "EMAIL_FILE_PATH": str(env.VAR_DIR / "mail"),
        **encryption,
    }


globals().update(mail_server(env.text("MAIL_URL", "file:")))
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Haat <hello@haat.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_RATE_LIMIT = env.text("MAIL_RATE_LIMIT", "30/1h")

SMS_PROVIDER = env.choice("SMS_PROVIDER", "file", {"file", "twilio"})
SMS_FILE_PATH = env.VAR_DIR / "sms"
if SMS_PROVIDER == "twilio":
    TWILIO_ACCOUNT_SID = env.text("TWILIO_ACCOUNT_SID")
    TWILIO_AUTH_TOKEN = env.text("TWILIO_AUTH_TOKEN")
    TWILIO_FROM = env.text("TWILIO_FROM")
TWILIO_URL = env.text("TWILIO_URL", "https://api.twilio.com")
# Nothing leaves the shop while this is set: for copies of it.
OUTGOING_OFF = not env.flag("OUTGOING", True)
