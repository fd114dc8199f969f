"""Exactly so many: what is allowed, refused and told at the very edge of each rule of stock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AdminActionLog
from core.errors import InvalidInput
from core.ids import uuid7
from core.models import OutboxEvent
from inventory import services
from inventory.constants import FEW_LEFT, LOW_STOCK_THRESHOLD, MOST_UNITS
from inventory.errors import OutOfStock, StockHeld
from tests.factories.catalog import VariantFactory
from tests.factories.inventory import LocationFactory, StockItemFactory
from tests.inventory.shelf import counters, reserve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]
FEW, LOW = FEW_LEFT, LOW_STOCK_THRESHOLD


def told() -> int:
    return OutboxEvent.objects.filter(name="StockChanged").count()


class TestTelling:
    @pytest.mark.parametrize(
        ("before", "after", "is_told"),
        [
            (LOW + 20, LOW + 1, False),
            (LOW + 1, LOW, True),
            (LOW, FEW + 1, False),
            (FEW + 1, FEW, True),
            (FEW, FEW - 1, True),
            (1, 0, True),
            (0, 1, True),
            (FEW - 1, FEW, True),
            (FEW, FEW + 1, True),
            (FEW + 1, LOW, False),
            (LOW, LOW + 1, True),
            (LOW + 1, LOW + 20, False),
        ],
    )
    def test_is_for_lines_that_are_crossed_and_numbers_that_are_shown(self, clerk, before, after, is_told):
        item = StockItemFactory(on_hand=before)

        services.change_stock(item=item, delta=after - before, actor=clerk)

        assert told() == is_told

    def test_is_for_whoever_may_order_without_limit_of_the_few_that_are_there(self, clerk):
        item = StockItemFactory(on_hand=FEW, low_stock_threshold=0, allow_backorder=True)

        services.change_stock(item=item, delta=-1, actor=clerk)
        assert told() == 0

        services.change_stock(item=item, delta=1 - FEW, actor=clerk)
        assert told() == 1

    def test_is_not_for_a_sale_of_what_was_held(self):
        item = StockItemFactory(on_hand=FEW)
        reference = reserve({item: 1})
        seen = told()

        services.commit_stock(reference=reference)

        assert (seen, told()) == (1, 1)

    def test_that_goods_can_be_promised_ahead_again(self, clerk):
        item = StockItemFactory(on_hand=0, low_stock_threshold=100, allow_backorder=True, backorder_limit=FEW + 2)
        reserve({item: FEW + 2})
        seen = told()

        services.change_stock(item=item, delta=FEW + 4, actor=clerk)

        assert told() == seen + 1

    def test_that_goods_promised_ahead_are_gone(self, clerk):
        item = StockItemFactory(on_hand=0, low_stock_threshold=0, allow_backorder=True, backorder_limit=7)

        reserve({item: 1})
        assert told() == 0

        reserve({item: 6})
        assert told() == 1


class TestTakingAway:
    def test_down_to_what_orders_hold_is_allowed(self, clerk):
        item = StockItemFactory(on_hand=10)
        reserve({item: 4})

        changed = services.change_stock(item=item, delta=-6, actor=clerk)

        assert changed.pk == item.pk
        assert counters(item) == (4, 4)

    def test_one_more_is_refused_and_says_how_many_are_free(self, clerk):
        item = StockItemFactory(on_hand=10)
        reserve({item: 4})

        with pytest.raises(StockHeld) as refusal:
            services.change_stock(item=item, delta=-7, actor=clerk)

        assert refusal.value.details == {"free": 6, "on_hand": 10, "reserved": 4}

    def test_of_what_is_owed_says_that_nothing_is_free(self, clerk):
        item = StockItemFactory(on_hand=1, allow_backorder=True)
        reserve({item: 3})

        with pytest.raises(StockHeld) as refusal:
            services.change_stock(item=item, delta=-2, actor=clerk)

        assert refusal.value.details == {"free": 0, "on_hand": 1, "reserved": 3}

    def test_counts_its_versions_one_by_one(self, clerk):
        item = StockItemFactory(on_hand=10)

        changed = services.set_stock(item=item, quantity=9, version=item.version, actor=clerk)

        assert changed.version == item.version + 1


class TestNumbers:
    def test_up_to_the_most_that_a_shop_can_hold(self, clerk):
        item = StockItemFactory(on_hand=10)

        assert services.change_stock(item=item, delta=MOST_UNITS - 10, actor=clerk).on_hand == MOST_UNITS
        with pytest.raises(InvalidInput):
            services.change_stock(item=item, delta=1, actor=clerk)

    def test_down_to_none_and_not_below(self, clerk):
        item = StockItemFactory(on_hand=10)

        assert services.set_stock(item=item, quantity=0, version=None, actor=clerk).on_hand == 0
        with pytest.raises(InvalidInput):
            services.set_stock(item=item, quantity=-1, version=None, actor=clerk)

    def test_of_a_move_begin_at_one(self, clerk):
        item, other = StockItemFactory(on_hand=10), LocationFactory(code="pune")
        places = {"variant": item.variant, "source": item.location, "target": other, "actor": clerk}

        here, there = services.transfer_stock(quantity=1, **places)

        assert (here.on_hand, there.on_hand) == (9, 1)
        with pytest.raises(InvalidInput):
            services.transfer_stock(quantity=0, **places)


class TestWriteStock:
    def test_sets_or_changes_where_it_is_said(self, clerk):
        item, other = StockItemFactory(on_hand=10), LocationFactory(code="pune")

        assert services.write_stock(variant=item.variant, actor=clerk, quantity=0).on_hand == 0
        assert services.write_stock(variant=item.variant, actor=clerk, delta=3).on_hand == 3
        there = services.write_stock(variant=item.variant, actor=clerk, quantity=7, location="pune")
        assert (there.location, there.on_hand) == (other, 7)
        assert counters(item) == (3, 0)

    def test_wants_one_of_the_two(self, clerk):
        with pytest.raises(InvalidInput):
            services.write_stock(variant=StockItemFactory().variant, actor=clerk)


class TestRules:
    def test_end_backorders_when_everybody_can_be_served(self, clerk):
        item = StockItemFactory(on_hand=2, allow_backorder=True)
        reserve({item: 2})

        assert services.change_stock_rules(item=item, actor=clerk, allow_backorder=False).allow_backorder is False


class TestDefaultPlace:
    def test_is_chosen_and_recorded_once(self, clerk):
        LocationFactory(code="main")
        other = LocationFactory(code="pune")

        for _time in range(2):
            chosen = services.make_default_location(location=other, actor=clerk)

            assert (chosen.pk, chosen.is_default) == (other.pk, True)
            assert AdminActionLog.objects.filter(action="inventory.location.default").count() == 1


class TestGoodsThatComeBack:
    def test_are_on_the_shelf_that_is_answered(self):
        item = StockItemFactory(on_hand=2)

        assert services.take_back(variant=item.variant, quantity=1, reference=uuid7()).on_hand == 3


class TestReserving:
    def test_takes_the_last_of_one_place_before_it_splits(self):
        far = LocationFactory(code="far", priority=5)
        variant = VariantFactory()
        first = StockItemFactory(variant=variant, location=far, on_hand=2)
        whole = StockItemFactory(variant=variant, on_hand=3)

        reserve({whole: 3})

        assert (counters(first), counters(whole)) == ((2, 0), (3, 3))

    def test_again_answers_what_is_held(self):
        item, reference, now = StockItemFactory(), uuid7(), timezone.now()
        call = {
            "wanted": {item.variant_id: 2},
            "reference": reference,
            "expires_at": now + timedelta(minutes=30),
            "now": now,
        }

        first, again = services.reserve_stock(**call), services.reserve_stock(**call)

        assert [row.pk for row in again] == [row.pk for row in first]
        assert [row.quantity for row in again] == [2]

    def test_promises_no_more_than_the_limit_beside_what_is_there(self):
        item = StockItemFactory(on_hand=3, allow_backorder=True, backorder_limit=2)

        with pytest.raises(OutOfStock) as refusal:
            reserve({item: 6})
        assert refusal.value.details["lines"][0]["available"] == 5

        reserve({item: 5})
        assert counters(item) == (3, 5)

    def test_promises_from_a_place_where_nothing_is(self):
        item = StockItemFactory(on_hand=0, allow_backorder=True, backorder_limit=2)

        reserve({item: 2})

        assert counters(item) == (0, 2)


class TestTidying:
    def test_says_on_how_many_shelves_it_let_go(self):
        items = [StockItemFactory(), StockItemFactory()]
        for item in items:
            reserve({item: 2}, hold=timedelta(minutes=-1))

        assert services.release_expired_holds() == 2
        assert services.release_expired_holds() == 0
        assert [counters(item) for item in items] == [(20, 0), (20, 0)]
