"""A client made from the API's document runs the catalogue: every operation of its staff once, with good data."""

from tests.catalog.api_writes import an_axis, new_product
from tests.factories.catalog import AttributeFactory, ProductFactory
from tests.factories.regions import RegionFactory


def name_things(admin) -> None:
    """Categories, brands, attributes and their values: made, read, changed, deleted."""
    home = admin.admin_categories_create({"name": "Home"}).data["id"]
    bath = admin.admin_categories_create({"name": "Bath", "parent": home}).data["id"]
    assert len(admin.admin_categories_list(q="bath", sort="name").data) == 1
    assert admin.admin_categories_update({"position": 0}, category_id=bath).data["position"] == 0
    admin.admin_categories_order({"parent": home, "order": [bath]})
    assert admin.admin_categories_get(category_id=bath).data["parent"] == home
    admin.admin_categories_delete({"reason": "Closed"}, category_id=bath)

    brand = admin.admin_brands_create({"name": "Rao", "website": "https://rao.example"}).data["id"]
    assert admin.admin_brands_list(is_active=True).data[0]["id"] == brand
    assert admin.admin_brands_update({"name": "Rao & Sons"}, brand_id=brand).data["name"] == "Rao & Sons"
    assert admin.admin_brands_get(brand_id=brand).data["slug"] == "rao"
    admin.admin_brands_delete({}, brand_id=brand)

    made = admin.admin_attributes_create({"name": "Weave", "data_type": "enum"}).data["id"]
    assert admin.admin_attributes_list(data_type="enum").data[0]["id"] == made
    assert admin.admin_attributes_update({"is_filterable": True}, attribute_id=made).data["is_filterable"]
    assert admin.admin_attributes_get(attribute_id=made).data["code"] == "weave"
    value = admin.admin_attribute_values_create({"label": "Twill"}, attribute_id=made).data["id"]
    where = {"attribute_id": made, "value_id": value}
    assert admin.admin_attribute_values_list(attribute_id=made).data[0]["label"] == "Twill"
    assert admin.admin_attribute_values_update({"label": "Fine twill"}, **where).data["label"] == "Fine twill"
    assert admin.admin_attribute_values_get(**where).data["value"] == "twill"
    admin.admin_attribute_values_delete({}, **where)
    admin.admin_attributes_delete({}, attribute_id=made)


def sell_things(admin) -> None:
    """Products and variants: made, read, changed, copied, hidden and brought back; prices and rules of regions."""
    an_axis("colour", "red", "blue")
    AttributeFactory(code="material", data_type="string")
    region = str(RegionFactory(currency="USD").pk)
    product = admin.admin_products_create(new_product(attributes={"material": ["Brass"]})).data["id"]
    assert admin.admin_products_list(q="brass", status="draft", sort="name").data[0]["id"] == product
    assert admin.admin_products_get(product_id=product).data["attributes"][0]["label"] == "Brass"
    assert admin.admin_products_update({"tags": ["lamp"]}, product_id=product).data["tags"] == ["lamp"]
    assert admin.admin_products_toggle_status({}, product_id=product).data["status"] == "active"
    copy = admin.admin_products_duplicate({"name": "Brass Lamp II"}, product_id=product).data["id"]
    admin.admin_products_delete({"reason": "Not yet"}, product_id=copy)
    assert admin.admin_products_restore({}, product_id=copy).data["deleted_at"] is None

    made = admin.admin_variants_generate({"axes": {"colour": ["red"]}}, product_id=product).data
    blue = admin.admin_variants_create(
        {"sku": "LAMP-BLUE", "attributes": {"colour": "blue"}}, product_id=product
    ).data["id"]
    assert len(admin.admin_variants_list(product=product).data) == 2
    assert admin.admin_variants_get(variant_id=blue).data["sku"] == "LAMP-BLUE"
    assert admin.admin_variants_update({"price": "9.00"}, variant_id=blue).data["price"] == "9.00"
    said = admin.admin_variant_attributes_list(variant_id=blue).data
    admin.admin_variant_attributes_delete(variant_id=blue, value_id=said[0]["id"])
    admin.admin_variant_attributes_set({"attribute": "colour", "value": "blue"}, variant_id=blue)
    prices = {"prices": [{"region": region, "price": "19.99"}]}
    assert admin.admin_variant_prices_set(prices, variant_id=blue).data[0]["currency"] == "USD"
    assert admin.admin_variant_prices_list(variant_id=blue).data[0]["price"] == "19.99"
    admin.admin_variants_delete({}, variant_id=made[0]["id"])

    rules = {"restrictions": [{"rule": "blocked", "product": product}]}
    assert admin.region_restrictions_set(rules, region_id=region).data[0]["product"] == product
    assert admin.region_restrictions_list(region_id=region).data[0]["rule"] == "blocked"


def show_things(admin, png: bytes) -> None:
    """Pictures and addresses of what a product shows: sent, moved, named and taken away."""
    product = str(ProductFactory().pk)
    sent = admin.uploads_create({"purpose": "product", "file": png}).data["id"]
    first = admin.admin_media_create({"picture": sent, "alt_text": "The lamp"}, product_id=product).data["id"]
    elsewhere = "https://images.example.com/lamp.webp"
    second = admin.admin_media_create({"url": elsewhere, "position": "0"}, product_id=product).data["id"]
    assert [one["id"] for one in admin.admin_media_list(product_id=product).data] == [second, first]
    assert admin.admin_media_update({"position": 0}, media_id=first).data["position"] == 0
    where = {"product_id": product, "media_id": second}
    card = admin.admin_media_urls_create({"purpose": "card", "url": elsewhere, "width": 400}, **where).data["id"]
    address = {"media_id": second, "url_id": card}
    assert admin.admin_media_urls_update({"width": 320}, **address).data["width"] == 320
    admin.admin_media_urls_delete(**address)
    admin.admin_media_delete(media_id=first)
