"""One process at a time has a role, and another takes it when the first is gone."""

import threading

import pytest
from django.db import connections

from core import leases


@pytest.mark.django_db
class TestHold:
    def test_gives_the_role_to_the_first(self):
        assert leases.hold("beat", holder="one", seconds=30)
        assert not leases.hold("beat", holder="two", seconds=30)

    def test_lets_the_holder_renew(self, time_machine):
        time_machine.move_to("2026-03-01T12:00:00Z", tick=False)
        leases.hold("beat", holder="one", seconds=30)
        time_machine.shift(20)
        assert leases.hold("beat", holder="one", seconds=30)

        time_machine.shift(20)

        assert not leases.hold("beat", holder="two", seconds=30)

    def test_passes_on_when_the_holder_is_gone(self, time_machine):
        time_machine.move_to("2026-03-01T12:00:00Z", tick=False)
        leases.hold("beat", holder="one", seconds=30)

        time_machine.shift(31)

        assert leases.hold("beat", holder="two", seconds=30)
        assert not leases.hold("beat", holder="one", seconds=30)

    def test_passes_on_at_once_when_it_is_released(self):
        leases.hold("beat", holder="one", seconds=30)

        leases.release("beat", holder="one")

        assert leases.hold("beat", holder="two", seconds=30)


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_leave_one_holder(self):
        start = threading.Barrier(8, timeout=10)
        held = []

        def reach(name: str) -> None:
            start.wait()
            try:
                if leases.hold("beat", holder=name, seconds=30):
                    held.append(name)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=reach, args=[str(number)]) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(held) == 1
