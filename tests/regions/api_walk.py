"""A client made from the API's document looks after regions, taxes and rates: every operation once, with good data."""


def look_after_regions(admin) -> None:
    europe = {
        "code": "eu", "name": "Europe", "countries": ["DE", "FR"], "currency": "EUR", "tax_mode": "inclusive",
    }  # fmt: skip
    assert admin.regions_add(europe).data["code"] == "eu"
    assert "eu" in {row["code"] for row in admin.regions_list().data}
    assert admin.regions_update({"name": "The euro area"}, key="eu").data["name"] == "The euro area"
    assert admin.regions_get(key="eu").data["countries"] == ["DE", "FR"]

    books = admin.admin_tax_classes_add({"code": "books", "name": "Books"}).data["id"]
    assert "books" in {row["code"] for row in admin.admin_tax_classes_list().data}
    assert admin.admin_tax_classes_update({"name": "Printed books"}, class_id=books).data["name"] == "Printed books"
    assert admin.admin_tax_classes_get(class_id=books).data["code"] == "books"
    vat = {"region": "eu", "tax_class": "books", "name": "VAT", "rate": "7"}
    rate = admin.admin_tax_rates_add(vat).data["id"]
    assert admin.admin_tax_rates_list(region="eu", tax_class="books").data[0]["id"] == rate
    assert admin.admin_tax_rates_update({"rate": "5.5"}, rate_id=rate).data["rate"] == "5.5"
    assert admin.admin_tax_rates_get(rate_id=rate).data["name"] == "VAT"
    admin.admin_tax_rates_delete(rate_id=rate)
    admin.admin_tax_classes_delete(class_id=books)

    admin.admin_exchange_rates_add({"base": "INR", "quote": "EUR", "rate": "0.0111"})
    assert admin.admin_exchange_rates_list(base="INR", quote="EUR").data[0]["rate"] == "0.0111"
    admin.regions_delete(key="eu")
