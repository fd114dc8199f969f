"""A limit holds: whatever counts it, however many ask at once."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from core import rate_limits
from core.errors import RateLimitExceeded
from core.models import RateLimitCounter
from core.rate_limits import Limit, forgive, give_back, parse, spend

LIMIT = Limit(3, 900)


class TestParse:
    @pytest.mark.parametrize(
        ("text", "limit"),
        [("5/15m", Limit(5, 900)), ("1/s", Limit(1, 1)), ("10/2h", Limit(10, 7200)), (" OFF ", None)],
    )
    def test_reads_tries_and_time(self, text, limit):
        assert parse(text) == limit

    @pytest.mark.parametrize("text", ["", "5", "0/m", "5/0m", "-1/m", "5/15", "five/m", "5/15m/2"])
    def test_refuses_anything_else(self, text):
        with pytest.raises(ImproperlyConfigured):
            parse(text)


@pytest.mark.django_db
class TestSpendInTheDatabase:
    def test_counts_down_and_then_refuses_with_the_time_to_wait(self):
        left = [spend("k", LIMIT).remaining for _ in range(3)]

        with pytest.raises(RateLimitExceeded) as refusal:
            spend("k", LIMIT)

        assert left == [2, 1, 0]
        assert 890 <= refusal.value.details["retry_after"] <= 900

    def test_starts_anew_when_the_window_is_over(self, time_machine):
        time_machine.move_to("2026-01-01T12:00:00Z", tick=False)
        for _ in range(3):
            spend("k", LIMIT)

        time_machine.shift(901)

        assert spend("k", LIMIT).remaining == 2

    def test_does_not_lengthen_the_window_of_one_who_keeps_trying(self, time_machine):
        time_machine.move_to("2026-01-01T12:00:00Z", tick=False)
        for _ in range(3):
            spend("k", LIMIT)

        time_machine.shift(600)

        with pytest.raises(RateLimitExceeded) as refusal:
            spend("k", LIMIT)
        assert refusal.value.details["retry_after"] == 300

    def test_keeps_keys_apart(self):
        for _ in range(3):
            spend("a", LIMIT)

        assert spend("b", LIMIT).remaining == 2

    def test_never_counts_without_a_limit(self):
        usage = spend("k", None)

        assert usage.headers == {}
        assert not RateLimitCounter.objects.exists()

    def test_keeps_no_readable_key(self):
        spend("sign-in:asha@example.com:203.0.113.9", LIMIT)

        assert "asha" not in RateLimitCounter.objects.get().key

    def test_takes_any_text_as_a_key(self):
        assert spend("\x00\ud800 'ключ" * 500, LIMIT).remaining == 2

    def test_forgive_gives_all_tries_back(self):
        for _ in range(3):
            spend("k", LIMIT)

        forgive("k")

        assert spend("k", LIMIT).remaining == 2

    def test_give_back_takes_one_try_back_and_no_more(self):
        for _ in range(3):
            spend("k", LIMIT)

        give_back("k", LIMIT)

        assert spend("k", LIMIT).remaining == 0
        with pytest.raises(RateLimitExceeded):
            spend("k", LIMIT)

    def test_give_back_never_makes_more_tries_than_there_are(self):
        give_back("k", LIMIT)
        spend("k", LIMIT)
        for _ in range(3):
            give_back("k", LIMIT)
        give_back("k", None)

        assert spend("k", LIMIT).remaining == 2

    def test_give_back_leaves_the_window_where_it_was(self, time_machine):
        time_machine.move_to("2026-01-01T12:00:00Z", tick=False)
        spend("k", LIMIT)
        time_machine.shift(600)

        give_back("k", LIMIT)

        assert spend("k", LIMIT).resets_in == 300


@pytest.mark.django_db(transaction=True)
def test_refuses_to_count_inside_a_transaction_that_could_undo_it():
    from django.db import transaction

    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        spend("k", LIMIT)


class TestNetwork:
    def test_takes_an_ipv4_address_as_one_visitor(self):
        assert rate_limits.network("203.0.113.9") == "203.0.113.9"

    def test_takes_one_customers_ipv6_range_as_one_visitor(self):
        assert rate_limits.network("2001:db8:1:2:3::4") == rate_limits.network("2001:db8:1:2:ffff::1")
        assert rate_limits.network("2001:db8:1:2::4") != rate_limits.network("2001:db8:1:3::4")
