"""Two workers at one mail, and a worker that is killed: nobody gets it twice unknowingly, nobody misses it."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from notifications import services
from notifications.enums import MessageStatus
from notifications.models import EmailLog
from notifications.querysets import CLAIM_LASTS
from tests.core.processes import run_python
from tests.factories.notifications import EmailLogFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SEND = """
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", {port}
from notifications import services
services.send_mail(email_id="{pk}")
"""


def in_two_threads(work: Callable[[], None]) -> None:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class TestTwoWorkers:
    @pytest.fixture(autouse=True)
    def _meeting(self, settings):
        settings.FAILPOINTS = {"messages.claiming": threading.Barrier(2, timeout=10).wait}

    def test_send_a_mail_once(self, mail_server):
        row = EmailLogFactory()

        in_two_threads(lambda: services.send_mail(email_id=row.pk))

        assert len(mail_server.mails) == 1

    def test_would_both_send_it_without_the_condition(self, settings):
        EmailLogFactory()
        taken = []

        def careless() -> None:
            row = EmailLog.objects.get(status=MessageStatus.QUEUED)
            settings.FAILPOINTS["messages.claiming"]()
            row.status = MessageStatus.SENDING
            row.save()
            taken.append(row.pk)

        in_two_threads(careless)

        assert len(taken) == 2


class TestAKilledWorker:
    def kill(self, row: EmailLog, port: int, where: str) -> None:
        process = run_python(SEND.format(port=port, pk=row.pk), f"{where}=kill")
        assert process.returncode == -9, process.stderr
        row.refresh_from_db()
        assert row.status == MessageStatus.SENDING

    def let_the_claim_end(self) -> None:
        EmailLog.objects.update(claimed_at=timezone.now() - CLAIM_LASTS - timedelta(seconds=1))

    def test_before_the_handing_over_loses_nothing(self, mail_server):
        row = EmailLogFactory()
        self.kill(row, mail_server.port, "messages.claimed")
        assert services.send_due_messages() == 0

        self.let_the_claim_end()
        services.send_due_messages()

        assert [mail["Message-ID"] for mail in mail_server.mails] == [row.message_id]

    def test_within_the_answer_repeats_the_mail_under_its_own_id(self, mail_server):
        row = EmailLogFactory()
        self.kill(row, mail_server.port, "messages.handed_over")

        self.let_the_claim_end()
        services.send_due_messages()
        services.send_due_messages()

        assert [mail["Message-ID"] for mail in mail_server.mails] == [row.message_id] * 2
        row.refresh_from_db()
        assert row.status == MessageStatus.SENT
