"""One machine, no services: the defaults that bin/serve starts with."""

from .base import *  # noqa: F403

DEV_PAGES = True
DEMO_ALLOWED = True
