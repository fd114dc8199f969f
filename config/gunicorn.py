"""The web server, chosen by the figures in benchmarks/: gunicorn's threads, WSGI. The one place that says so.

bin/serve runs it with one process, because an embedded shop keeps its cache and its workers in that process;
bin/web with as many as WEB_WORKERS.
"""

import gc
from pathlib import Path
from typing import Any

import gunicorn.http.message

from config import env

MEMORY = Path("/dev/shm")  # noqa: S108

host = env.text("HOST", "0.0.0.0" if env.IS_PRODUCTION else "127.0.0.1")  # noqa: S104
bind = f"[{host}]:{env.number('PORT', 8000)}" if ":" in host else f"{host}:{env.number('PORT', 8000)}"
worker_class = "gthread"
workers = env.number("WEB_WORKERS", 2) if env.IS_PRODUCTION else 1
threads = env.number("WEB_THREADS", 8)
# Threads that work in the background would not survive the fork.
preload_app = env.IS_PRODUCTION and bool(env.text("BROKER_URL", ""))
keepalive = 5
timeout = 60
graceful_timeout = 30
max_requests = 20_000 if env.IS_PRODUCTION else 0
max_requests_jitter = 2_000
# The workers' heartbeats are files; on some disks touching one takes seconds.
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None
control_socket_disable = True
# A token that is far too long is refused by the API, in its envelope, and not by a page of the server.
limit_request_field_size = 16_380
# So is a query that is far too long, each letter of it nine bytes; gunicorn itself allows no more than 8 kB.
gunicorn.http.message.MAX_REQUEST_LINE = limit_request_line = 128 * 1024
accesslog = None
errorlog = "-"
loglevel = "info" if env.IS_PRODUCTION else "warning"
proc_name = "haat"
if env.text("LOG_FORMAT", "json" if env.IS_PRODUCTION else "line") == "json":
    # The server's own lines look like those of the application.
    logconfig_dict = {
        "formatters": {"generic": {"()": "core.logs.JsonFormatter"}},
        "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["error_console"], "propagate": False}},
    }
# Who the client is, and whether it came by HTTPS, is decided in one place: TRUSTED_PROXIES.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}


def when_ready(server: Any) -> None:
    """Load before the fork what every worker needs, and keep the collector off it: workers then share its memory."""
    if not server.cfg.preload_app:
        return
    from django.template.loader import get_template
    from django.urls import get_resolver

    get_resolver().resolve("/")
    for page in sorted((env.BASE_DIR / "templates").rglob("*.html")):
        get_template(str(page.relative_to(env.BASE_DIR / "templates")))
    gc.collect()
    gc.freeze()


def pre_fork(server: Any, worker: Any) -> None:
    """Keep no connection that two processes would share."""
    from django.conf import settings

    if not settings.configured:
        # The application is loaded after the fork.
        return
    from core.forking import let_go_of_databases

    let_go_of_databases()


def post_worker_init(worker: Any) -> None:
    """Start the background work of an embedded shop with its process, and not with the first visitor."""
    from core import worker as background

    background.start()


def child_exit(server: Any, worker: Any) -> None:
    """Take a process that ended out of the figures of those that run."""
    if env.text("PROMETHEUS_MULTIPROC_DIR", ""):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
