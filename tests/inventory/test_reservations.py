"""Holding, selling and giving back for orders."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.enums import ProductKind
from core.ids import uuid7
from inventory import selectors, services
from inventory.enums import MovementKind, ReservationStatus
from inventory.errors import HoldLost, OutOfStock
from inventory.models import Reservation, StockMovement
from tests.factories.catalog import ProductFactory, VariantFactory
from tests.factories.inventory import LocationFactory, StockItemFactory
from tests.inventory.shelf import counters, reserve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


class TestReserve:
    def test_holds_and_takes_nothing_off_the_shelf(self):
        item = StockItemFactory(on_hand=20)

        reserve({item: 3})

        assert counters(item) == (20, 3)
        assert selectors.stock_of_variants([item.variant_id])[item.variant_id].available == 17
        assert not StockMovement.objects.exclude(kind=MovementKind.RECEIVE).exists()

    def test_holds_all_lines_or_none(self):
        plenty, scarce = StockItemFactory(on_hand=20), StockItemFactory(on_hand=2)

        with pytest.raises(OutOfStock) as refusal:
            reserve({plenty: 5, scarce: 3})

        assert counters(plenty) == (20, 0)
        assert counters(scarce) == (2, 0)
        assert refusal.value.details["lines"] == [
            {"variant_id": str(scarce.variant_id), "sku": scarce.variant.sku, "wanted": 3, "available": 2}
        ]

    def test_again_under_the_same_reference_holds_nothing_more(self):
        item = StockItemFactory(on_hand=20)
        reference = reserve({item: 3})

        reserve({item: 3}, reference=reference)

        assert counters(item) == (20, 3)

    def test_lets_go_of_what_was_held_too_long_before_it_refuses(self):
        item = StockItemFactory(on_hand=5)
        forgotten = reserve({item: 4}, hold=timedelta(seconds=-1))

        reserve({item: 5})

        assert counters(item) == (5, 5)
        assert Reservation.objects.get(reference=forgotten).status == ReservationStatus.RELEASED

    def test_leaves_holds_of_others_alone_while_their_time_runs(self):
        item = StockItemFactory(on_hand=5)
        reserve({item: 4})

        with pytest.raises(OutOfStock):
            reserve({item: 2})

        assert counters(item) == (5, 4)

    def test_takes_from_one_place_where_it_can(self):
        first = StockItemFactory(on_hand=2, location=LocationFactory(code="delhi", priority=5))
        second = StockItemFactory(on_hand=9, variant=first.variant, location=LocationFactory(code="pune"))

        reserve({first: 3})

        assert (counters(first), counters(second)) == ((2, 0), (9, 3))

    def test_takes_from_several_places_where_it_must(self):
        first = StockItemFactory(on_hand=2, location=LocationFactory(code="delhi", priority=5))
        second = StockItemFactory(on_hand=2, variant=first.variant, location=LocationFactory(code="pune"))

        reserve({first: 3})

        assert (counters(first), counters(second)) == ((2, 2), (2, 1))

    def test_takes_nothing_from_a_place_that_does_not_deliver(self):
        item = StockItemFactory(location=LocationFactory(code="closed", is_active=False))

        with pytest.raises(OutOfStock):
            reserve({item: 1})

    def test_does_not_count_downloads(self):
        variant = VariantFactory(product=ProductFactory(kind=ProductKind.DIGITAL, variant=None))

        held = services.reserve_stock(wanted={variant.pk: 5}, reference=uuid7(), expires_at=None, now=timezone.now())

        assert held == []

    def test_sells_what_is_not_there_yet_up_to_the_limit(self):
        item = StockItemFactory(on_hand=2, allow_backorder=True, backorder_limit=3)

        reserve({item: 5})

        assert counters(item) == (2, 5)
        with pytest.raises(OutOfStock):
            reserve({item: 1})


class TestCommit:
    def test_takes_off_the_shelf_with_one_movement(self):
        item = StockItemFactory(on_hand=20)
        reference = reserve({item: 3})

        services.commit_stock(reference=reference)

        assert counters(item) == (17, 0)
        movement = StockMovement.objects.get(kind=MovementKind.SELL)
        assert (movement.delta, movement.on_hand_after, movement.reference) == (-3, 17, reference)

    def test_twice_sells_once(self):
        item = StockItemFactory(on_hand=20)
        reference = reserve({item: 3})

        services.commit_stock(reference=reference)
        services.commit_stock(reference=reference)

        assert counters(item) == (17, 0)

    def test_after_its_time_still_sells_what_nobody_else_took(self):
        item = StockItemFactory(on_hand=20)
        reference = reserve({item: 3}, hold=timedelta(seconds=-1))

        services.commit_stock(reference=reference)

        assert counters(item) == (17, 0)

    def test_refuses_what_was_let_go(self):
        item = StockItemFactory(on_hand=20)
        reference = reserve({item: 3})
        services.release_stock(reference=reference)

        with pytest.raises(HoldLost):
            services.commit_stock(reference=reference)

        assert counters(item) == (20, 0)

    def test_keeps_a_backorder_waiting_until_goods_come_in(self):
        item = StockItemFactory(on_hand=2, allow_backorder=True)
        reference = reserve({item: 5})

        services.commit_stock(reference=reference)
        assert counters(item) == (0, 3)
        services.change_stock(item=item, delta=2, actor=None, kind=MovementKind.RECEIVE)
        assert counters(item) == (0, 1)
        services.change_stock(item=item, delta=10, actor=None, kind=MovementKind.RECEIVE)

        assert counters(item) == (9, 0)
        assert not Reservation.objects.open().exists()


class TestGivingBack:
    def test_a_hold_frees_it(self):
        item = StockItemFactory(on_hand=20)
        reference = reserve({item: 3})

        services.release_stock(reference=reference)
        services.release_stock(reference=reference)

        assert counters(item) == (20, 0)

    def test_a_sale_puts_it_back_with_a_movement(self):
        item = StockItemFactory(on_hand=20)
        reference = reserve({item: 3})
        services.commit_stock(reference=reference)

        services.unsell_stock(reference=reference)
        services.unsell_stock(reference=reference)

        assert counters(item) == (20, 0)
        assert StockMovement.objects.get(kind=MovementKind.UNSELL).delta == 3

    def test_a_backorder_stops_waiting(self):
        item = StockItemFactory(on_hand=2, allow_backorder=True)
        reference = reserve({item: 5})
        services.commit_stock(reference=reference)

        services.unsell_stock(reference=reference)

        assert counters(item) == (2, 0)


class TestExpiredHolds:
    def test_count_as_free_before_any_job_has_run(self):
        item = StockItemFactory(on_hand=5)
        reserve({item: 5}, hold=timedelta(seconds=-1))

        assert selectors.stock_of_variants([item.variant_id])[item.variant_id].available == 5

    def test_are_let_go_by_the_job_and_no_others(self):
        item = StockItemFactory(on_hand=9)
        reserve({item: 2}, hold=timedelta(seconds=-1))
        reserve({item: 3})

        services.release_expired_holds()

        assert counters(item) == (9, 3)
