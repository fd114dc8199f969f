"""What sending costs and when it arrives, in `shipping.offers`."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipping.offers import EVERY_DAY, Basis, Calendar, Method, Parcel, Step, days_of, offers, price_of

# A Friday.
FRIDAY = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


def method(number: int = 1, *steps: tuple[int, int], **about) -> Method:
    return Method(UUID(int=number), f"Method {number}", tuple(Step(*step) for step in steps or [(0, 6000)]), **about)


class TestPrice:
    @pytest.mark.parametrize(("grams", "price"), [(0, 4000), (499, 4000), (500, 6000), (1999, 6000), (2000, 9000)])
    def test_is_that_of_the_highest_step_the_weight_reaches(self, grams, price):
        by_weight = method(1, (2000, 9000), (0, 4000), (500, 6000), basis=Basis.WEIGHT)

        assert price_of(by_weight, Parcel(100, grams)) == price

    def test_goes_by_value_where_the_method_does(self):
        by_value = method(1, (0, 6000), (100_000, 3000), basis=Basis.VALUE)

        assert [price_of(by_value, Parcel(value)) for value in (99_999, 100_000)] == [6000, 3000]

    def test_is_nothing_from_a_value_on(self):
        free = method(free_from=50_000)

        assert [price_of(free, Parcel(value)) for value in (49_999, 50_000)] == [6000, 0]

    def test_holds_up_to_the_most_weight(self):
        assert price_of(method(most_grams=1000), Parcel(1, 1000)) == 6000

    def test_is_none_for_a_parcel_that_the_method_does_not_take(self):
        assert price_of(method(most_grams=1000), Parcel(1, 1001)) is None
        assert price_of(method(1, (500, 100), basis=Basis.WEIGHT), Parcel(1, 499)) is None
        assert price_of(method(most_grams=1000, free_from=0), Parcel(1, 1001)) is None


class TestDays:
    @pytest.mark.parametrize(
        ("now", "days", "calendar", "arrives"),
        [
            (FRIDAY, 1, Calendar(), date(2026, 11, 21)),
            # Sunday is off.
            (FRIDAY, 2, Calendar(), date(2026, 11, 23)),
            (FRIDAY, 2, Calendar(delivers_on=EVERY_DAY), date(2026, 11, 22)),
            # After the last van the next day counts.
            (FRIDAY, 1, Calendar(cut_off_minute=11 * 60), date(2026, 11, 23)),
            (FRIDAY, 1, Calendar(cut_off_minute=11 * 60 + 1), date(2026, 11, 21)),
            (FRIDAY.replace(minute=30), 1, Calendar(cut_off_minute=11 * 60 + 15), date(2026, 11, 23)),
            (FRIDAY.replace(hour=23, minute=59), 1, Calendar(), date(2026, 11, 21)),
            # Nothing leaves on Friday or Saturday.
            (FRIDAY, 1, Calendar(sends_on=frozenset(range(4))), date(2026, 11, 24)),
            (FRIDAY, 1, Calendar(closed_on=frozenset({date(2026, 11, 21), date(2026, 11, 23)})), date(2026, 11, 24)),
            (FRIDAY, 0, Calendar(), date(2026, 11, 20)),
        ],
    )
    def test_are_those_on_which_parcels_leave_and_arrive(self, now, days, calendar, arrives):
        assert days_of(method(least_days=days, most_days=days, calendar=calendar), now) == (arrives, arrives)

    def test_of_a_calendar_that_never_opens_are_refused(self):
        with pytest.raises(ValueError, match="closed for a year"):
            days_of(method(calendar=Calendar(sends_on=frozenset())), FRIDAY)

    @given(
        st.integers(0, 2 * 366 * 24 * 60).map(lambda minutes: FRIDAY + timedelta(minutes=minutes)),
        st.integers(0, 10),
        st.integers(0, 10),
        st.frozensets(st.integers(0, 6), min_size=1),
        st.frozensets(st.integers(0, 6), min_size=1),
        st.integers(0, 24 * 60),
    )
    def test_are_always_open_ones_in_order(self, now, least, more, sends_on, delivers_on, cut_off):
        calendar = Calendar(sends_on, delivers_on, frozenset({now.date()}), cut_off)

        first, last = days_of(method(least_days=least, most_days=least + more, calendar=calendar), now)

        assert now.date() < first <= last
        assert {first.weekday(), last.weekday()} <= delivers_on
        assert first - now.date() >= timedelta(least)


def test_the_cheapest_comes_first_and_of_equals_the_sooner():
    ways = [
        method(1, (0, 9000), least_days=1, most_days=1),
        method(2, (0, 4000), least_days=3, most_days=5),
        method(3, (0, 4000), least_days=2, most_days=3),
        method(4, most_grams=10),
    ]

    found = offers(ways, Parcel(1000, 200), now=FRIDAY)

    assert [(offer.name, offer.price) for offer in found] == [
        ("Method 3", 4000),
        ("Method 2", 4000),
        ("Method 1", 9000),
    ]
