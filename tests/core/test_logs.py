"""A log line is one line, says what is needed, and never a secret."""

import json
import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings as conf
from django.test import Client

from core import context
from core.logs import HIDDEN, JsonFormatter, LineFormatter, redact
from core.models import OutboxEvent

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


def written(message, *args, formatter=None, error=None, **extra) -> str:
    record = logging.getLogger("test").makeRecord(
        "test", logging.INFO, "file", 1, message, args, error and (type(error), error, None), extra=extra
    )
    return (formatter or JsonFormatter()).format(record)


class TestSecrets:
    @pytest.mark.parametrize(
        ("text", "secret"),
        [
            (f"Authorization: Bearer {JWT}", "c2lnbmF0dXJl"),
            (f"got {JWT}", "eyJzdWIi"),
            ("password=Bazaar-2026!", "Bazaar"),
            ('{"password": "Bazaar-2026!"}', "Bazaar"),
            ("new_password: 'Bazaar 2026'", "Bazaar"),
            ("otp=123456", "123456"),
            ("code: 123456", "123456"),
            ("refresh_token=abc.def", "abc.def"),
            ("sessionid=abcdef", "abcdef"),
            ("csrfmiddlewaretoken=abcdef", "abcdef"),
            ("card 4111 1111 1111 1111", "4111"),
            ("4111111111111111", "4111111111111111"),
            ("postgres://shop:hunter2@db/shop", "hunter2"),
            ("/account/reset-password/MTIz.WyJhYmMiXQ:1abcde:xyzXYZ0123456789/", "xyzXYZ"),
            ("https://shop.example/verify/WyJhYmMiLDE3XQ:1tABC:s3cretSignature0123", "s3cretSignature"),
        ],
    )
    def test_are_hidden_in_messages(self, text, secret):
        assert secret not in redact(text)
        assert secret not in written(text)
        assert secret not in written("%s", text, formatter=LineFormatter())
        assert secret not in written("failed", error=ValueError(text))

    @pytest.mark.parametrize("name", ["password", "access_token", "otp", "api_key", "Authorization"])
    def test_are_hidden_in_fields(self, name):
        assert json.loads(written("x", **{name: "value-of-it"}))[name] == HIDDEN

    def test_do_not_hide_what_is_needed(self):
        line = json.loads(written("x", path="/api/v1/orders/0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91", status_code=404))

        assert line["path"].endswith("0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91")
        assert line["status_code"] == 404


class TestForging:
    EVIL = 'a\r\n{"level": "INFO", "message": "admin signed in"}\x1b[31m\u2028end'

    def test_json_stays_one_line(self):
        text = written("signed in as %s", self.EVIL)

        assert len(text.splitlines()) == 1
        assert "\x1b" not in text
        assert json.loads(text)["message"].startswith("signed in as a")

    def test_text_stays_one_line_without_colours(self):
        text = written("signed in as %s", self.EVIL, formatter=LineFormatter(), agent=self.EVIL)

        assert len(text.splitlines()) == 1
        assert "\x1b" not in text

    def test_traces_stand_apart_from_lines(self):
        text = written(
            "failed", error=ValueError(f"{self.EVIL}\n12:00:00 info haat.request signed in"), formatter=LineFormatter()
        )

        _line, *others = text.splitlines()
        assert len(others) > 2
        assert [line for line in others if not line.startswith("    ")] == []
        assert "\x1b" not in text


