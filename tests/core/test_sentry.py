"""What an error report tells Sentry, read where it arrives."""

import gzip
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import brotli
import pytest
from django.conf import settings

from tests.core.background import environment

pytestmark = pytest.mark.django_db(transaction=True)

SECRETS = {
    "password": "canary-of-a-password",
    "cookie": "canary-of-a-cookie",
    "bearer": "eyJcanary.eyJcanary.canary-of-a-token",
    "query": "canary-of-a-query",
    "body": "canary-of-a-body",
    "link": "0canary0of0a0reset0link0in0the0path",
    "extra": "canary-of-an-extra",
    "card": "4242 4242 4242 4242",
}
REPORTS = """
import logging
from django.conf import settings
settings.ROOT_URLCONF, settings.ALLOWED_HOSTS = "tests.core.edge_urls", ["*"]
from io import BytesIO
from wsgiref.util import setup_testing_defaults
from django.core.wsgi import get_wsgi_application
said = {secrets!r}
shop = get_wsgi_application()

def ask(path, query="", body=b"", **headers):
    environ = {{
        "REQUEST_METHOD": "POST" if body else "GET", "PATH_INFO": path, "QUERY_STRING": query,
        "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body)), "HTTP_COOKIE": "sessionid=" + said["cookie"],
        "CONTENT_TYPE": "application/x-www-form-urlencoded", **headers,
    }}
    setup_testing_defaults(environ)
    answer = shop(environ, lambda *_: None)
    b"".join(answer)
    answer.close()

log = logging.getLogger("haat.tests")
log.warning("trying password=%s and card %s", said["password"], said["card"])
ask(
    "/api/v1/test/broken", "word=" + said["query"],
    HTTP_AUTHORIZATION="Bearer " + said["bearer"], HTTP_X_REQUEST_ID="request-of-the-report",
)
ask("/account/reset-password/" + said["link"] + "/", body=("word=" + said["body"]).encode())
try:
    raise ValueError("password: " + said["password"] + " at /reset/" + said["link"] + "/")
except ValueError:
    log.exception("could not reset", extra={{"reset_token": said["extra"], "attempt": 3}})
import sentry_sdk
sentry_sdk.flush(10)
"""


UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


class Inbox(BaseHTTPRequestHandler):
    """Stands in for Sentry."""

    envelopes: list[str] = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.envelopes.append(UNPACKED[self.headers["Content-Encoding"]](body).decode())
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args):
        pass


@pytest.fixture
def arrived():
    """Everything that is reported of a few failures full of secrets."""
    Inbox.envelopes = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Inbox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        # Sentry starts with the settings: this takes a process that has not loaded Django yet.
        done = subprocess.run(
            [sys.executable, "-c", "import django; django.setup()\n" + REPORTS.format(secrets=SECRETS)],
            env=environment(SENTRY_DSN=f"http://key@127.0.0.1:{server.server_port}/1", SENTRY_SAMPLE_PERCENT="100"),
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        server.shutdown()
    assert done.returncode == 0, done.stderr
    return "\n".join(Inbox.envelopes)


def items(arrived: str, kind: str) -> list[dict]:
    """The reports of one kind: each stands in the line below the one that names its kind."""
    lines = [json.loads(line) for line in arrived.splitlines() if line]
    return [after for line, after in pairwise(lines) if line.get("type") == kind]


def test_a_report_holds_what_helps_and_nothing_that_is_secret(arrived):
    errors, traces = items(arrived, "event"), items(arrived, "transaction")

    kinds = {error["exception"]["values"][-1]["type"] for error in errors}
    assert kinds == {"RuntimeError", "ValueError"}
    assert "request-of-the-report" in {error["tags"]["request_id"] for error in errors}
    assert any(error["extra"].get("attempt") == 3 for error in errors)
    assert len(traces) >= 2
    assert [name for name, secret in SECRETS.items() if secret in arrived] == []
    assert [item for item in errors + traces if item.get("request", {}).keys() - {"method", "url"}] == []
