"""Carrying mails out: through a server that takes, refuses, hangs and dies."""

from datetime import timedelta
from smtplib import SMTPDataError

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from accounts.enums import CodePurpose
from accounts.models import OneTimeCode
from accounts.services import codes
from core import outgoing
from notifications import services
from notifications.enums import MessageStatus
from notifications.mails import MAILS
from notifications.models import EmailLog, Preference
from notifications.services import sending
from tests.factories.accounts import UserFactory
from tests.factories.notifications import EmailLogFactory
from tests.notifications.smtp_server import unused_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued() -> EmailLog:
    return EmailLogFactory()


def send(row: EmailLog) -> EmailLog:
    services.send_mail(email_id=row.pk)
    row.refresh_from_db()
    return row


def let_time_pass(row: EmailLog, **time) -> None:
    """Bring the next try, and everything that led to it, closer."""
    row.refresh_from_db()
    past = timedelta(**time)
    EmailLog.objects.filter(pk=row.pk).update(
        next_try_at=row.next_try_at - past,
        claimed_at=row.claimed_at and row.claimed_at - past,
        created_at=row.created_at - past,
    )
    sending.mail_rest.reset()


class TestSendMail:
    def test_hands_the_mail_to_the_server_once(self, queued, mail_server):
        send(queued)
        send(queued)

        assert queued.status == MessageStatus.SENT
        assert queued.sent_at
        (taken,) = mail_server.mails
        assert taken["Message-ID"] == queued.message_id
        assert taken["To"] == queued.to
        assert taken.get_body(("plain",)).get_content().strip() == "Hello"
        assert "<p>Hello</p>" in taken.get_body(("html",)).get_content()

    @pytest.mark.parametrize(
        ("command", "reply"),
        [
            ("RCPT", "550 no such user"),
            ("RCPT", "552 mailbox full"),
            ("RCPT", "550 5.1.1 no such user"),
            ("RCPT", "554 5.2.1 mailbox disabled"),
            ("END", "550 5.1.1 no such user"),
        ],
    )
    def test_comes_back_at_once_from_an_address_that_takes_no_mail(self, queued, mail_server, command, reply):
        mail_server.says[command] = reply

        send(queued)

        assert queued.status == MessageStatus.BOUNCED
        assert reply in queued.error
        assert services.send_due_messages() == 0

    @pytest.mark.parametrize(
        ("command", "reply"),
        [
            ("RCPT", "550 5.7.1 relaying denied"),
            ("RCPT", "554 not today"),
            ("END", "550 looks like spam"),
            ("END", "554 5.7.1 looks like spam"),
        ],
    )
    def test_gives_up_at_once_when_the_address_is_not_at_fault(self, queued, mail_server, command, reply):
        mail_server.says[command] = reply

        send(queued)

        assert queued.status == MessageStatus.FAILED
        assert reply in queued.error
        assert services.send_due_messages() == 0

    @pytest.mark.parametrize("command", ["RCPT", "END"])
    def test_tries_again_later_when_told_to_wait(self, queued, mail_server, command):
        mail_server.says[command] = "451 busy"
        send(queued)
        assert (queued.status, queued.attempts, mail_server.mails) == (MessageStatus.QUEUED, 1, [])

        mail_server.says.clear()
        assert send(queued).attempts == 1
        let_time_pass(queued, minutes=1)
        send(queued)

        assert (queued.status, queued.attempts) == (MessageStatus.SENT, 2)
        assert len(mail_server.mails) == 1

    def test_keeps_the_message_id_when_the_answer_was_lost(self, queued, mail_server):
        mail_server.breaks_off_after_taking = True
        send(queued)
        mail_server.breaks_off_after_taking = False
        let_time_pass(queued, minutes=1)
        send(queued)

        first, second = mail_server.mails
        assert first["Message-ID"] == second["Message-ID"] == queued.message_id
        assert queued.status == MessageStatus.SENT

    @pytest.mark.parametrize("fault", ["refuses", "hangs", "rejects the password", "rejects the sender"])
    def test_loses_nothing_while_the_server_is_out_of_order(self, settings, mail_server, fault):
        rows = EmailLogFactory.create_batch(3)
        if fault == "refuses":
            settings.EMAIL_PORT = unused_port()
        elif fault == "hangs":
            mail_server.hangs = True
            settings.EMAIL_TIMEOUT = 0.2
        elif fault == "rejects the password":
            settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "shop", "old"
        else:
            mail_server.says["MAIL"] = "550 who are you"
        for row in rows:
            send(row)

        # One was tried; the others did not wait for a dead server.
        assert sorted(row.attempts for row in rows) == [0, 0, 1]
        assert {row.status for row in rows} == {MessageStatus.QUEUED}

        mail_server.hangs = False
        mail_server.says.clear()
        settings.EMAIL_PORT, settings.EMAIL_HOST_USER, settings.EMAIL_TIMEOUT = mail_server.port, "", 1
        for row in rows:
            let_time_pass(row, minutes=1)
        assert services.send_due_messages() == 3
        assert sorted(mail["To"] for mail in mail_server.mails) == sorted(row.to for row in rows)

    def test_gives_up_after_days_and_says_why(self, queued, mail_server):
        mail_server.says["RCPT"] = "451 busy"
        let_time_pass(queued, days=6)

        send(queued)

        assert queued.status == MessageStatus.FAILED
        assert "451 busy" in queued.error

    def test_sends_again_with_the_same_id_after_the_sender_was_killed(self, queued, settings):
        living = settings.EMAIL_BACKEND
        settings.EMAIL_BACKEND = f"{__name__}.KilledOnTheWay"
        with pytest.raises(Killed):
            send(queued)
        queued.refresh_from_db()
        assert queued.status == MessageStatus.SENDING

        settings.EMAIL_BACKEND = living
        assert services.send_due_messages() == 0
        let_time_pass(queued, minutes=6)
        assert services.send_due_messages() == 1

        (taken,) = mail.outbox
        assert taken.extra_headers["Message-ID"] == queued.message_id

    def test_does_not_overwrite_the_result_of_whoever_took_over(self, queued, settings):
        settings.EMAIL_BACKEND = f"{__name__}.TakenOver"

        send(queued)

        assert queued.status == MessageStatus.SENT

    def test_holds_everything_back_in_a_copy_of_the_shop(self, queued, mail_server):
        outgoing.pause(now=timezone.now())

        send(queued)
        services.send_due_messages()
        assert (queued.status, mail_server.mails) == (MessageStatus.QUEUED, [])

        outgoing.resume()
        assert services.send_due_messages() == 1

    def test_delays_what_is_too_much_for_one_address(self, settings, mail_server):
        settings.MAIL_RATE_LIMIT = "2/1h"
        user = UserFactory()
        rows = EmailLogFactory.create_batch(3, user=user)
        for row in rows:
            send(row)

        assert [row.status for row in rows] == [MessageStatus.SENT, MessageStatus.SENT, MessageStatus.QUEUED]
        assert rows[2].next_try_at > timezone.now() + timedelta(minutes=50)
        assert rows[2].attempts == 0
        assert (rows[2].error, rows[2].is_delayed) == ("", True)
        assert not rows[1].is_delayed

    def test_respects_a_change_of_mind_while_the_mail_waited(self, mail_server):
        user = UserFactory(marketing_consent=True)
        params = {"subject": "Sale", "text": "Now."}
        row = services.queue_mail(mail=MAILS["news"], to=user.email, cause="event:1", params=params, user=user)
        Preference.objects.create(user=user, topic="news", channel="email", is_on=False)

        send(row)

        assert row.status == MessageStatus.FAILED
        assert mail_server.mails == []


