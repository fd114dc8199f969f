"""The back office."""

from config import env

# Staff without a second factor are sent to switch it on before they see anything.
STAFF_TWO_FACTOR_REQUIRED = env.flag("STAFF_TWO_FACTOR_REQUIRED", env.IS_PRODUCTION)