@pytest.mark.urls("tests.core.edge_urls")
@pytest.mark.django_db
class TestTheLineOfARequest:
    @pytest.fixture(autouse=True)
    def _listening(self, caplog):
        caplog.set_level(logging.INFO, "haat.request")

    def line(self, caplog) -> logging.LogRecord:
        return next(record for record in caplog.records if record.name == "haat.request")

    def test_says_who_what_how_long_and_how_many_statements(self, caplog, warm):
        Client().get("/test/asks-twice/?q=secret", REMOTE_ADDR="203.0.113.7")

        line = self.line(caplog)
        assert (line.method, line.status, line.route, line.ip, line.sql) == (
            "GET", 200, "test/asks-twice/", "203.0.113.7", 2,
        )  # fmt: skip
        assert line.ms >= 0
        assert "secret" not in JsonFormatter().format(line)

    def test_carries_the_request_id_that_the_answer_shows(self, caplog):
        handler = logging.StreamHandler()
        lines = []
        handler.emit = lambda record: lines.append(json.loads(JsonFormatter().format(record)))
        logging.getLogger("haat.request").addHandler(handler)
        try:
            response = Client().get("/test/text/", headers={"X-Request-ID": "from-the-proxy-1"})
        finally:
            logging.getLogger("haat.request").removeHandler(handler)

        assert response["X-Request-ID"] == "from-the-proxy-1"
        assert lines[0]["request_id"] == "from-the-proxy-1"

    @pytest.mark.parametrize("given", ["", "a" * 129, "with space", "new\nline", "<script>", "é" * 10])
    def test_never_repeats_an_id_of_another_form(self, given):
        assert Client().get("/test/text/", headers={"X-Request-ID": given})["X-Request-ID"] != given

    @pytest.mark.parametrize("given", ["abc-123", "a" * 128])
    def test_repeats_an_id_of_the_documented_form(self, given):
        assert Client().get("/test/text/", headers={"X-Request-ID": given})["X-Request-ID"] == given

    def test_a_slow_request_is_named(self, caplog, settings):
        settings.SLOW_REQUEST_MS = 10

        Client().get("/test/slow/")

        assert [record.route for record in caplog.records if record.name == "haat.slow"] == ["test/slow/"]

    def test_a_slow_statement_is_named_without_its_parameters(self, caplog, settings):
        from accounts.models import User

        settings.SLOW_QUERY_MS = 0

        User.objects.filter(email="asha@example.com").exists()

        statement = next(record.statement for record in caplog.records if record.name == "haat.sql")
        assert "accounts_user" in statement
        assert "asha@example.com" not in statement

    def test_a_slow_statement_with_many_values_stays_short(self, caplog, settings):
        from accounts.models import User

        settings.SLOW_QUERY_MS = 0

        User.objects.filter(name__in=[f"Asha {number}" for number in range(200)], language="en").exists()

        statement = next(record.statement for record in caplog.records if record.name == "haat.sql")
        assert "IN (%s, …)" in statement
        assert statement.count("%s") < 5

    @pytest.mark.parametrize(("form", "is_shown"), [("line", False), ("json", True)])
    def test_a_slow_statement_of_a_command_is_for_machines_only(self, tmp_path, form, is_shown):
        known = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "SLOW_QUERY_MS": "0", "LOG_FORMAT": form}
        said = subprocess.run(
            [sys.executable, "manage.py", "showmigrations"], cwd=conf.BASE_DIR, env=known, capture_output=True,
            text=True, check=True,
        )  # fmt: skip

        assert ("slow query" in said.stderr) is is_shown

    @pytest.mark.parametrize(("form", "is_shown"), [("line", False), ("json", True)])
    def test_a_slow_statement_between_the_lines_of_the_served_demo_is_for_machines_only(
        self, tmp_path, form, is_shown
    ):
        known = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "SLOW_QUERY_MS": "0", "LOG_FORMAT": form}
        asks = (
            "import sys; sys.argv = ['config/serve.py']; import os;"
            "os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; import django; django.setup();"
            "from django.db import connection; connection.cursor().execute('SELECT 1')"
        )
        said = subprocess.run(
            [sys.executable, "-c", asks], cwd=conf.BASE_DIR, env=known, capture_output=True, text=True, check=True
        )

        assert ("slow query" in said.stderr) is is_shown

    def test_a_slow_statement_of_a_request_is_shown_there_too(self, caplog, settings, db):
        settings.IS_SERVED_AT_TERMINAL, settings.SLOW_QUERY_MS = True, 0
        with context.entered(context.RequestContext()):
            OutboxEvent.objects.exists()

        assert [record for record in caplog.records if record.name == "haat.sql"]

    @pytest.mark.parametrize("path", ["/health/live", "/health", "/metrics", "/static/css/app.css"])
    def test_of_machines_and_static_files_is_for_those_who_debug(self, caplog, path):
        assert Client().get(path).status_code == 200
        assert not [record for record in caplog.records if record.name == "haat.request"]

        caplog.set_level(logging.DEBUG, "haat.request")
        Client().get(path)

        assert self.line(caplog).levelname == "DEBUG"

    def test_of_a_static_file_that_is_missing_is_for_everybody(self, caplog):
        Client().get("/static/css/nothing.css")

        assert (self.line(caplog).levelname, self.line(caplog).status) == ("INFO", 404)


def test_outside_of_requests_there_is_no_request_id():
    assert context.active() is None
    assert "request_id" not in json.loads(written("x"))
