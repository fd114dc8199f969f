"""What Prometheus is told. Apps that own a number register a gauge; the edge counts requests."""

import logging
from collections.abc import Callable, Iterable
from functools import cache

from django.conf import settings
from django.db import DatabaseError
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

log = logging.getLogger(__name__)

Read = Callable[[], float]
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

requests = Counter("haat_requests", "Requests answered", ["method", "route", "status"])
latency = Histogram("haat_request_seconds", "Time to answer", ["route"], buckets=BUCKETS)
in_progress = Gauge("haat_requests_in_progress", "Requests being answered", multiprocess_mode="livesum")
statements = Counter("haat_sql_statements", "SQL statements of requests", ["route"])
statement_seconds = Counter("haat_sql_seconds", "Time of requests in the database", ["route"])
public_answers = Counter("haat_public_answers", "Public answers by where they came from", ["source"])

_gauges: dict[str, tuple[str, Read]] = {}


def register_gauge(name: str, text: str, read: Read) -> None:
    """Show a number at /metrics, read when it is asked for: `haat_outbox_pending`, say."""
    _gauges[name] = (text, read)


@cache
def _children(method: str, route: str, status: int) -> tuple:
    return (
        requests.labels(method, route, str(status)),
        latency.labels(route),
        statements.labels(route),
        statement_seconds.labels(route),
    )


def observe_request(*, method: str, route: str, status: int, seconds: float, sql: int, sql_seconds: float) -> None:
    count, times, sqls, sql_times = _children(method, route, status)
    count.inc()
    times.observe(seconds)
    if sql:
        sqls.inc(sql)
        sql_times.inc(sql_seconds)


class _Gauges(Collector):
    def collect(self) -> Iterable[Metric]:
        for name, (text, read) in _gauges.items():
            family = GaugeMetricFamily(name, text)
            try:
                family.add_metric([], read())
            except DatabaseError as error:
                # The figures of requests are never worth more than while the database is away.
                log.warning("a gauge was not read", extra={"gauge": name, "reason": type(error).__name__})
                continue
            yield family


def page() -> bytes:
    """Return all numbers, of all worker processes when they share a directory."""
    registry = CollectorRegistry()
    registry.register(_Gauges())
    if settings.METRICS_DIR:
        multiprocess.MultiProcessCollector(registry, settings.METRICS_DIR)
        return generate_latest(registry)
    from prometheus_client import REGISTRY

    return generate_latest(registry) + generate_latest(REGISTRY)
