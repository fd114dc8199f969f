"""Numbers of accounts, each with its unit in the name."""

CODE_LIFETIME_MINUTES = 10
CODE_DIGITS = 6
CODE_ATTEMPTS = 5
CODE_MAX_CHARACTERS = 64
CODES_KEPT_DAYS = 30

RECOVERY_CODES = 10
RECOVERY_CODE_LENGTH = 10

LAST_SEEN_EVERY_MINUTES = 5
TOKEN_MAX_CHARACTERS = 4096
PASSWORD_MAX_CHARACTERS = 256

ADDRESSES_PER_PERSON = 50
AVATAR_SIDE_PIXELS = 512

APPLICATION_DOCUMENTS = 5
DOCUMENT_PURPOSE = "application"

EXPORT_KEPT_DAYS = 7
SESSIONS_KEPT_DAYS = 90
PEOPLE_PER_DEVICE = 5
# What an app's network keeps while the numbers at its end change.
NETWORK_BITS = {4: 24, 6: 48}

# Which secret is derived for what; changing one of these ends every code that is under way.
CODE_SALT = "accounts.code"
RESET_SALT = "accounts.reset"
RECOVERY_SALT = "accounts.recovery"
CHALLENGE_SALT = "accounts.challenge"
KNOWN_DEVICE_SALT = "accounts.known_device"
