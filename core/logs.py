"""Log lines: one JSON object each in production, one readable line otherwise, and no secret in either."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

from core import context

HIDDEN = "[hidden]"
HIDDEN_WORDS = (
    "password|passwd|passphrase|secret|token|otp|totp|code|authorization|cookie|session|csrf|api_?key|jwt|refresh|"
    "card|cvc|cvv|signature"
)
SECRET_NAME = re.compile(rf"(?:^|[_.-])(?:\w*(?:{HIDDEN_WORDS}))(?:$|[_.-])", re.IGNORECASE)
SECRETS = (
    (re.compile(r"\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*"), HIDDEN),
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]+", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (
        re.compile(
            rf"""(["']?\b\w*(?:{HIDDEN_WORDS})\w*["']?\s*(?:=|:|=>)\s*)("[^"]*"|'[^']*'|[^\s,;&}}\]]+)""",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"://[^/\s:@]*:[^/\s@]+@"), f"://{HIDDEN}@"),
    (re.compile(r"\b\d(?:[ -]?\d){12,18}\b"), HIDDEN),
    (re.compile(r"(?<=/)(?![0-9a-f]{8}-[0-9a-f]{4}-)(?=[\w:=.~-]*\d)[\w:=.~-]{24,}", re.IGNORECASE), HIDDEN),
)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def redact(text: str) -> str:
    """Return the text with passwords, tokens, codes, cards and signed links replaced."""
    for pattern, replacement in SECRETS:
        text = pattern.sub(replacement, text)
    return text


def _plain(name: str, value: Any) -> Any:
    if SECRET_NAME.search(name) and not isinstance(value, bool | int | float):
        return HIDDEN
    if value is None or isinstance(value, bool | int | float):
        return value
    return redact(str(value))


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    return {
        name: _plain(name, value)
        for name, value in vars(record).items()
        if name not in STANDARD and name not in {"request", "server_time"}
    }


def _trace(record: logging.LogRecord) -> str:
    return redact("".join(traceback.format_exception(*record.exc_info))) if record.exc_info else ""


class JsonFormatter(logging.Formatter):
    """One line a record: whatever a visitor sent is escaped inside it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        if request := context.active():
            line["request_id"] = request.request_id
            if request.user_id:
                line["user"] = request.user_id
        line |= _fields(record)
        if trace := _trace(record):
            line["trace"] = trace
        return json.dumps(line, default=str)


class LineFormatter(logging.Formatter):
    """For people at a terminal: control characters cannot forge a second line or colour the first."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        fields = " ".join(f"{name}={value}" for name, value in _fields(record).items())
        text = CONTROL.sub(_escaped, redact(record.getMessage()))
        line = f"{time} {record.levelname.lower()} {record.name} {text} {CONTROL.sub(_escaped, fields)}".rstrip()
        # Indented: what a visitor sent is in there too, and no line of it may look like one of ours.
        trace = [f"    {CONTROL.sub(_escaped, part)}" for part in _trace(record).rstrip().split("\n") if part]
        return "\n".join([line, *trace])


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode()