class TestSecrets:
    @pytest.fixture
    def code(self) -> OneTimeCode:
        return codes.issue_code(user=UserFactory(), purpose=CodePurpose.LOGIN_2FA)

    def test_are_in_the_mail_and_nowhere_else(self, code, deliver, mail_server):
        deliver()

        (row,) = EmailLog.objects.all()
        secret = codes.reveal(code)
        (taken,) = mail_server.mails
        assert secret in taken.get_body(("plain",)).get_content()
        assert secret in taken.get_body(("html",)).get_content()
        stored = f"{row.subject} {row.text} {row.html} {row.params} {row.error}"
        assert secret not in stored
        assert "••••••" in row.text

    def test_are_not_sent_when_they_have_expired_on_the_way(self, code, deliver, settings, mail_server):
        settings.EMAIL_PORT = unused_port()
        deliver()
        OneTimeCode.objects.update(expires_at=timezone.now())
        settings.EMAIL_PORT = mail_server.port
        row = EmailLog.objects.get()
        let_time_pass(row, minutes=1)

        send(row)

        assert row.status == MessageStatus.FAILED
        assert "expired" in row.error
        assert mail_server.mails == []


class TestUnsubscribing:
    def test_is_offered_in_the_headers_of_news_alone(self, settings):
        user = UserFactory(marketing_consent=True)
        params = {"subject": "Sale", "text": "Now."}
        for name in ("news", "staff_message"):
            send(services.queue_mail(mail=MAILS[name], to=user.email, cause="event:1", params=params, user=user))

        news, plain = mail.outbox
        assert news.extra_headers["List-Unsubscribe"].startswith(f"<{settings.SITE_URL}/unsubscribe/")
        assert news.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "List-Unsubscribe" not in plain.extra_headers


class Killed(BaseException):
    """What stops a worker without a word."""


class KilledOnTheWay(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise Killed


class TakenOver(BaseEmailBackend):
    """So slow that somebody else sent the mail in the meantime."""

    def send_messages(self, email_messages):
        EmailLog.objects.update(status=MessageStatus.SENT, claimed_at=timezone.now())
        raise SMTPDataError(550, b"gone")
