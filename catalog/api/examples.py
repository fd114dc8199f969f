"""Examples in the OpenAPI document."""

from typing import Any

from drf_spectacular.utils import OpenApiExample


def sent(name: str, body: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(name, value=body, request_only=True)


ID = "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91"

CATEGORY = [sent("Within another", {"name": "Table lamps", "parent": ID, "translations": {"hi": {"name": "टेबल लैंप"}}})]
CATEGORY_MOVE = [sent("To the top, first of all", {"parent": None, "position": 0})]
BRAND = [
    sent("A brand", {"name": "Rao Handlooms", "website": "https://rao.example", "description": "Woven in Mysuru."})
]
ATTRIBUTE = [
    sent(
        "Variants differ by it", {"name": "Size", "data_type": "enum", "is_filterable": True, "is_variant_axis": True}
    )
]
VALUE = [sent("A colour", {"label": "Indigo", "colour_hex": "#3f51b5", "translations": {"hi": {"label": "नील"}}})]
PRODUCT = [
    sent(
        "With two variants",
        {
            "name": "Brass table lamp",
            "category": ID,
            "short_description": "A lamp of solid brass, cast and polished by hand.",
            "description": "<p>Cast in Moradabad. Takes an E14 bulb.</p>",
            "base_price": "1499.00",
            "tags": ["festive", "handmade"],
            "weight": 800,
            "dimensions": {"length": 120, "width": 120, "height": 310},
            "attributes": {"material": ["Brass"]},
            "variants": [
                {"sku": "LAMP-S", "attributes": {"size": "small"}},
                {"sku": "LAMP-L", "attributes": {"size": "large"}, "price": "1999.00", "compare_at_price": "2499.00"},
            ],
        },
    )
]
PRODUCT_CHANGE = [sent("Price and address", {"base_price": "1399.00", "slug": "brass-lamp", "tags": ["sale"]})]
VARIANT = [sent("Another size", {"sku": "LAMP-XL", "price": "2499.00", "attributes": {"size": "extra large"}})]
VARIANT_CHANGE = [sent("A sale", {"price": "1799.00", "compare_at_price": "1999.00"})]
GENERATION = [
    sent(
        "Nine shirts",
        {
            "axes": {"colour": ["red", "blue", "green"], "size": ["s", "m", "l"]},
            "sku_pattern": "{product}-{colour}-{size}",
        },
    )
]
AXIS = [sent("A size", {"attribute": "size", "value": "large"})]
REGION_PRICES = [sent("In one region", {"prices": [{"region": ID, "price": "24.99", "compare_at_price": "29.99"}]})]
RESTRICTIONS = [sent("Not sold here", {"restrictions": [{"rule": "blocked", "category": ID}]})]

MEDIA = [
    sent("An uploaded picture", {"picture": ID, "alt_text": "The lamp, lit", "position": 0}),
    sent("From elsewhere", {"url": "https://images.example.com/lamp.webp", "alt_text": "The lamp from above"}),
]
MEDIA_CHANGE = [sent("To the front", {"position": 0, "alt_text": "The lamp, lit"})]
MEDIA_URL = [
    sent("A card's size", {"purpose": "card", "url": "https://images.example.com/lamp-400.webp", "width": 400})
]
IMPORT_APPLY = [sent("Leave wrong rows out", {"on_error": "skip"})]
