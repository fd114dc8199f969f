"""What the doctor looks at in core: the services that every app stands on."""

import shutil
import time
from datetime import timedelta

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core import checks
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend as SMTPBackend
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from core import beat, outbox, redis
from core.diagnosis import MIGRATIONS, Finding, failed, ok, register_probe, unused, warning
from core.models import Lease, ScheduledJob

OLDEST_POSTGRES = 130000
LEAST_FREE_BYTES = 500 * 1024 * 1024
MOST_SKEW = timedelta(seconds=5)
LATE = timedelta(minutes=15)
STATIC_SAMPLE = "admin/css/base.css"


def register() -> None:
    register_probe("configuration", probe_configuration)
    register_probe("database", probe_database)
    register_probe(MIGRATIONS, probe_migrations)
    register_probe("cache", probe_cache)
    register_probe("redis", probe_redis)
    register_probe("queue", probe_queue)
    register_probe("workers", probe_workers)
    register_probe("schedule", probe_schedule)
    register_probe("outbox", probe_outbox)
    register_probe("mail", probe_mail)
    register_probe("storage", probe_storage)
    register_probe("static files", probe_static)
    register_probe("time", probe_time)


def probe_configuration() -> Finding:
    messages = checks.run_checks(include_deployment_checks=not settings.DEV_PAGES)
    if errors := [message for message in messages if message.is_serious()]:
        return failed("; ".join(str(error.msg) for error in errors), "Run `manage.py check --deploy` for details.")
    if messages:
        return warning("; ".join(str(message.msg) for message in messages), "Run `manage.py check --deploy`.")
    return ok(f"{'Embedded' if settings.DEV_PAGES else 'Production'} settings, no complaints")


def probe_database() -> Finding:
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        milliseconds = (time.perf_counter() - started) * 1000
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            mode = cursor.fetchone()[0]
            if mode != "wal":
                return failed(f"SQLite in {mode} mode", "Put the file on a local disk: WAL does not work on shares.")
            return ok(f"SQLite {connection.Database.sqlite_version}, WAL, {milliseconds:.1f} ms")  # type: ignore[attr-defined]
    version = connection.pg_version  # type: ignore[attr-defined]
    if version < OLDEST_POSTGRES:
        return failed(f"PostgreSQL {version // 10000}", "Upgrade to PostgreSQL 13 or later.")
    return ok(f"PostgreSQL {version // 10000}, {milliseconds:.1f} ms")


def probe_migrations() -> Finding:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        first = plan[0][0]
        return failed(f"{len(plan)} not applied, from {first.app_label}.{first.name} on", "Run `manage.py migrate`.")
    return ok("All applied")


def probe_cache() -> Finding:
    key, value = "doctor", str(time.time_ns())
    cache.set(key, value, 10)
    if cache.get(key) != value:
        return failed("What was written cannot be read back", "Check REDIS_URL and the memory of that server.")
    return ok("Redis" if settings.REDIS_URL else "The process's own memory")


def probe_redis() -> Finding:
    if not settings.REDIS_URL:
        return unused("REDIS_URL is not set")
    shared = redis.client()
    try:
        if shared is None:
            raise ConnectionError("it failed a moment ago")
        shared.ping()
    except redis.FAILURES as error:
        return failed(f"No answer: {error}", "Start Redis, or correct REDIS_URL.")
    return ok("Answers")


def probe_queue() -> Finding:
    if not settings.CELERY_BROKER_URL:
        return unused("BROKER_URL is not set: threads of the web process do the work")
    from core.outbox import broker

    try:
        broker.ping()
    except broker.BrokerDown as error:
        return failed(f"The broker does not answer: {error}", "Start it, or correct BROKER_URL. Nothing is lost.")
    return ok(f"{settings.CELERY_BROKER_URL.partition(':')[0]} answers")


def probe_workers() -> Finding:
    if not settings.CELERY_BROKER_URL:
        beat_row = Lease.objects.filter(name="beat").first()
        if beat_row and beat_row.held_until > timezone.now():
            return ok(f"In the web process {beat_row.holder.rpartition(':')[0]}")
        return warning("No web process is working", "Start the shop: bin/serve or bin/web.")
    from celery import current_app

    answers = current_app.control.ping(timeout=2)
    if not answers:
        return failed("No worker answers", "Start bin/worker.")
    return ok(f"{len(answers)} {'answers' if len(answers) == 1 else 'answer'}")


def probe_schedule() -> Finding:
    names = beat.overdue(timezone.now(), LATE)
    if names:
        return failed(f"Overdue: {', '.join(names)}", "Start the beat (bin/beat, or the web process) and its workers.")
    broken = list(ScheduledJob.objects.exclude(last_error="").values_list("name", flat=True))
    if broken:
        return warning(f"Failed at the last run: {', '.join(broken)}", "See Scheduled jobs in the admin.")
    return ok(f"{len(settings.SCHEDULE)} jobs on time")


def probe_outbox() -> Finding:
    backlog = outbox.backlog()
    if backlog.dead:
        return warning(f"{backlog.dead} dead letters", "Read their errors in the admin and have them tried again.")
    if backlog.oldest_seconds > LATE.total_seconds():
        minutes = backlog.oldest_seconds / 60
        return failed(
            f"{backlog.pending} waiting, the oldest for {minutes:.0f} minutes",
            "Start a worker, or run `drain_outbox`.",
        )
    return ok(f"{backlog.pending} waiting")


def probe_mail() -> Finding:
    backend = get_connection()
    if isinstance(backend, SMTPBackend):
        try:
            backend.open()
            backend.close()
        except OSError as error:
            return failed(f"{backend.host} does not let us in: {error}", "Correct MAIL_URL. Mails wait meanwhile.")
        return ok(f"{backend.host} lets us in")
    if settings.DEV_PAGES:
        return ok(f"Kept in {settings.EMAIL_FILE_PATH}; MAIL_URL would have them sent")
    return warning(f"{type(backend).__module__} sends nothing", "Set MAIL_URL to have mails sent.")


def probe_storage() -> Finding:
    name = default_storage.save("doctor/probe.txt", ContentFile(b"written by the doctor"))
    try:
        with default_storage.open(name) as file:
            if file.read() != b"written by the doctor":
                return failed("What was written cannot be read back", "Check the disk of MEDIA_ROOT.")
    finally:
        default_storage.delete(name)
    free = shutil.disk_usage(settings.VAR_DIR).free
    if free < LEAST_FREE_BYTES:
        return warning(f"Only {free // 1024**2} MB are free", "Make room on the disk of VAR_DIR.")
    return ok(f"Writable, {free / 1024**3:.1f} GB free")


def probe_static() -> Finding:
    try:
        collected = staticfiles_storage.exists(staticfiles_storage.stored_name(STATIC_SAMPLE))  # type: ignore[attr-defined]
    except (ValueError, AttributeError):
        collected = staticfiles_storage.exists(STATIC_SAMPLE)
    if collected:
        return ok("Collected")
    if settings.DEV_PAGES and finders.find(STATIC_SAMPLE):
        return ok("Served from their sources")
    return failed("Not collected", "Run `manage.py collectstatic`.")


def probe_time() -> Finding:
    if connection.vendor == "sqlite":
        return ok("The database is on this machine")
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        skew = abs(timezone.now() - cursor.fetchone()[0])
    if skew > MOST_SKEW:
        return failed(f"The database's clock differs by {skew.total_seconds():.0f} s", "Have NTP set both clocks.")
    return ok(f"The database's clock differs by {skew.total_seconds() * 1000:.0f} ms")
