"""The settings of the environment that HAAT_ENV names."""

from config import env

if env.IS_PRODUCTION:
    from .production import *  # noqa: F403
else:
    from .embedded import *  # noqa: F403
