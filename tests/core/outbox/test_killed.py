"""A process that is killed at the worst moments loses nothing, and what a handler wrote is there once."""

import signal
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from core import outbox
from core.models import DeliveryStatus, OutboxDelivery
from tests.core import background as lamp
from tests.core.processes import run_python

pytestmark = pytest.mark.django_db(transaction=True)

PUBLISH = "with b.wired(b.on_lamp_lit, b.on_lamp_lit_outside): b.light()"
DRAIN = "with b.wired(b.on_lamp_lit, b.on_lamp_lit_outside): outbox.drain(queues=['{queue}'])"
REGISTER = (
    "from accounts.services import register; register(email='asha@example.com', password='Bazaar-2026!', name='Asha')"
)


def killed(code: str, failpoint: str) -> bool:
    process = run_python(code, f"{failpoint}=kill")
    assert process.returncode in {0, -signal.SIGKILL}, process.stderr
    return process.returncode == -signal.SIGKILL


def pass_time() -> None:
    """Let the lease of the dead process end."""
    OutboxDelivery.objects.unfinished().update(next_try_at=timezone.now() - timedelta(seconds=1))


def recover() -> None:
    pass_time()
    with lamp.wired(lamp.on_lamp_lit, lamp.on_lamp_lit_outside):
        outbox.drain()


class TestKilledBetweenCommitAndDelivery:
    def test_delivers_what_was_committed(self):
        assert killed(PUBLISH, "outbox.committed")
        assert OutboxDelivery.objects.count() == 2

        recover()

        assert (lamp.noted("inside"), lamp.noted("outside")) == (1, 1)


class TestKilledInAHandler:
    @pytest.mark.parametrize("failpoint", ["outbox.claiming", "outbox.handler_starts", "outbox.handler_ran"])
    def test_leaves_what_it_wrote_once(self, failpoint):
        assert not killed(PUBLISH, "none")

        assert killed(DRAIN.format(queue="default"), failpoint)
        assert lamp.noted("inside") == 0
        recover()

        assert lamp.noted("inside") == 1

    def test_keeps_others_off_until_its_lease_has_ended(self):
        killed(PUBLISH, "none")
        killed(DRAIN.format(queue="mail"), "outbox.handler_starts")

        with lamp.wired(lamp.on_lamp_lit, lamp.on_lamp_lit_outside):
            assert outbox.drain(queues=["mail"]).total == 0
        recover()

        assert lamp.noted("outside") == 1

    def test_tells_an_external_handler_again_that_nobody_saw_finish(self):
        """Nothing but the outside knows that it ran: such handlers bring a key of their own."""
        killed(PUBLISH, "none")
        killed(DRAIN.format(queue="mail"), "outbox.handler_ran")

        recover()

        assert lamp.noted("outside") == 2

    def test_counts_the_attempt_so_that_a_handler_cannot_kill_for_ever(self):
        killed(PUBLISH, "none")
        killed(DRAIN.format(queue="default"), "outbox.handler_starts")

        delivery = OutboxDelivery.objects.get(queue="default")
        assert (delivery.status, delivery.attempts) == (DeliveryStatus.PENDING, 1)


class TestMail:
    def test_is_sent_once_after_a_crash_between_commit_and_sending(self):
        assert killed(REGISTER, "outbox.committed")
        assert User.objects.filter(email="asha@example.com").exists()

        pass_time()
        outbox.drain()
        pass_time()
        outbox.drain()

        assert [message.to for message in mail.outbox] == [["asha@example.com"]]

    def test_is_sent_once_when_the_handler_that_writes_it_is_killed(self):
        assert not killed(REGISTER, "none")

        assert killed("outbox.drain()", "outbox.handler_ran")
        pass_time()
        outbox.drain()

        assert [message.to for message in mail.outbox] == [["asha@example.com"]]
