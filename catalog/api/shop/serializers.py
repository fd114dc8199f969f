"""How the document describes what shoppers read. Nothing is rendered by these: see writing.py."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.pagination import BasePagination

from catalog.enums import MediaKind, ProductKind, Sort, StockState


class NamedOut(serializers.Serializer):
    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = serializers.CharField()


class CardImageOut(serializers.Serializer):
    url = serializers.CharField()
    srcset = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    alt = serializers.CharField()


class CardOut(serializers.Serializer):
    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    brand = NamedOut(allow_null=True)
    category = NamedOut(allow_null=True)
    price = serializers.CharField(help_text="The lowest price of its variants.")
    compare_at_price = serializers.CharField(allow_null=True)
    currency = serializers.CharField()
    discount_percent = serializers.IntegerField()
    image = CardImageOut(allow_null=True)
    rating_average = serializers.FloatField(allow_null=True)
    rating_count = serializers.IntegerField()
    available = serializers.BooleanField()
    stock_state = serializers.ChoiceField(StockState.choices)
    variant_count = serializers.IntegerField()
    highlight = serializers.CharField(
        required=False, help_text="Of searches: where the words were found, as safe HTML with <mark>."
    )


class ValueOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    value = serializers.CharField()
    label = serializers.CharField()
    colour_hex = serializers.CharField()


class RenditionOut(serializers.Serializer):
    purpose = serializers.CharField()
    url = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    format = serializers.CharField()


class MediaOut(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(MediaKind.choices)
    alt = serializers.CharField()
    variant_id = serializers.UUIDField(allow_null=True)
    url = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    srcset = serializers.CharField()
    srcset_avif = serializers.CharField()
    renditions = RenditionOut(many=True)


class VariantOut(serializers.Serializer):
    id = serializers.UUIDField()
    sku = serializers.CharField()
    is_default = serializers.BooleanField()
    attributes = ValueOut(many=True)
    price = serializers.CharField()
    compare_at_price = serializers.CharField(allow_null=True)
    discount_percent = serializers.IntegerField()
    available = serializers.BooleanField()
    stock = serializers.IntegerField(allow_null=True, help_text="How many there are, where few are left.")
    stock_state = serializers.ChoiceField(StockState.choices)
    media = serializers.ListField(child=serializers.UUIDField())


class AxisValueOut(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()
    colour_hex = serializers.CharField()


class AxisOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    values = AxisValueOut(many=True)


class DimensionsOut(serializers.Serializer):
    length = serializers.IntegerField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class SeoOut(serializers.Serializer):
    title = serializers.CharField()
    description = serializers.CharField()


class DeliveryPromiseOut(serializers.Serializer):
    min_days = serializers.IntegerField(help_text="Days on which the carrier works, from the order on.")
    max_days = serializers.IntegerField()
    price = serializers.CharField(help_text="For one, the cheapest way; it holds everywhere in the region.")
    free_from = serializers.CharField(allow_null=True, help_text="Goods worth so much are sent for nothing.")


class DetailOut(serializers.Serializer):
    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    short_description = serializers.CharField()
    description = serializers.CharField(help_text="Safe HTML.")
    languages = serializers.DictField(
        child=serializers.CharField(), help_text="In which language each of the three texts above is said."
    )
    kind = serializers.ChoiceField(ProductKind.choices)
    tags = serializers.ListField(child=serializers.CharField())
    tag_names = serializers.DictField(child=serializers.CharField(), help_text="What people call each of the tags.")
    brand = NamedOut(allow_null=True)
    store = NamedOut(allow_null=True)
    category = NamedOut()
    breadcrumbs = NamedOut(many=True)
    currency = serializers.CharField()
    price = serializers.CharField()
    compare_at_price = serializers.CharField(allow_null=True)
    discount_percent = serializers.IntegerField()
    rating_average = serializers.FloatField(allow_null=True)
    rating_count = serializers.IntegerField()
    available = serializers.BooleanField()
    stock_state = serializers.ChoiceField(StockState.choices)
    variants = VariantOut(many=True)
    variant_count = serializers.IntegerField()
    axes = AxisOut(many=True)
    media = MediaOut(many=True)
    specification = ValueOut(many=True)
    weight_grams = serializers.IntegerField(allow_null=True)
    dimensions_mm = DimensionsOut(allow_null=True)
    seo = SeoOut()
    is_on_vacation = serializers.BooleanField(help_text="Its store is: it can be seen, not bought.")
    delivery_promise = DeliveryPromiseOut(
        allow_null=True, help_text="Null where nothing is sent, or nobody sends to the region."
    )


class SuggestionsOut(serializers.Serializer):
    products = CardOut(many=True)
    categories = NamedOut(many=True)
    brands = NamedOut(many=True)
    queries = serializers.ListField(child=serializers.CharField())


class PictureOut(serializers.Serializer):
    url = serializers.CharField()
    srcset = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class CategoryBranchOut(serializers.Serializer):
    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    image = PictureOut(allow_null=True)
    children = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/CategoryBranchOut"}, "example": []})
    def get_children(self, node: object) -> list:
        return []


class CategoryOut(CategoryBranchOut):
    description = serializers.CharField()
    breadcrumbs = NamedOut(many=True)
    seo = SeoOut()


class BrandOut(serializers.Serializer):
    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    logo = PictureOut(allow_null=True)


class BrandDetailOut(BrandOut):
    description = serializers.CharField()
    website = serializers.CharField()


class SuggestIn(serializers.Serializer):
    q = serializers.CharField(required=False, max_length=200, help_text="What was typed so far.")


class FilterIn(serializers.Serializer):
    """Filters of lists. `attr.<code>` filters by an attribute; repeated parameters are alternatives."""

    q = serializers.CharField(
        required=False, max_length=200, help_text="Words; the last may be unfinished where nothing has it whole."
    )
    category = serializers.CharField(required=False, help_text="Slug or id; with everything below it.")
    brand = serializers.ListField(child=serializers.CharField(), required=False, help_text="Slug or id.")
    store = serializers.ListField(child=serializers.CharField(), required=False, help_text="Slug or id.")
    tag = serializers.ListField(child=serializers.CharField(), required=False)
    min_price = serializers.CharField(required=False)
    max_price = serializers.CharField(required=False)
    rating = serializers.ChoiceField([1, 2, 3, 4, 5], required=False, help_text="So many stars and more.")
    in_stock = serializers.ChoiceField(
        ["1", "0", "true", "false"], required=False, help_text="0 for what is sold out."
    )
    on_sale = serializers.ChoiceField(
        ["1", "0", "true", "false"], required=False, help_text="0 for what is at its full price."
    )
    sort = serializers.ChoiceField(Sort.choices, required=False)
    facets = serializers.ChoiceField(
        ["1", "0", "true", "false"], required=False, help_text="1 for counts beside the list."
    )


NUMBER = {"type": "integer", "minimum": 0}
LINK = {"type": ["string", "null"], "format": "uri"}
CURSOR = {"type": ["string", "null"]}
COUNT = {
    "type": "object",
    "required": ["value", "label", "count", "is_chosen", "colour_hex"],
    "properties": {
        "value": {"type": "string"},
        "label": {"type": "string"},
        "count": NUMBER,
        "is_chosen": {"type": "boolean"},
        "colour_hex": {"type": "string"},
    },
}
FACETS = {
    "type": "object",
    "description": "With `facets=1`. Each count is what choosing that value alone in its filter would show.",
    "required": ["price", "filters"],
    "properties": {
        "price": {
            "type": ["object", "null"],
            "required": ["min", "max", "currency"],
            "properties": {"min": {"type": "string"}, "max": {"type": "string"}, "currency": {"type": "string"}},
        },
        "filters": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "label", "values"],
                "properties": {
                    "code": {"type": "string"},
                    "label": {"type": "string"},
                    "values": {"type": "array", "items": COUNT},
                },
            },
        },
    },
}


PARTIAL = {
    "type": "object",
    "description": "Only where nothing has all the words of `q`: these have most of them, and are what is counted.",
    "required": ["is_partial"],
    "properties": {"is_partial": {"const": True, "type": "boolean"}},
}


class ListPages(BasePagination):
    """How the document shows the pages of product lists."""

    def get_paginated_response_schema(self, schema: dict) -> dict:
        numbers = {"limit": NUMBER, "next_cursor": CURSOR, "previous_cursor": CURSOR}
        by_page = {
            "page": NUMBER, "total": NUMBER, "total_is_capped": {"type": "boolean"}, "total_pages": NUMBER,
            "next": LINK, "previous": LINK,
        }  # fmt: skip
        return {
            "type": "object",
            "required": ["success", "data", "pagination"],
            "properties": {
                "success": {"const": True, "type": "boolean"},
                "data": schema,
                "pagination": {"type": "object", "required": list(numbers), "properties": numbers | by_page},
                "facets": FACETS,
                "message": {"type": "string", "description": "Says so where nothing has all the words of `q`."},
                "meta": PARTIAL,
            },
        }

    def get_schema_operation_parameters(self, view: object) -> list[dict]:
        page = "From 1 on; only the first 10,000 products have pages, the cursor goes on from there."
        return [
            _query("page", page, {"type": "integer", "minimum": 1}),
            _query("limit", "How many at once.", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}),
            _query("cursor", "From the answer before: `next_cursor` or `previous_cursor`.", {"type": "string"}),
        ]


def _query(name: str, description: str, schema: dict) -> dict:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
