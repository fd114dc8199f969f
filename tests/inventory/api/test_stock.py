"""JSON about stock."""

import pytest

from core.ids import uuid7
from inventory.models import BackInStockRequest, StockAlert, StockItem
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory, VariantFactory
from tests.factories.inventory import LocationFactory, StockAlertFactory, StockItemFactory
from tests.inventory.shelf import counters, reserve

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(api_as):
    return api_as(UserFactory(admin=True))


def path_of(item: StockItem) -> str:
    return f"/api/v1/admin/variants/{item.variant_id}/stock"


class TestStock:
    def test_is_set_to_a_number(self, staff):
        item = StockItemFactory(on_hand=20)

        answer = staff.put(path_of(item), {"quantity": 7, "version": item.version, "reason": "Counted"}, format="json")

        assert answer.status_code == 200
        assert answer.json()["data"]["on_hand"] == 7
        assert answer.json()["data"]["version"] == item.version + 1

    def test_is_changed_by_a_number_in_a_place(self, staff):
        item = StockItemFactory(on_hand=20)
        LocationFactory(code="pune")

        answer = staff.put(path_of(item), {"delta": 5, "kind": "receive", "location": "pune"}, format="json")

        assert answer.json()["data"]["location"] == "pune"
        assert StockItem.objects.get(location__code="pune").on_hand == 5

    def test_with_a_stale_version_is_a_conflict(self, staff):
        item = StockItemFactory(on_hand=20)

        answer = staff.put(path_of(item), {"quantity": 7, "version": item.version + 1}, format="json")

        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "VERSION_CONFLICT")

    def test_below_what_is_held_says_how_many_are_free(self, staff):
        item = StockItemFactory(on_hand=20)
        reserve({item: 8})

        answer = staff.put(path_of(item), {"quantity": 3}, format="json")

        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "STOCK_HELD")
        assert answer.json()["error"]["details"]["free"] == 12

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"quantity": 5, "delta": 5},
            {"quantity": -1},
            {"quantity": "many"},
            {"quantity": 10**12},
            {"delta": 0},
            {"quantity": 1.5},
            {"delta": 1, "kind": "sell"},
        ],
    )
    def test_refuses_what_means_nothing(self, staff, body):
        item = StockItemFactory(on_hand=20)

        answer = staff.put(path_of(item), body, format="json")

        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")
        assert counters(item) == (20, 0)

    def test_of_what_is_not_there_is_not_found(self, staff):
        item = StockItemFactory()

        assert staff.put(f"/api/v1/admin/variants/{uuid7()}/stock", {"quantity": 1}, format="json").status_code == 404
        assert staff.put(path_of(item), {"quantity": 1, "location": "mars"}, format="json").status_code == 404

    def test_is_not_for_customers(self, api_as):
        item = StockItemFactory(on_hand=20)

        assert api_as(UserFactory()).put(path_of(item), {"quantity": 1}, format="json").status_code == 403
        assert counters(item) == (20, 0)


class TestTransfer:
    def test_moves(self, staff):
        item = StockItemFactory(on_hand=20)
        LocationFactory(code="pune")
        body = {"variant_id": item.variant_id, "source": "main", "target": "pune", "quantity": 6}

        answer = staff.post("/api/v1/admin/stock/transfer", body, format="json")

        assert [answer.json()["data"][side]["on_hand"] for side in ("source", "target")] == [14, 6]


class TestLists:
    @pytest.mark.parametrize("path", ["stock/movements", "stock-alerts", "stock/locations"])
    def test_take_as_many_queries_for_many_rows_as_for_few(
        self, staff, path, django_assert_num_queries, django_assert_max_num_queries
    ):
        counts = []
        for size in (3, 12):
            for number in range(size):
                StockItemFactory(location=LocationFactory(code=f"place-{size}-{number}"))
                StockAlertFactory()
            with django_assert_max_num_queries(12) as captured:
                assert len(staff.get(f"/api/v1/admin/{path}?limit=100").json()["data"]) >= size
            counts.append(len(captured))

        assert counts[0] == counts[1]

    def test_of_movements_are_of_one_variant(self, staff):
        item = StockItemFactory()
        StockItemFactory()

        rows = staff.get(f"/api/v1/admin/stock/movements?variant={item.variant_id}").json()["data"]

        assert [row["sku"] for row in rows] == [item.variant.sku]

    @pytest.mark.parametrize("query", ["variant=x", "kind=lost", "reference=1"])
    def test_refuse_filters_they_do_not_know(self, staff, query):
        assert staff.get(f"/api/v1/admin/stock/movements?{query}").status_code == 400

    def test_of_alerts_are_of_one_status(self, staff):
        StockAlertFactory()
        StockAlertFactory(status="sent")

        assert len(staff.get("/api/v1/admin/stock-alerts?status=sent").json()["data"]) == 1
        assert staff.get("/api/v1/admin/stock-alerts?status=open").status_code == 400


class TestAlert:
    def test_is_resolved(self, staff):
        alert = StockAlertFactory()

        answer = staff.put(f"/api/v1/admin/stock-alerts/{alert.pk}", {"status": "resolved"}, format="json")

        assert answer.json()["data"]["status"] == "resolved"
        assert StockAlert.objects.get().resolved_by is not None

    def test_is_mailed_again(self, staff):
        alert = StockAlertFactory()

        assert staff.post(f"/api/v1/admin/stock-alerts/{alert.pk}/send").status_code == 202

    def test_is_not_set_to_what_only_the_shop_may_say(self, staff):
        alert = StockAlertFactory()

        answer = staff.put(f"/api/v1/admin/stock-alerts/{alert.pk}", {"status": "sent"}, format="json")

        assert answer.status_code == 400


class TestNotifyMe:
    @pytest.fixture
    def variant(self):
        return VariantFactory(product=ProductFactory(variant=None), is_default=True)

    def ask(self, client, variant, **body):
        product = variant.product.slug
        return client.post(f"/api/v1/products/{product}/variants/{variant.pk}/notify-me", body, format="json")

    def test_remembers_a_guest(self, api, variant):
        answer = self.ask(api, variant, email="asha@example.com")

        assert answer.status_code == 202
        assert BackInStockRequest.objects.get().email == "asha@example.com"

    def test_signs_nobody_else_up(self, api_as, variant):
        person = UserFactory()

        self.ask(api_as(person), variant, email="other@example.com")

        assert BackInStockRequest.objects.get().email == person.email

    def test_needs_an_address(self, api, variant):
        assert self.ask(api, variant).status_code == 400
        assert self.ask(api, variant, email="nobody").status_code == 400

    def test_says_that_it_can_be_had(self, api, variant):
        StockItemFactory(variant=variant)

        answer = self.ask(api, variant, email="asha@example.com")

        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "IN_STOCK_ALREADY")

    def test_is_not_found_for_what_is_not_on_sale(self, api, variant):
        variant.product.status = "draft"
        variant.product.save()

        assert self.ask(api, variant, email="asha@example.com").status_code == 404
