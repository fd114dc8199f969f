"""A limit holds over processes, and over the death of Redis."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings as conf
from django.db import connection

from core import rate_limits, redis
from core.errors import RateLimitExceeded
from core.models import RateLimitCounter
from core.rate_limits import Limit, spend
from tests.core import processes
from tests.core.faults import hung_server

LIMIT = Limit(10, 900)


def spend_one() -> None:
    spend("race", LIMIT)


def read_then_write() -> None:
    row = RateLimitCounter.objects.filter(key="race").first()
    used = row.used if row else 0
    if used >= LIMIT.tries:
        raise RateLimitExceeded(retry_after=1)
    time.sleep(0.002)
    RateLimitCounter.objects.update_or_create(key="race", defaults={"used": used + 1, "ends_at_ms": 1})


def spend_and_give_back() -> None:
    spend_one()
    rate_limits.give_back("race", LIMIT)


def spend_and_write_back(meet: Callable[[], object]) -> None:
    """The control: everybody has spent before anybody reads, and read before anybody writes."""
    spend_one()
    meet()
    if shared := redis.client():
        key = shared.keys("limit:*")[0]
        used = int(shared.get(key))
        meet()
        shared.set(key, used - 1, keepttl=True)
    else:
        used = RateLimitCounter.objects.get().used
        meet()
        RateLimitCounter.objects.update(used=used - 1)


ACTS = {
    "spend": spend_one,
    "read and write": read_then_write,
    "give back": spend_and_give_back,
}


def try_25_times(act: str, redis_url: str, start: Any, passed: Any) -> None:
    """What one process does: wait for the others, try 25 times, say how often it passed."""
    conf.REDIS_URL = redis_url
    connection.ensure_connection()
    start.wait()
    if act == "write back":
        spend_and_write_back(start.wait)
        passed.put(1)
        return
    count = 0
    for _ in range(25):
        with suppress(RateLimitExceeded):
            ACTS[act]()
            count += 1
    passed.put(count)


def passed_in_four_processes(act: str, redis_url: str = "") -> int:
    start, passed = processes.FORKED.Barrier(4, timeout=30), processes.FORKED.Queue()
    workers = [processes.begin(try_25_times, act, redis_url, start, passed) for _ in range(4)]
    total = sum(passed.get(timeout=60) for _ in workers)
    for worker in workers:
        worker.join(30)
    return total


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestAHundredTriesInFourProcesses:
    def test_ten_pass_when_the_database_counts(self):
        assert passed_in_four_processes("spend") == 10

    def test_ten_pass_when_redis_counts(self, redis_url):
        assert passed_in_four_processes("spend", redis_url) == 10
        assert not RateLimitCounter.objects.exists()

    def test_all_pass_that_are_given_back_when_the_database_counts(self):
        assert passed_in_four_processes("give back") == 100
        assert RateLimitCounter.objects.get().used == 0

    def test_all_pass_that_are_given_back_when_redis_counts(self, settings, redis_url):
        assert passed_in_four_processes("give back", redis_url) == 100
        settings.REDIS_URL = redis_url
        assert spend("race", LIMIT).remaining == 9

    def test_more_pass_when_counting_is_a_read_and_a_write(self):
        assert passed_in_four_processes("read and write") > 10

    def test_tries_get_lost_when_giving_back_is_a_read_and_a_write(self):
        assert passed_in_four_processes("write back") == 4
        assert RateLimitCounter.objects.get().used == 3

    def test_tries_get_lost_in_redis_when_giving_back_is_a_read_and_a_write(self, settings, redis_url):
        assert passed_in_four_processes("write back", redis_url) == 4
        settings.REDIS_URL = redis_url

        assert spend("race", LIMIT).remaining == 6


@pytest.mark.django_db
class TestRedis:
    def test_counts_and_forgets(self, settings, redis_url):
        settings.REDIS_URL = redis_url
        for _ in range(10):
            spend("k", LIMIT)
        with pytest.raises(RateLimitExceeded) as refusal:
            spend("k", LIMIT)

        rate_limits.forgive("k")

        assert 1 <= refusal.value.details["retry_after"] <= 900
        assert spend("k", LIMIT).remaining == 9
        assert not RateLimitCounter.objects.exists()

    def test_starts_anew_when_the_window_is_over(self, settings, redis_url):
        settings.REDIS_URL = redis_url
        spend("k", Limit(1, 1))

        time.sleep(1.1)

        assert spend("k", Limit(1, 1)).remaining == 0

    def test_gives_one_try_back_and_never_more_than_there_are(self, settings, redis_url):
        settings.REDIS_URL = redis_url
        rate_limits.give_back("k", LIMIT)
        for _ in range(3):
            spend("k", LIMIT)

        rate_limits.give_back("k", LIMIT)
        assert spend("k", LIMIT).remaining == 7

        for _ in range(5):
            rate_limits.give_back("k", LIMIT)
        left = spend("k", LIMIT)
        assert left.remaining == 9
        assert 1 <= left.resets_in <= 900
        assert not RateLimitCounter.objects.exists()

    def test_that_is_down_gives_back_in_the_database(self, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        spend("k", LIMIT)

        rate_limits.give_back("k", LIMIT)

        assert RateLimitCounter.objects.get().used == 0

    def test_that_is_down_does_not_open_the_limit(self, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"

        for _ in range(10):
            spend("k", LIMIT)

        with pytest.raises(RateLimitExceeded):
            spend("k", LIMIT)

    def test_that_hangs_costs_one_short_wait_and_does_not_open_the_limit(self, settings):
        with hung_server() as port:
            settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
            started = time.monotonic()
            for _ in range(10):
                spend("k", LIMIT)
            with pytest.raises(RateLimitExceeded):
                spend("k", LIMIT)
            seconds = time.monotonic() - started

        assert seconds < 1.5

    def test_is_asked_again_when_the_breaker_has_rested(self, settings, redis_url):
        settings.REDIS_URL = redis_url
        redis.breaker.trip()
        spend("k", LIMIT)
        assert RateLimitCounter.objects.count() == 1

        redis.breaker.reset()
        spend("k", LIMIT)

        assert RateLimitCounter.objects.get().used == 1
