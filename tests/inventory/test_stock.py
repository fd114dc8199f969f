"""Stock by hand: setting, receiving, moving, counting."""

import pytest

from audit.models import AdminActionLog
from core.errors import InvalidInput, VersionConflict
from core.ids import uuid7
from core.verification import verify
from inventory import services
from inventory.enums import MovementKind
from inventory.errors import StockHeld
from inventory.models import Location, StockItem, StockMovement
from tests.factories.catalog import VariantFactory
from tests.factories.inventory import LocationFactory, StockItemFactory
from tests.inventory.shelf import counters, reserve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


class TestSetStock:
    def test_writes_the_difference_as_a_movement_and_in_the_action_log(self, clerk):
        item = StockItemFactory(on_hand=20)

        services.set_stock(item=item, quantity=26, version=item.version, actor=clerk, reason="Found a box")

        assert counters(item) == (26, 0)
        movement = StockMovement.objects.exclude(kind=MovementKind.RECEIVE).get()
        assert (movement.delta, movement.reason, movement.actor) == (6, "Found a box", clerk)
        log = AdminActionLog.objects.get()
        assert (log.before, log.after) == ({"on_hand": 20}, {"on_hand": 26})

    def test_refuses_when_stock_moved_since_it_was_seen(self, clerk):
        item = StockItemFactory(on_hand=20)
        seen = item.version
        services.commit_stock(reference=reserve({item: 1}))

        with pytest.raises(VersionConflict):
            services.set_stock(item=item, quantity=26, version=seen, actor=clerk)

        assert counters(item) == (19, 0)

    def test_is_not_disturbed_by_holds(self, clerk):
        item = StockItemFactory(on_hand=20)
        seen = item.version
        reserve({item: 3})

        services.set_stock(item=item, quantity=26, version=seen, actor=clerk)

        assert counters(item) == (26, 3)

    def test_refuses_to_take_away_what_orders_hold(self, clerk):
        item = StockItemFactory(on_hand=20)
        reserve({item: 8})

        with pytest.raises(StockHeld) as refusal:
            services.set_stock(item=item, quantity=7, version=None, actor=clerk)

        assert refusal.value.details == {"free": 12, "on_hand": 20, "reserved": 8}
        assert counters(item) == (20, 8)

    def test_to_what_it_is_already_leaves_no_trace(self, clerk):
        item = StockItemFactory(on_hand=20)

        services.set_stock(item=item, quantity=20, version=item.version, actor=clerk)

        assert StockMovement.objects.count() == 1
        assert not AdminActionLog.objects.exists()


class TestChangeStock:
    def test_adds_what_came_in(self, clerk):
        item = StockItemFactory(on_hand=20)

        services.change_stock(item=item, delta=24, kind=MovementKind.RECEIVE, actor=clerk)

        assert counters(item) == (44, 0)

    @pytest.mark.parametrize("delta", [0, 10_000_001, -10_000_001])
    def test_refuses_numbers_that_mean_nothing(self, clerk, delta):
        item = StockItemFactory(on_hand=20)

        with pytest.raises(InvalidInput):
            services.change_stock(item=item, delta=delta, actor=clerk)

        assert counters(item) == (20, 0)


class TestTransfer:
    def test_moves_with_two_movements_of_one_reference(self, clerk):
        here = StockItemFactory(on_hand=20)
        pune = LocationFactory(code="pune")

        services.transfer_stock(variant=here.variant, source=here.location, target=pune, quantity=5, actor=clerk)

        there = StockItem.objects.get(location=pune)
        assert (counters(here), counters(there)) == ((15, 0), (5, 0))
        moved = StockMovement.objects.filter(kind=MovementKind.TRANSFER)
        assert sorted(moved.values_list("delta", flat=True)) == [-5, 5]
        assert len(set(moved.values_list("reference", flat=True))) == 1

    def test_refuses_more_than_is_free_and_moves_nothing(self, clerk):
        here = StockItemFactory(on_hand=20)
        reserve({here: 18})

        with pytest.raises(StockHeld):
            services.transfer_stock(
                variant=here.variant,
                source=here.location,
                target=LocationFactory(code="pune"),
                quantity=5,
                actor=clerk,
            )

        assert counters(here) == (20, 18)

    def test_refuses_to_stay_where_it_is(self, clerk):
        here = StockItemFactory()

        with pytest.raises(InvalidInput):
            services.transfer_stock(
                variant=here.variant, source=here.location, target=here.location, quantity=5, actor=clerk
            )


