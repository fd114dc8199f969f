"""What holds when fifty want the last ones, on both databases. Each case has a control that the same crowd breaks."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from core.ids import uuid7
from inventory import services
from inventory.errors import OutOfStock
from inventory.models import StockItem
from tests.factories.inventory import StockItemFactory
from tests.inventory.shelf import HOLD, assert_books_add_up, counters, reserve

pytestmark = pytest.mark.django_db(transaction=True)


def crowd(orders, *, size: int = 10):
    """Place all orders, `size` at a time; return for each whether it was refused."""

    def place(order) -> bool:
        try:
            reserve(order)
            return True
        except OutOfStock:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(size) as pool:
        return list(pool.map(place, orders))


class TestFiftyShoppersForTenUnits:
    def test_make_ten_orders(self):
        item = StockItemFactory(on_hand=10)

        placed = crowd([{item: 1}] * 50)

        assert placed.count(True) == 10
        assert counters(item) == (10, 10)
        assert_books_add_up()

    def test_of_one_to_four_each_leave_no_unit_that_somebody_wanted(self):
        item = StockItemFactory(on_hand=10)
        wanted = [Random(7 + number).randint(1, 4) for number in range(50)]

        placed = crowd([{item: quantity} for quantity in wanted])

        sold = sum(quantity for quantity, is_placed in zip(wanted, placed, strict=True) if is_placed)
        refused = [quantity for quantity, is_placed in zip(wanted, placed, strict=True) if not is_placed]
        assert sold <= 10
        assert all(quantity > 10 - sold for quantity in refused)
        assert counters(item) == (10, sold)

    def test_control_that_reads_before_it_writes_sells_too_many(self):
        item = StockItemFactory(on_hand=10, allow_backorder=True)
        barrier = Barrier(20)

        def place(_) -> bool:
            try:
                row = StockItem.objects.get(pk=item.pk)
                barrier.wait(timeout=30)
                if row.on_hand - row.reserved < 1:
                    return False
                StockItem.objects.filter(pk=item.pk).update(reserved=row.reserved + 1)
                return True
            finally:
                connection.close()

        with ThreadPoolExecutor(20) as pool:
            placed = list(pool.map(place, range(20)))

        assert placed.count(True) > 10


class TestOrdersInOppositeOrder:
    def test_do_not_stop_each_other(self):
        first, second = StockItemFactory(on_hand=100), StockItemFactory(on_hand=100)

        placed = crowd([{first: 1, second: 1}, {second: 1, first: 1}] * 20)

        assert placed == [True] * 40
        assert (counters(first), counters(second)) == ((100, 40), (100, 40))


class TestOneReference:
    def test_is_held_once_of_many_tries(self):
        item, reference = StockItemFactory(on_hand=100), uuid7()
        now = timezone.now()

        def place(_) -> None:
            try:
                services.reserve_stock(
                    wanted={item.variant_id: 2}, reference=reference, expires_at=now + HOLD, now=now
                )
            finally:
                connection.close()

        with ThreadPoolExecutor(10) as pool:
            list(pool.map(place, range(10)))

        assert counters(item) == (100, 2)

    def test_is_sold_once_and_given_back_once_of_many_tries(self):
        item = StockItemFactory(on_hand=100)
        reference = reserve({item: 2})

        def settle(number: int) -> None:
            try:
                (services.commit_stock if number % 2 else services.unsell_stock)(reference=reference)
            except services.reservations.HoldLost:
                pass
            finally:
                connection.close()

        with ThreadPoolExecutor(10) as pool:
            list(pool.map(settle, range(10)))

        services.unsell_stock(reference=reference)
        assert counters(item) == (100, 0)
        assert_books_add_up()


class TestSettingStock:
    def test_by_two_who_saw_the_same_lets_one_win(self):
        item = StockItemFactory(on_hand=100)
        barrier = Barrier(2)

        def write(quantity: int) -> bool:
            try:
                barrier.wait(timeout=30)
                services.set_stock(item=item, quantity=quantity, version=item.version, actor=None)
                return True
            except services.stock.VersionConflict:
                return False
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            won = list(pool.map(write, [40, 60]))

        assert sorted(won) == [False, True]
        assert counters(item)[0] == (40 if won[0] else 60)
