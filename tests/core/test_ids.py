"""Identifiers that sort in the order they were made."""

import time
from concurrent.futures import ThreadPoolExecutor

from core.ids import uuid7


class TestUuid7:
    def test_sorts_in_the_order_of_making_also_within_a_millisecond(self):
        made = [uuid7() for _ in range(20_000)]

        assert made == sorted(made)

    def test_is_made_once_however_many_threads_ask(self):
        with ThreadPoolExecutor(8) as threads:
            batches = list(threads.map(lambda _: [uuid7() for _ in range(2_000)], range(8)))

        assert all(batch == sorted(batch) for batch in batches)
        assert len({made >> 64 for batch in batches for made in (one.int for one in batch)}) == 16_000

    def test_keeps_its_order_when_the_clock_is_set_back(self, monkeypatch):
        before = uuid7()

        monkeypatch.setattr(time, "time_ns", lambda: 1_000_000)

        assert uuid7() > before

    def test_says_when_it_was_made_and_of_which_kind_it_is(self):
        earliest = time.time_ns() // 1_000_000
        made = uuid7()

        assert (made.version, made.variant) == (7, "specified in RFC 4122")
        # Tests that travel leave the process ahead of the clock, never behind it.
        assert made.int >> 80 >= earliest
