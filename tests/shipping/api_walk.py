"""A client made from the API's document looks after zones and methods: every operation once, with good data."""

from tests.factories.regions import TaxClassFactory


def look_after_shipping(admin) -> None:
    TaxClassFactory(code="shipping", name="Shipping")
    zone = admin.admin_shipping_zones_add({"name": "India", "countries": ["IN"]}).data["id"]
    assert zone in {row["id"] for row in admin.admin_shipping_zones_list().data}
    cities = {"name": "Big cities", "postal_patterns": ["110*"]}
    assert admin.admin_shipping_zones_update(cities, zone_id=zone).data["countries"] == ["IN"]
    assert admin.admin_shipping_zones_get(zone_id=zone).data["postal_patterns"] == ["110*"]

    by_weight = {
        "zone": zone, "name": "Standard", "basis": "weight", "currency": "INR", "cut_off": "14:00",
        "steps": [{"price": "79.00", "from_grams": 500}, {"price": "49.00", "from_grams": 0}], "free_from": "999.00",
    }  # fmt: skip
    method = admin.admin_shipping_methods_add(by_weight).data["id"]
    assert admin.admin_shipping_methods_list(zone=zone).data[0]["id"] == method
    assert admin.admin_shipping_methods_get(method_id=method).data["steps"][1]["from_grams"] == 500
    by_value = {"basis": "value", "steps": [{"price": "49.00", "from_value": "0.00"}]}
    assert admin.admin_shipping_methods_update(by_value, method_id=method).data["steps"][0]["from_value"] == "0.00"
    admin.admin_shipping_methods_delete(method_id=method)
    admin.admin_shipping_zones_delete(zone_id=zone)
