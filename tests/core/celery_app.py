"""The Celery application of the workers that tests start, with the tests' own handlers wired."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from config.celery import app  # noqa: E402
from core import outbox  # noqa: E402
from tests.core import background as lamp  # noqa: E402

outbox.wire({lamp.LampLit: [lamp.on_lamp_lit, lamp.on_lamp_lit_outside]})

__all__ = ["app"]
