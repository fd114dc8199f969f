"""Sign-in, passwords, sessions, tokens."""

from datetime import timedelta

from config import env

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign-in"
# Where what was typed waits for whoever had to sign in first.
SEND_AGAIN_PAGE = "accounts:send-again"
LOGIN_REDIRECT_URL = "accounts:overview"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

ACCESS_TOKEN_LIFETIME = timedelta(minutes=15)
REFRESH_TOKEN_LIFETIME = timedelta(days=7)
PHONENUMBER_DEFAULT_FORMAT = "E164"
PHONENUMBER_DB_FORMAT = "E164"

# Beside RATE_LIMIT_AUTH; all of them hold at once. Messages are counted per address, known or not.
RATE_LIMITS_SECOND_FACTOR = env.words("RATE_LIMITS_SECOND_FACTOR", "5/5m,20/h,50/d")
RATE_LIMITS_SECOND_FACTOR_IP = env.words("RATE_LIMITS_SECOND_FACTOR_IP", "10/5m,50/h")
RATE_LIMITS_CODE_TRIES = env.words("RATE_LIMITS_CODE_TRIES", "20/h,50/d")
RATE_LIMITS_MESSAGES = {
    "verify_email": env.words("RATE_LIMITS_VERIFY_MESSAGES", "3/6h"),
    "verify_phone": env.words("RATE_LIMITS_VERIFY_MESSAGES", "3/6h"),
    "reset_password": env.words("RATE_LIMITS_RESET_MESSAGES", "5/d"),
    "change_email": env.words("RATE_LIMITS_CODE_MESSAGES", "5/5m,20/h"),
    "sign_in": env.words("RATE_LIMITS_CODE_MESSAGES", "5/5m,20/h"),
    "account": env.words("RATE_LIMITS_CODE_MESSAGES", "5/5m,20/h"),
}
