"""Where visitors are, what currencies are worth, and whether others sell here too."""

from config import env
from core.places import COUNTRY_NAMES

GEOIP_DATABASE = env.text("GEOIP_DATABASE", "")
EXCHANGE_RATES_URL = env.text("EXCHANGE_RATES_URL", "")
MARKETPLACE = env.flag("MARKETPLACE", True)
COUNTRIES_OVERRIDE = COUNTRY_NAMES
