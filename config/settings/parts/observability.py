"""Logs, metrics, error reports."""

import sys
from pathlib import Path

from config import env

LOG_LEVEL = env.text("LOG_LEVEL", "INFO")
LOG_FORMAT = env.choice("LOG_FORMAT", "json" if env.IS_PRODUCTION else "line", {"json", "line"})
SLOW_REQUEST_MS = env.number("SLOW_REQUEST_MS", 1000)
SLOW_QUERY_MS = env.number("SLOW_QUERY_MS", 200)

SENTRY_DSN = env.text("SENTRY_DSN", "")
SENTRY_SAMPLE_PERCENT = env.number("SENTRY_SAMPLE_PERCENT", 0)
RELEASE = env.text("RELEASE", "")

METRICS_TOKEN = env.text("METRICS_TOKEN", "")
# Behind a proxy every visitor may look like 127.0.0.1, so production names its monitors.
METRICS_TRUSTED_IPS = env.words("METRICS_TRUSTED_IPS", "" if env.IS_PRODUCTION else "127.0.0.1/32,::1/128")
METRICS_DIR = env.text("PROMETHEUS_MULTIPROC_DIR", "")

# A command at a terminal goes through whole tables and says itself what it found.
IS_READ_AT_TERMINAL = LOG_FORMAT == "line" and Path(sys.argv[0]).name == "manage.py"
# What bin/serve does in the background comes between its own few lines.
IS_SERVED_AT_TERMINAL = LOG_FORMAT == "line" and Path(sys.argv[0]).name == "serve.py"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "core.logs.JsonFormatter"},
        "line": {"()": "core.logs.LineFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Django's own handlers would print a second time, and mail tracebacks to nobody.
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # At DEBUG it would write down whole pages: what people typed, and codes that are shown once.
        "django.template": {"level": "INFO"},
        "haat.request": {"level": "NOTSET" if env.flag("ACCESS_LOG", True) else "ERROR"},
        "haat.sql": {"level": "ERROR" if IS_READ_AT_TERMINAL else "NOTSET"},
        # At a terminal hundreds of deliveries would hide where the shop is and who may sign in.
        "core.outbox.delivery": {"level": "NOTSET" if env.IS_PRODUCTION or LOG_LEVEL == "DEBUG" else "WARNING"},
        # core.outbox says what was delivered; Celery would say it twice more.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
