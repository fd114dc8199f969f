"""Products and variants on the wire, for staff. `cost_price` is here and nowhere else."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog import constants as most
from catalog.api.staff.serializers.parts import (
    PriceField,
    StaffReferenceOut,
    TimesOut,
    TranslatedIn,
    TranslatedOut,
    VersionIn,
    WhyIn,
    slug_in,
)
from catalog.enums import ProductKind, ProductStatus, RestrictionRule, TargetRole
from core.api.fields import LineField

SIDES = {"length": "length_mm", "width": "width_mm", "height": "height_mm"}
NUMBERS = {"min_value": 1, "required": False, "allow_null": True}


class DimensionsIn(serializers.Serializer):
    length = serializers.IntegerField(max_value=most.SIDE_MOST_MILLIMETRES, **NUMBERS)
    width = serializers.IntegerField(max_value=most.SIDE_MOST_MILLIMETRES, **NUMBERS)
    height = serializers.IntegerField(max_value=most.SIDE_MOST_MILLIMETRES, **NUMBERS)


class StaffDimensionsOut(serializers.Serializer):
    length = serializers.IntegerField(source="length_mm", allow_null=True)
    width = serializers.IntegerField(source="width_mm", allow_null=True)
    height = serializers.IntegerField(source="height_mm", allow_null=True)


class WeighedIn(serializers.Serializer):
    weight = serializers.IntegerField(max_value=most.WEIGHT_MOST_GRAMS, help_text="In grams.", **NUMBERS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "weight" in attrs:
            attrs["weight_grams"] = attrs.pop("weight")
        return attrs


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {"type": "string", "maxLength": most.LABEL_MOST_CHARACTERS},
        "example": {"colour": "red"},
    }
)
class AxesField(serializers.DictField):
    """By what a variant differs: one value of each axis, by its code."""

    child = LineField(max_length=most.LABEL_MOST_CHARACTERS)


class VariantFieldsIn(WeighedIn):
    sku = LineField(required=False, allow_blank=True, max_length=most.SKU_MOST_CHARACTERS)
    barcode = LineField(required=False, allow_blank=True, max_length=most.BARCODE_MOST_CHARACTERS)
    price = PriceField(required=False, help_text="The product's base price unless given.")
    compare_at_price = PriceField(required=False, allow_null=True, help_text="Above the price.")
    cost_price = PriceField(required=False, allow_null=True, help_text="For staff only.")
    attributes = AxesField(required=False)
    position = serializers.IntegerField(required=False, min_value=0, max_value=1_000_000)
    is_default = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)


class VariantIn(VariantFieldsIn, VersionIn):
    pass


class GenerationIn(WeighedIn):
    axes = serializers.DictField(
        child=serializers.ListField(
            child=LineField(max_length=most.LABEL_MOST_CHARACTERS), min_length=1, max_length=100
        ),
        help_text="Values by the code of each axis; every combination that is missing is made.",
    )
    sku_pattern = LineField(required=False, allow_blank=True, max_length=200, help_text="{product}-{colour}-{size}")
    price = PriceField(required=False)
    compare_at_price = PriceField(required=False, allow_null=True)
    cost_price = PriceField(required=False, allow_null=True)


class ProductIn(TranslatedIn, VersionIn, WeighedIn):
    name = LineField(min_length=most.NAME_LEAST_CHARACTERS, max_length=most.NAME_MOST_CHARACTERS)
    slug = slug_in()
    category = serializers.UUIDField()
    brand = serializers.UUIDField(required=False, allow_null=True)
    store = serializers.UUIDField(required=False, allow_null=True)
    short_description = LineField(min_length=most.SHORT_LEAST_CHARACTERS, max_length=most.SHORT_MOST_CHARACTERS)
    description = serializers.CharField(
        max_length=most.DESCRIPTION_MOST_CHARACTERS_STORED * 2,
        help_text="HTML; what could run is taken out. 10 to 10,000 characters of text.",
    )
    base_price = PriceField()
    currency = serializers.CharField(required=False, max_length=3, help_text="Only when it is made; the shop's own.")
    kind = serializers.ChoiceField(ProductKind.choices, required=False)
    tax_class = serializers.UUIDField(required=False)
    tags = serializers.ListField(child=LineField(max_length=most.TAG_MOST_CHARACTERS), required=False, max_length=100)
    target_role = serializers.ChoiceField(
        TargetRole.choices, required=False, allow_blank=True, help_text="Instead of the category's; empty for that."
    )
    seo_title = LineField(required=False, allow_blank=True, max_length=most.SEO_TITLE_MOST_CHARACTERS)
    seo_description = LineField(required=False, allow_blank=True, max_length=most.SEO_DESCRIPTION_MOST_CHARACTERS)
    dimensions = DimensionsIn(required=False, help_text="In millimetres.")
    attributes = serializers.DictField(
        child=serializers.ListField(child=LineField(max_length=most.LABEL_MOST_CHARACTERS), max_length=50),
        required=False,
        help_text="What is said of the product as a whole: values by the code of the attribute.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        for side, value in attrs.pop("dimensions", {}).items():
            attrs[SIDES[side]] = value
        return attrs


class NewProductIn(ProductIn):
    status = serializers.ChoiceField(ProductStatus.choices, required=False)
    variants = VariantFieldsIn(
        many=True,
        required=False,
        max_length=most.VARIANTS_MOST_PER_PRODUCT,
        help_text="One at the base price if none.",
    )


class ProductFilterIn(serializers.Serializer):
    q = serializers.CharField(required=False, max_length=100, help_text="Part of the name, or the start of a SKU.")
    status = serializers.ChoiceField(ProductStatus.choices, required=False)
    kind = serializers.ChoiceField(ProductKind.choices, required=False)
    category = serializers.UUIDField(required=False, help_text="With everything below it.")
    brand = serializers.UUIDField(required=False)
    store = serializers.UUIDField(required=False)
    deleted = serializers.BooleanField(required=False, default=False, help_text="Only deleted ones.")
    sort = serializers.ChoiceField(
        ["newest", "oldest", "changed", "name", "price_low", "price_high", "best_selling", "rating"], required=False
    )


class VariantFilterIn(serializers.Serializer):
    q = serializers.CharField(required=False, max_length=100, help_text="The start of a SKU, or part of the name.")
    product = serializers.UUIDField(required=False)
    sku = serializers.CharField(required=False, max_length=most.SKU_MOST_CHARACTERS)
    is_active = serializers.BooleanField(required=False, default=None, allow_null=True)
    deleted = serializers.BooleanField(required=False, default=False)
    sort = serializers.ChoiceField(["sku", "newest", "price_low", "price_high"], required=False)


class ToggleIn(WhyIn):
    status = serializers.ChoiceField(
        ProductStatus.choices, required=False, help_text="On sale or off it in turn unless given."
    )


class CopyIn(serializers.Serializer):
    name = LineField(required=False, max_length=most.NAME_MOST_CHARACTERS)


class ProductRemovalIn(WhyIn):
    for_good = serializers.BooleanField(required=False, help_text="Refused while anything needs it.")


class AxisIn(serializers.Serializer):
    attribute = serializers.CharField(max_length=60, help_text="Its code.")
    value = LineField(max_length=most.LABEL_MOST_CHARACTERS)


class StaffAxisOut(serializers.Serializer):
    id = serializers.UUIDField(source="value_id", help_text="Of the value.")
    attribute = serializers.CharField(source="attribute.code")
    name = serializers.CharField(source="attribute.name")
    value = serializers.CharField(source="value.value")
    label = serializers.CharField(source="value.label")


class StaffOwnerOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()


class StaffVariantOut(TimesOut):
    id = serializers.UUIDField()
    product = StaffOwnerOut()
    sku = serializers.CharField()
    barcode = serializers.CharField()
    price = serializers.CharField()
    compare_at_price = serializers.CharField(allow_null=True)
    cost_price = serializers.CharField(allow_null=True)
    currency = serializers.CharField()
    weight = serializers.IntegerField(source="weight_grams", allow_null=True)
    position = serializers.IntegerField()
    is_default = serializers.BooleanField()
    is_active = serializers.BooleanField()
    attributes = StaffAxisOut(source="attribute_values", many=True)
    deleted_at = serializers.DateTimeField(allow_null=True)


class StaffProductRowOut(TimesOut):
    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    status = serializers.ChoiceField(ProductStatus.choices)
    kind = serializers.ChoiceField(ProductKind.choices)
    category = StaffReferenceOut()
    brand = StaffReferenceOut(allow_null=True)
    store = StaffReferenceOut(allow_null=True)
    base_price = serializers.CharField()
    currency = serializers.CharField()
    variant_count = serializers.IntegerField()
    rating_average = serializers.SerializerMethodField()
    rating_count = serializers.IntegerField()
    view_count = serializers.IntegerField()
    sold_count = serializers.IntegerField()
    published_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_rating_average(self, product: Any) -> float | None:
        return round(product.rating_sum / product.rating_count, 2) if product.rating_count else None


class StaffTaxClassOut(serializers.Serializer):
    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class StaffProductOut(StaffProductRowOut, TranslatedOut):
    short_description = serializers.CharField()
    description = serializers.CharField()
    tax_class = StaffTaxClassOut()
    tags = serializers.ListField(child=serializers.CharField())
    target_role = serializers.CharField()
    seo_title = serializers.CharField()
    seo_description = serializers.CharField()
    weight = serializers.IntegerField(source="weight_grams", allow_null=True)
    dimensions = StaffDimensionsOut(source="*")
    attributes = StaffAxisOut(source="attribute_values", many=True)
    variants = StaffVariantOut(source="living_variants", many=True)


class RegionPriceIn(serializers.Serializer):
    region = serializers.UUIDField()
    price = PriceField(allow_null=True, help_text="Null: the converted one again.")
    compare_at_price = PriceField(required=False, allow_null=True)


class RegionPricesIn(WhyIn):
    prices = RegionPriceIn(many=True, min_length=1, max_length=300)


class PricedRegionOut(serializers.Serializer):
    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class RegionPriceOut(serializers.Serializer):
    region = PricedRegionOut()
    price = serializers.CharField()
    compare_at_price = serializers.CharField(allow_null=True)
    currency = serializers.CharField()


class RestrictionIn(serializers.Serializer):
    rule = serializers.ChoiceField(RestrictionRule.choices)
    product = serializers.UUIDField(required=False, allow_null=True)
    category = serializers.UUIDField(required=False, allow_null=True)
    brand = serializers.UUIDField(required=False, allow_null=True)
    store = serializers.UUIDField(required=False, allow_null=True)


class RestrictionsIn(WhyIn):
    restrictions = RestrictionIn(many=True, max_length=5_000)


class RestrictionOut(serializers.Serializer):
    id = serializers.UUIDField()
    rule = serializers.ChoiceField(RestrictionRule.choices)
    product = serializers.UUIDField(source="product_id", allow_null=True)
    category = serializers.UUIDField(source="category_id", allow_null=True)
    brand = serializers.UUIDField(source="brand_id", allow_null=True)
    store = serializers.UUIDField(source="store_id", allow_null=True)
