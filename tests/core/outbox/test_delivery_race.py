"""Two relays that meet at one delivery tell its handler once."""

import threading
from contextlib import suppress

import pytest
from django.db import connections
from django.db.models import QuerySet

from core import outbox
from core.models import OutboxDelivery
from tests.core import background as lamp

pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(number: int, work) -> None:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


@pytest.fixture
def meeting(settings):
    """Whoever is about to claim waits for the other, as far as the guard lets both come so far."""
    barrier = threading.Barrier(2, timeout=1)

    def meet() -> None:
        with suppress(threading.BrokenBarrierError):
            barrier.wait()

    settings.FAILPOINTS = {"outbox.claiming": meet}


@pytest.mark.usefixtures("meeting")
class TestTwoRelays:
    @pytest.mark.parametrize("handler", [lamp.on_lamp_lit, lamp.on_lamp_lit_outside])
    def test_tell_a_handler_once(self, handler):
        with lamp.wired(handler):
            lamp.light()
            pk = OutboxDelivery.objects.get().pk

            in_threads(2, lambda: outbox.deliver(pk))

        assert lamp.noted("inside") + lamp.noted("outside") == 1

    @pytest.mark.postgres
    def test_would_tell_it_twice_without_the_lock(self, monkeypatch):
        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
        with lamp.wired(lamp.on_lamp_lit_outside):
            lamp.light()
            pk = OutboxDelivery.objects.get().pk

            in_threads(2, lambda: outbox.deliver(pk))

        assert lamp.noted("outside") == 2


class TestManyRelays:
    def test_share_the_work(self):
        with lamp.wired(lamp.on_lamp_lit, lamp.on_lamp_lit_outside):
            for _ in range(25):
                lamp.light()

            in_threads(4, outbox.drain)

        assert (lamp.noted("inside"), lamp.noted("outside")) == (25, 25)
        assert outbox.backlog().pending == 0
