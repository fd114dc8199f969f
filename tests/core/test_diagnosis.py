"""The doctor sees what does not work, and says what to do."""

import json
import smtplib
import socket
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from core import diagnosis, leases, outbox, probes
from core.diagnosis import State
from core.models import DeliveryStatus, OutboxDelivery, ScheduledJob
from tests.core import background as lamp

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def only(monkeypatch):
    monkeypatch.setattr(diagnosis, "_probes", {})
    return diagnosis.register_probe


class TestDoctor:
    def test_says_what_works_what_does_not_and_what_to_do(self, only, capsys):
        only("lamp", lambda: diagnosis.ok("It shines"))
        only("oil", lambda: diagnosis.warning("Little left", "Buy some."))
        only("wick", lambda: diagnosis.failed("Gone", "Put one in."))
        only("moon", lambda: diagnosis.unused("Not needed"))

        with pytest.raises(CommandError, match="Needs attention: wick"):
            call_command("doctor")

        assert capsys.readouterr().out.splitlines() == [
            "ok       lamp: It shines",
            "warning  oil: Little left",
            "         -> Buy some.",
            "failed   wick: Gone",
            "         -> Put one in.",
            "unused   moon: Not needed",
        ]

    def test_does_not_look_for_what_the_migrations_will_make(self, only):
        def broken() -> diagnosis.Finding:
            raise DatabaseError("no such table: core_lamp")

        only(diagnosis.MIGRATIONS, lambda: diagnosis.failed("8 not applied", "Run `manage.py migrate`."))
        only("lamp", broken)

        assert [found.finding.state for found in diagnosis.diagnose()] == [State.FAILED, State.UNUSED]

        only(diagnosis.MIGRATIONS, lambda: diagnosis.ok("All applied"))
        assert [found.finding.state for found in diagnosis.diagnose()] == [State.OK, State.FAILED]

    def test_is_content_with_warnings(self, only, capsys):
        only("oil", lambda: diagnosis.warning("Little left", "Buy some."))

        call_command("doctor", "--json")

        answer = json.loads(capsys.readouterr().out)
        assert answer == {
            "ok": True,
            "findings": [{"name": "oil", "state": "warning", "text": "Little left", "advice": "Buy some."}],
        }

    def test_takes_a_probe_that_breaks_for_a_failure(self, only, capsys):
        only("lamp", lambda: 1 / 0)

        with pytest.raises(CommandError):
            call_command("doctor")

        assert "failed   lamp: ZeroDivisionError" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
class TestHealthyShop:
    def test_has_nothing_that_fails(self, capsys):
        call_command("doctor", "--json")

        findings = {line["name"]: line["state"] for line in json.loads(capsys.readouterr().out)["findings"]}
        assert findings["database"] == findings["migrations"] == findings["cache"] == findings["storage"] == "ok"
        assert findings["redis"] == findings["queue"] == "unused"


@pytest.mark.django_db
class TestProbes:
    def test_see_a_redis_that_does_not_answer(self, settings):
        settings.REDIS_URL = f"redis://127.0.0.1:{closed_port()}/0"

        assert probes.probe_redis().state is State.FAILED

    def test_see_a_redis_that_answers(self, settings, redis_url):
        settings.REDIS_URL = redis_url

        assert probes.probe_redis().state is State.OK

    def test_see_a_mail_server_that_does_not_let_us_in(self, settings):
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", closed_port()

        finding = probes.probe_mail()

        assert finding.state is State.FAILED
        assert "MAIL_URL" in finding.advice
        assert issubclass(smtplib.SMTPException, OSError)

    def test_see_a_shop_at_which_nobody_works(self):
        assert probes.probe_workers().state is State.WARNING

        leases.hold("beat", holder="web-1:123:1", seconds=30)

        assert probes.probe_workers().state is State.OK

    def test_see_late_and_failed_jobs(self):
        assert probes.probe_schedule().state is State.OK
        past, now = timezone.now() - timedelta(days=30), timezone.now()

        job = ScheduledJob.objects.create(name="clean_up", done_until=past, claimed_until=past)
        assert "clean_up" in probes.probe_schedule().text
        ScheduledJob.objects.filter(pk=job.pk).update(done_until=now, last_error="ValueError")
        assert probes.probe_schedule().state is State.WARNING

    def test_see_late_deliveries_and_dead_letters(self, time_machine):
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()
            assert probes.probe_outbox().state is State.OK
            time_machine.move_to(timezone.now() + timedelta(minutes=16))
            assert probes.probe_outbox().state is State.FAILED
            outbox.drain()

        assert probes.probe_outbox().state is State.OK
        OutboxDelivery.objects.update(status=DeliveryStatus.DEAD, done_at=None)
        assert probes.probe_outbox().state is State.WARNING

    def test_see_migrations_that_are_missing(self):
        from django.db.migrations.recorder import MigrationRecorder

        last = MigrationRecorder.Migration.objects.filter(app="notifications").latest("pk")
        last.delete()

        finding = probes.probe_migrations()

        assert finding.state is State.FAILED
        assert f"notifications.{last.name}" in finding.text

    def test_see_static_files_that_were_not_collected(self, settings, tmp_path):
        settings.STATIC_ROOT, settings.DEV_PAGES = tmp_path, False

        assert probes.probe_static().state is State.FAILED

    def test_see_a_storage_that_cannot_be_written(self, settings, tmp_path):
        (tmp_path / "media").write_text("a file where a folder should be")
        settings.MEDIA_ROOT = tmp_path / "media"

        findings = {one.name: one.finding.state for one in diagnosis.diagnose()}

        assert findings["storage"] is State.FAILED
