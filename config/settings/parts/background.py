"""Celery when a broker is configured; threads of the web process otherwise."""

from config import env

CELERY_BROKER_URL = env.text("BROKER_URL", "")
EMBEDDED_WORKER = not CELERY_BROKER_URL