class TestRules:
    def test_refuse_to_end_backorders_that_customers_wait_for(self, clerk):
        item = StockItemFactory(on_hand=2, allow_backorder=True)
        reserve({item: 5})

        with pytest.raises(InvalidInput):
            services.change_stock_rules(item=item, actor=clerk, allow_backorder=False)

    def test_change_and_are_recorded(self, clerk):
        item = StockItemFactory(on_hand=2)

        services.change_stock_rules(item=item, actor=clerk, low_stock_threshold=3)

        assert AdminActionLog.objects.get().after["low_stock_threshold"] == 3


class TestReturns:
    def test_go_back_on_the_shelf(self):
        item = StockItemFactory(on_hand=20)

        services.take_back(variant=item.variant, quantity=2, reference=uuid7(), location=item.location)

        assert counters(item) == (22, 0)


class TestDefaultLocation:
    def test_is_made_when_it_is_first_needed(self):
        assert services.default_location() == services.default_location()
        assert Location.objects.get().code == "main"

    def test_is_one_after_it_was_changed(self, clerk):
        LocationFactory()
        pune = LocationFactory(code="pune")

        services.make_default_location(location=pune, actor=clerk)

        assert list(Location.objects.filter(is_default=True)) == [pune]


class TestCounting:
    def test_shows_where_the_books_differ_and_writes_nothing(self):
        item = StockItemFactory(on_hand=20)
        other = VariantFactory(barcode="8901030865278")

        count = services.compare_count(
            location=item.location, counted={item.variant.sku: 18, "8901030865278": 4, "NO-SUCH": 1}
        )

        assert {(line.variant, line.difference) for line in count.lines} == {(item.variant, -2), (other, 4)}
        assert count.unknown == ["NO-SUCH"]
        assert counters(item) == (20, 0)

    def test_writes_corrections(self, clerk):
        item = StockItemFactory(on_hand=20)
        new = VariantFactory()

        changed = services.apply_count(
            location=item.location, counted={item.variant_id: (18, item.version), new.pk: (4, 1)}, actor=clerk
        )

        assert changed == 2
        assert counters(item) == (18, 0)
        assert StockItem.objects.get(variant=new).on_hand == 4
        assert StockMovement.objects.filter(kind=MovementKind.CORRECTION).count() == 2
        assert AdminActionLog.objects.count() == 2

    def test_writes_nothing_when_something_was_sold_in_between(self, clerk):
        sold, other = StockItemFactory(on_hand=20), StockItemFactory(on_hand=20)
        seen = {item.variant_id: (15, item.version) for item in (sold, other)}
        services.commit_stock(reference=reserve({sold: 1}))

        with pytest.raises(VersionConflict):
            services.apply_count(location=sold.location, counted=seen, actor=clerk)

        assert (counters(sold), counters(other)) == ((19, 0), (20, 0))


class TestVerify:
    def test_finds_a_counter_that_its_reservations_do_not_make_and_counts_again(self):
        item = StockItemFactory(on_hand=20)
        reserve({item: 3})
        StockItem.objects.filter(pk=item.pk).update(reserved=7)

        (broken,) = verify(["stock.reservations"])
        (repaired,) = verify(["stock.reservations"], repair=True)

        assert broken.problems == [f"{item.variant.sku} @ main: 7 reserved, but its open reservations make 3"]
        assert repaired.is_repaired
        assert counters(item) == (20, 3)

    def test_finds_stock_that_no_movement_brought(self):
        item = StockItemFactory(on_hand=20)
        StockItem.objects.filter(pk=item.pk).update(on_hand=21)

        (verdict,) = verify(["stock.movements"])

        assert verdict.problems == [f"{item.variant.sku} @ main: 21 on hand, but its movements make 20"]
        StockItem.objects.filter(pk=item.pk).update(on_hand=20)
