"""SMTP by MAIL_URL; one file a mail in var/mail/ otherwise."""

from config import env

EMAIL_FILE_PATH = env.VAR_DIR / "mail"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Haat <hello@haat.example>")

# Nothing leaves the shop while this is set: for copies of it.
OUTGOING_OFF = not env.flag("OUTGOING", True)
