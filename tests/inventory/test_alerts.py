"""Telling staff what runs low, and shoppers what is back: once each."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from core import outbox
from core.errors import InvalidInput, InvalidTransition
from inventory import services
from inventory.enums import AlertStatus
from inventory.errors import NothingToTellOf
from inventory.models import BackInStockRequest, StockAlert
from notifications.models import EmailLog
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory, VariantFactory
from tests.factories.inventory import LocationFactory, StockAlertFactory, StockItemFactory
from tests.factories.stores import StoreFactory
from tests.inventory.shelf import reserve

pytestmark = pytest.mark.django_db(transaction=True)


def sell(item, quantity: int) -> None:
    services.commit_stock(reference=reserve({item: quantity}))
    outbox.drain()


def receive(item, quantity: int) -> None:
    services.change_stock(item=item, delta=quantity, actor=None)
    outbox.drain()


class TestAlerts:
    def test_open_once_per_fall_below_the_threshold(self):
        item = StockItemFactory(on_hand=12, low_stock_threshold=10)

        sell(item, 1)
        assert not StockAlert.objects.exists()
        sell(item, 1)
        sell(item, 1)
        sell(item, 5)

        alert = StockAlert.objects.get()
        assert (alert.stock_level, alert.threshold, alert.status) == (10, 10, AlertStatus.SENT)
        assert EmailLog.objects.filter(template="stock_low").count() == 1

    def test_close_when_stock_rises_and_open_anew_at_the_next_fall(self):
        item = StockItemFactory(on_hand=12, low_stock_threshold=10)
        sell(item, 2)

        receive(item, 20)
        assert StockAlert.objects.get().status == AlertStatus.RESOLVED
        sell(item, 25)

        assert StockAlert.objects.count() == 2

    def test_count_all_places_together(self):
        here = StockItemFactory(on_hand=12, low_stock_threshold=10)
        StockItemFactory(on_hand=50, variant=here.variant, location=LocationFactory(code="pune"))

        sell(here, 8)

        assert not StockAlert.objects.exists()

    def test_stay_resolved_while_stock_stays_low(self):
        item = StockItemFactory(on_hand=12, low_stock_threshold=10)
        sell(item, 2)
        services.resolve_alert(alert=StockAlert.objects.get(), actor=UserFactory(admin=True))

        sell(item, 10)
        services.review_all()

        assert StockAlert.objects.get().status == AlertStatus.RESOLVED

    def test_are_found_by_the_job_when_no_event_told_of_them(self):
        services.change_stock(item=StockItemFactory(on_hand=12, low_stock_threshold=10), delta=-9, actor=None)

        services.review_all()
        services.review_all()

        assert StockAlert.objects.count() == 1

    def test_tell_all_that_is_low_in_one_mail(self, monkeypatch):
        monkeypatch.setattr("inventory.services.alerts.ROWS_A_STEP", 2)
        for left in (3, 0, 7):
            item = StockItemFactory(on_hand=12, low_stock_threshold=10)
            services.change_stock(item=item, delta=left - 12, actor=None)

        services.review_all()
        outbox.drain()
        services.review_all()
        outbox.drain()

        mail = EmailLog.objects.get(template="stock_low")
        assert mail.subject == "3 items run low"
        for alert in StockAlert.objects.select_related("variant"):
            assert f"({alert.variant.sku}): {alert.stock_level} left, low-stock level 10" in mail.text
            assert alert.status == AlertStatus.SENT

    @pytest.mark.parametrize("left", [0, 3])
    def test_do_not_open_when_stock_begins_low_but_when_some_of_it_goes(self, left):
        item = StockItemFactory(on_hand=0, low_stock_threshold=10, allow_backorder=True)
        if left:
            receive(item, left)
        services.review_all()
        assert not StockAlert.objects.exists()

        sell(item, 1)
        services.review_all()

        assert StockAlert.objects.count() == 1

    @pytest.mark.parametrize(
        "gone", [{"status": "draft"}, {"status": "archived"}, {"deleted_at": "2026-01-01T00:00:00Z"}]
    )
    def test_are_of_what_is_on_sale(self, gone):
        item = StockItemFactory(on_hand=12, low_stock_threshold=10)
        product = item.variant.product
        type(product).objects.filter(pk=product.pk).update(**gone)
        services.change_stock(item=item, delta=-9, actor=None)
        outbox.drain()
        assert not StockAlert.objects.exists()

        type(product).objects.filter(pk=product.pk).update(status="active", deleted_at=None)
        services.review_all()

        assert StockAlert.objects.count() == 1

    def test_gather_while_a_mail_is_new_or_waits(self):
        first, second, third = (StockItemFactory(on_hand=11, low_stock_threshold=10) for _ in range(3))
        sell(first, 1)
        mails = EmailLog.objects.filter(template="stock_low")

        sell(second, 1)
        services.review_all()
        outbox.drain()
        assert (mails.count(), StockAlert.objects.filter(status=AlertStatus.PENDING).count()) == (1, 1)
        an_hour_ago = timezone.now() - timedelta(hours=1)
        mails.update(created_at=an_hour_ago, status="queued", next_try_at=timezone.now() + timedelta(hours=1))
        sell(third, 1)
        assert (mails.count(), StockAlert.objects.filter(status=AlertStatus.PENDING).count()) == (1, 2)
        mails.update(status="sent")
        services.review_all()
        outbox.drain()

        assert mails.count() == 2
        assert mails.latest("pk").subject == "2 items run low"
        assert not StockAlert.objects.filter(status=AlertStatus.PENDING).exists()

    def test_of_several_stores_of_one_owner_are_one_mail(self):
        owner = StoreFactory().owner
        for _ in range(2):
            product = ProductFactory(store=StoreFactory(owner=owner), variant=None)
            StockAlertFactory(status=AlertStatus.PENDING, variant=VariantFactory(product=product))

        services.review_all()
        outbox.drain()

        assert EmailLog.objects.get(template="stock_low").subject == "2 items run low"

    def test_are_told_after_a_run_that_was_killed_before_it_told(self):
        StockAlertFactory(status=AlertStatus.PENDING, variant=StockItemFactory(on_hand=3).variant)

        services.review_all()
        outbox.drain()

        assert EmailLog.objects.filter(template="stock_low").count() == 1

    def test_are_told_again_when_staff_ask(self):
        item = StockItemFactory(on_hand=11, low_stock_threshold=10)
        sell(item, 1)

        services.tell_of_alert(alert=StockAlert.objects.get(), actor=UserFactory(admin=True))
        outbox.drain()

        assert EmailLog.objects.filter(template="stock_low").count() == 2
        assert StockAlert.objects.get().status == AlertStatus.SENT

    def test_resolved_once(self):
        item = StockItemFactory(on_hand=12, low_stock_threshold=10)
        sell(item, 2)
        alert, clerk = StockAlert.objects.get(), UserFactory(admin=True)
        services.resolve_alert(alert=alert, actor=clerk)

        with pytest.raises(InvalidTransition):
            services.resolve_alert(alert=alert, actor=clerk)

    def test_go_to_whoever_orders_goods(self):
        clerk = UserFactory(support=True)
        clerk.groups.add(Group.objects.get_or_create(name="catalogue")[0])
        item = StockItemFactory(on_hand=11, low_stock_threshold=10)

        sell(item, 1)

        assert EmailLog.objects.get(template="stock_low").to == clerk.email

    def test_go_to_the_owner_of_a_store(self):
        store = StoreFactory()
        variant = VariantFactory(product=ProductFactory(store=store, variant=None))
        item = StockItemFactory(variant=variant, on_hand=11, low_stock_threshold=10)

        sell(item, 1)

        assert EmailLog.objects.get(template="stock_low").to == store.owner.email


class TestBackInStock:
    def test_tells_everybody_who_asked_once(self):
        item = StockItemFactory(on_hand=0)
        for number in range(3):
            services.ask_to_be_told(variant=item.variant, email=f"asha{number}@example.com")
        services.ask_to_be_told(variant=item.variant, email="ASHA1@example.com")

        receive(item, 5)
        sell(item, 5)
        receive(item, 5)

        told = EmailLog.objects.filter(template="back_in_stock").values_list("to", flat=True)
        assert sorted(told) == ["asha0@example.com", "asha1@example.com", "asha2@example.com"]
        assert not BackInStockRequest.objects.waiting().exists()

    def test_speaks_the_language_that_was_asked_in(self):
        item = StockItemFactory(on_hand=0)
        services.ask_to_be_told(variant=item.variant, email="asha@example.com", language="hi")

        receive(item, 5)

        assert EmailLog.objects.get(template="back_in_stock").language == "hi"

    def test_may_be_asked_for_again_afterwards(self):
        item = StockItemFactory(on_hand=0)
        services.ask_to_be_told(variant=item.variant, email="asha@example.com")
        receive(item, 5)
        sell(item, 5)

        services.ask_to_be_told(variant=item.variant, email="asha@example.com")

        assert BackInStockRequest.objects.count() == 2

    def test_is_refused_for_what_can_be_had(self):
        with pytest.raises(NothingToTellOf):
            services.ask_to_be_told(variant=StockItemFactory(on_hand=1).variant, email="asha@example.com")

    def test_is_limited_for_one_address(self, monkeypatch):
        monkeypatch.setattr("inventory.services.requests.REQUESTS_PER_PERSON", 2)
        for _ in range(2):
            services.ask_to_be_told(variant=VariantFactory(), email="asha@example.com")

        with pytest.raises(InvalidInput):
            services.ask_to_be_told(variant=VariantFactory(), email="asha@example.com")

    def test_goes_out_with_the_persons_data_and_away_with_them(self):
        person = UserFactory()
        item = StockItemFactory(on_hand=0)
        services.ask_to_be_told(variant=item.variant, email=person.email, user=person)
        services.ask_to_be_told(variant=item.variant, email="other@example.com")

        exported = services.requests.export_requests(person)
        services.requests.erase_requests(person)

        assert [row["variant__sku"] for row in exported] == [item.variant.sku]
        assert BackInStockRequest.objects.get().email == "other@example.com"
