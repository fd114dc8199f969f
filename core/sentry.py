"""Error reports to Sentry, when a DSN is set and its package is installed."""

import logging
from typing import Any

from django.conf import settings

from core import context
from core.logs import HIDDEN, SECRET_NAME, redact

log = logging.getLogger(__name__)


def start() -> None:
    """Begin to report bugs. Without a DSN nothing is imported."""
    if not settings.SENTRY_DSN:
        return
    try:
        import sentry_sdk
    except ImportError:
        log.warning("SENTRY_DSN is set, but sentry-sdk is not installed: pip install sentry-sdk")
        return
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        release=settings.RELEASE or None,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        traces_sample_rate=settings.SENTRY_SAMPLE_PERCENT / 100,
        before_send=clean,
        before_send_transaction=clean,
    )


def clean(event: Any, hint: dict[str, Any]) -> Any:
    """Return the report without query, cookies and secrets, and with the id that finds the log line."""
    event.setdefault("tags", {})["request_id"] = context.current().request_id
    request = event.get("request", {})
    for name in ("cookies", "data", "env", "headers", "query_string"):
        request.pop(name, None)
    return _redacted(event)


def _redacted(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _redacted(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted(item, name) for item in value]
    if not isinstance(value, str):
        return value
    return HIDDEN if SECRET_NAME.search(name) else redact(value)
