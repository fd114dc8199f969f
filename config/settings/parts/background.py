"""Celery when a broker is configured; threads of the web process otherwise. And the schedule of both."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from config import env

CELERY_BROKER_URL = env.text("BROKER_URL", "")
EMBEDDED_WORKER = not CELERY_BROKER_URL

# Every job of the shop: what staff call it, when (minute, hour, day, month, weekday with 0 for Sunday; in the shop's
# time zone) and where.
SCHEDULE: dict = {
    "sweep_outbox": {
        "title": _("Tell what happened to whoever was not told"),
        "job": "core.outbox.sweep",
        "at": "* * * * *",
        "queue": "critical",
    },
    "send_due_messages": {
        "title": _("Send the messages that wait"),
        "job": "notifications.services.send_due_messages",
        "at": "* * * * *",
        "queue": "mail",
    },
    "release_expired_holds": {
        "title": _("Let go of goods held too long"),
        "job": "inventory.services.release_expired_holds",
        "at": "* * * * *",
        "queue": "default",
    },
    "review_stock": {
        "title": _("Look for what is low or out of stock"),
        "job": "inventory.services.review_all",
        "at": "*/10 * * * *",
        "queue": "bulk",
    },
    "keep_sale_prices": {
        "title": _("Show sale prices when offers begin and end"),
        "job": "promotions.services.keep_sale_prices",
        "at": "* * * * *",
        "queue": "default",
    },
    "remind_of_carts": {
        "title": _("Remind people of what they left in their carts"),
        "job": "cart.services.remind_abandoned_carts",
        "at": "20 * * * *",
        "queue": "bulk",
    },
    "fetch_exchange_rates": {
        "title": _("Fetch exchange rates"),
        "job": "regions.services.fetch_exchange_rates",
        "at": "15 6 * * *",
        "queue": "bulk",
    },
    "keep_listing": {
        "title": _("Keep the lists of goods current"),
        "job": "catalog.services.keep_up",
        "at": "* * * * *",
        "queue": "bulk",
    },
    "verify": {
        "title": _("Check the data against its rules"),
        "job": "core.jobs.verify",
        "at": "30 3 * * *",
        "queue": "bulk",
    },
    "clean_up": {
        "title": _("Clean up what nobody needs any more"),
        "job": "core.jobs.clean_up",
        "at": "0 2 * * 0",
        "queue": "bulk",
    },
}

# Places where tests pause or kill the shop; only the settings of tests fill it.
FAILPOINTS: dict = {}

TASK_SOFT_SECONDS, TASK_HARD_SECONDS = 60, 90
TICK_SECONDS = 20

CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A request never waits longer than this for its broker, whether it refuses, hangs or is slow.
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0} | (
    {"connect_timeout": 1, "read_timeout": 1, "write_timeout": 1}
    if CELERY_BROKER_URL.startswith("amqp")
    else {
        "socket_connect_timeout": 1,
        "socket_timeout": 1,
        "socket_keepalive": True,
        # A task is given to another worker only when its first one must be dead.
        "visibility_timeout": 4 * TASK_HARD_SECONDS,
    }
)
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = TASK_SOFT_SECONDS
CELERY_TASK_TIME_LIMIT = TASK_HARD_SECONDS
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES = {
    name: {"exchange": name, "routing_key": name} for name in ("critical", "mail", "default", "bulk")
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
# The beat keeps nothing: what is due, and what ran, is in the database (core/beat.py).
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "tick": {
        "task": "core.tasks.tick",
        "schedule": timedelta(seconds=TICK_SECONDS),
        "options": {"queue": "critical", "expires": TICK_SECONDS},
    },
}
