"""What holds when fifty want the last ones, on both databases. Each case has a control that the same crowd breaks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from core.ids import uuid7
from inventory import services
from inventory.enums import MovementKind
from inventory.errors import OutOfStock
from inventory.models import StockItem
from inventory.querysets import StockItemQuerySet
from inventory.services.levels import Ledger
from tests.crowds import CROWD, FEW, unlocked
from tests.crowds import crowd as at_once
from tests.factories.inventory import StockItemFactory
from tests.inventory.shelf import HOLD, assert_books_add_up, books, counters, reserve
from tests.project.shop_processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
KIND = {services.commit_stock: MovementKind.SELL, services.unsell_stock: MovementKind.UNSELL}


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


def waiting() -> int:
    """How many transactions wait for a row that another one holds."""
    with connection.cursor() as cursor:
        # Within a transaction it would say again what it said first.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def reserve_and_sell_at_once(*, is_opposite: bool, reserves_first: bool) -> list[OperationalError]:
    """Have one order reserve, and one sell, the same two things while the row of the higher key is held elsewhere.

    Who comes second waits behind the first, which then needs what the second holds, unless both take the lower first.
    """
    keys = sorted([uuid7(), uuid7()], reverse=is_opposite)
    items = [StockItemFactory(pk=key, location__code=f"place-{number}") for number, key in enumerate(keys)]
    sold = reserve(dict.fromkeys(items, 1))
    troubles = []

    def act(work: Callable[[], object]) -> None:
        try:
            work()
        except OperationalError as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    works = [lambda: reserve(dict.fromkeys(items, 1)), lambda: services.commit_stock(reference=sold)]
    threads = [Thread(target=act, args=[work]) for work in (works if reserves_first else reversed(works))]
    with transaction.atomic():
        StockItem.objects.select_for_update().get(pk=max(keys))
        for number, thread in enumerate(threads, start=1):
            thread.start()
            wait_until(lambda number=number: waiting() == number)
    for thread in threads:
        thread.join()
    return troubles


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

    @pytest.mark.postgres
    @pytest.mark.parametrize("quantity", [1, 3])
    def test_control_without_locks_sells_what_is_not_there(self, quantity):
        item = StockItemFactory(on_hand=10)

        with unlocked(services.reservations, "_plan", size=CROWD):
            placed = crowd([{item: quantity}] * CROWD, size=CROWD)

        assert placed.count(True) * quantity > 10
        assert books() != []


class TestOrdersInOppositeOrder:
    def test_do_not_stop_each_other(self):
        first, second = StockItemFactory(on_hand=100), StockItemFactory(on_hand=100)

        placed = crowd([{first: 1, second: 1}, {second: 1, first: 1}] * 20)

        assert placed == [True] * 40
        assert (counters(first), counters(second)) == ((100, 40), (100, 40))

    @pytest.mark.postgres
    @pytest.mark.parametrize("reserves_first", [True, False])
    @pytest.mark.parametrize("is_opposite", [True, False])
    def test_take_the_locks_in_the_order_of_their_keys_however_the_rows_lie(self, is_opposite, reserves_first):
        """The database hands rows out as they lie, unless it is told an order."""
        assert reserve_and_sell_at_once(is_opposite=is_opposite, reserves_first=reserves_first) == []
        assert_books_add_up()

    @pytest.mark.postgres
    @pytest.mark.parametrize("reserves_first", [True, False])
    def test_control_that_takes_one_of_the_locks_in_another_order_stops(self, monkeypatch, reserves_first):
        def lock(rows, variant_ids):
            return rows.select_for_update(of=("self",)).filter(variant_id__in=variant_ids).order_by("-pk")

        def lock_items(item_ids):
            return Ledger(StockItem.objects.select_for_update(of=("self",)).filter(pk__in=item_ids).order_by("-pk"))

        if reserves_first:
            monkeypatch.setattr(StockItemQuerySet, "lock", lock)
        else:
            monkeypatch.setattr(services.levels, "lock_items", lock_items)

        [trouble] = reserve_and_sell_at_once(is_opposite=True, reserves_first=reserves_first)

        assert "deadlock" in str(trouble)


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

    @pytest.mark.postgres
    def test_control_without_locks_is_held_by_several_until_the_constraint_stops_them(self):
        item, reference = StockItemFactory(on_hand=100), uuid7()

        def place(_) -> bool:
            try:
                reserve({item: 2}, reference=reference)
                return True
            except IntegrityError:
                return False
            finally:
                connection.close()

        with unlocked(services.reservations, "_plan"), ThreadPoolExecutor(FEW) as pool:
            held = list(pool.map(place, range(FEW)))

        assert held.count(True) == 1
        assert held.count(False) == FEW - 1

    @pytest.mark.postgres
    @pytest.mark.parametrize("settle", [services.commit_stock, services.unsell_stock])
    def test_control_without_locks_is_sold_and_given_back_by_everybody(self, settle):
        item = StockItemFactory(on_hand=100)
        reference = reserve({item: 2})
        if settle is services.unsell_stock:
            services.commit_stock(reference=reference)

        with unlocked(services.reservations, "_locked"):
            at_once(lambda _: settle(reference=reference), size=FEW)

        assert item.movements.filter(reference=reference, kind=KIND[settle]).count() == FEW
        assert books() != []

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
    def test_by_two_who_saw_the_same_lets_one_win(self, monkeypatch):
        item = StockItemFactory(on_hand=100)
        barrier, met, lock_items = Barrier(2), Barrier(2), services.levels.lock_items

        def lock_and_wait(*args, **kwargs):
            """Hold who has read until the other has too, or cannot."""
            ledger = lock_items(*args, **kwargs)
            with suppress(BrokenBarrierError):
                met.wait(timeout=1)
            return ledger

        monkeypatch.setattr(services.levels, "lock_items", lock_and_wait)

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

    @pytest.mark.postgres
    def test_control_without_the_lock_lets_both_win(self):
        item = StockItemFactory(on_hand=100)

        def write(number: int) -> int:
            quantity = (40, 60)[number]
            services.set_stock(item=item, quantity=quantity, version=item.version, actor=None)
            return quantity

        with unlocked(services.levels, "lock_items", size=2):
            won = at_once(write, size=2)

        assert won == [40, 60]
        assert books() != []
