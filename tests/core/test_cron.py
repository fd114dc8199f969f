"""Times are read as cron writes them, in the shop's zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core import cron

KOLKATA = ZoneInfo("Asia/Kolkata")


def at(text: str, zone: ZoneInfo = KOLKATA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


class TestPrevious:
    @pytest.mark.parametrize(
        ("text", "now", "previous"),
        [
            ("* * * * *", "2026-03-04 12:34:56", "2026-03-04 12:34:00"),
            ("*/10 * * * *", "2026-03-04 12:34:56", "2026-03-04 12:30:00"),
            ("0 2 * * 0", "2026-03-04 12:34:56", "2026-03-01 02:00:00"),
            ("0 2 * * 0", "2026-03-01 02:00:00", "2026-03-01 02:00:00"),
            ("0 2 * * 0", "2026-03-01 01:59:59", "2026-02-22 02:00:00"),
            ("0 0 * * *", "2026-03-04 00:00:10", "2026-03-04 00:00:00"),
            ("30 23 * * *", "2026-01-01 00:00:00", "2025-12-31 23:30:00"),
            ("15 8-18/2 * * 1-5", "2026-03-07 12:00:00", "2026-03-06 18:15:00"),
            ("0 0 29 2 *", "2024-12-31 12:00:00", "2024-02-29 00:00:00"),
            ("0 4 1 1,7 *", "2026-03-04 12:00:00", "2026-01-01 04:00:00"),
        ],
    )
    def test_is_the_latest_time_that_is_not_in_the_future(self, text, now, previous):
        assert cron.parse(text).previous(at(now)) == at(previous)

    def test_keeps_to_the_wall_clock_over_a_change_to_summer_time(self):
        berlin = ZoneInfo("Europe/Berlin")

        assert cron.parse("0 5 * * *").previous(at("2026-03-29 12:00", berlin)) == at("2026-03-29 05:00", berlin)
        assert cron.parse("0 5 * * *").previous(at("2026-10-25 12:00", berlin)) == at("2026-10-25 05:00", berlin)

    def test_refuses_a_day_that_never_comes(self):
        with pytest.raises(ValueError, match="no such day"):
            cron.parse("0 0 31 2 *").previous(at("2026-03-04 12:00"))


class TestParse:
    @pytest.mark.parametrize("text", ["", "* * * *", "60 * * * *", "* 24 * * *", "* * * * 7", "a * * * *"])
    def test_refuses_what_is_no_time(self, text):
        with pytest.raises(ValueError, match=r"\S"):
            cron.parse(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("* * * * *", "every minute"),
        ("*/10 * * * *", "every 10 minutes"),
        ("15 6 * * *", "every day at 06:15"),
        ("0 2 * * 0", "every Sunday at 02:00"),
        ("0 2 * * 1", "every Monday at 02:00"),
        ("5 8-18 1 * *", "5 8-18 1 * *"),
    ],
)
def test_says_when_as_people_do(text, said):
    assert cron.in_words(text) == said
