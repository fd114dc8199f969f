"""A client made from the API's document counts and moves stock: every operation once, with good data."""

from tests.factories.catalog import ProductFactory
from tests.factories.inventory import LocationFactory, StockAlertFactory, StockItemFactory
from tests.factories.regions import RegionFactory


def look_after_stock(admin) -> None:
    variant = ProductFactory().variants.get()
    StockItemFactory(variant=variant)
    LocationFactory(code="pune")
    assert (
        admin.admin_variants_stock({"quantity": 40, "reason": "Counted"}, variant_id=variant.pk).data["on_hand"] == 40
    )
    assert {row["code"] for row in admin.admin_stock_locations().data} >= {"main", "pune"}
    sent = {"variant_id": str(variant.pk), "source": "main", "target": "pune", "quantity": 5}
    assert admin.admin_stock_transfer(sent).data["target"]["on_hand"] == 5
    assert len(admin.admin_stock_movements(variant=str(variant.pk)).data) == 4

    alert = StockAlertFactory()
    assert str(alert.pk) in {row["id"] for row in admin.admin_stock_alerts_list(status=alert.status).data}
    admin.admin_stock_alerts_send(alert_id=alert.pk)
    assert admin.admin_stock_alerts_update({"status": "resolved"}, alert_id=alert.pk).data["status"] == "resolved"


def wait_for_stock(stranger) -> None:
    RegionFactory(india=True)
    product = ProductFactory(slug="sold-out")
    variant = product.variants.get()
    StockItemFactory(variant=variant, on_hand=0)
    body = {"email": "waiting@example.com"}
    waiting = stranger.products_variants_notify_me(body, product="sold-out", variant_id=variant.pk)
    assert waiting.data["email"] == "waiting@example.com"
