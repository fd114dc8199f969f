"""Long writes are cut into short ones."""

import pytest

from core.models import Lease
from core.steps import FIRST_SIZE, in_steps
from tests.core import background as lamp


class Clock:
    """A clock by which changing a row takes so long."""

    def __init__(self, seconds_per_row: float) -> None:
        self.now, self.seconds_per_row = 0.0, seconds_per_row

    def __call__(self) -> float:
        return self.now

    def change(self, rows) -> None:
        self.now += rows.count() * self.seconds_per_row
        rows.delete()


@pytest.mark.django_db
class TestInSteps:
    @pytest.fixture(autouse=True)
    def _rows(self):
        for _ in range(200):
            lamp.note("row")

    def test_visits_every_row_once(self):
        seen = []
        rows = Lease.objects.all()

        steps = list(in_steps(rows, lambda some: seen.extend(some.values_list("pk", flat=True))))

        assert sum(steps) == len(seen) == len(set(seen)) == 200

    def test_takes_smaller_steps_when_they_are_slow(self):
        clock = Clock(seconds_per_row=0.01)

        steps = list(in_steps(Lease.objects.all(), clock.change, clock=clock))

        assert steps[:4] == [FIRST_SIZE, FIRST_SIZE // 2, FIRST_SIZE // 4, FIRST_SIZE // 8]
        assert Lease.objects.count() == 0

    def test_takes_larger_steps_when_they_are_quick(self):
        clock = Clock(seconds_per_row=0.000001)

        assert list(in_steps(Lease.objects.all(), clock.change, clock=clock)) == [20, 40, 80, 60]

    def test_leaves_a_row_that_is_needed_by_now(self):
        """Between the look and the change, somebody takes a row back into use."""
        wanted = Lease.objects.order_by("pk")[5]

        def change(rows) -> None:
            Lease.objects.filter(pk=wanted.pk).update(holder="needed")
            rows.delete()

        list(in_steps(Lease.objects.filter(holder="row"), change))

        assert list(Lease.objects.values_list("pk", flat=True)) == [wanted.pk]
