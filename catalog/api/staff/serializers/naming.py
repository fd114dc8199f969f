"""Categories, brands and attributes on the wire, for staff."""

from rest_framework import serializers

from catalog import constants as most
from catalog.api.staff.serializers.parts import (
    StaffPictureOut,
    TimesOut,
    TranslatedIn,
    TranslatedOut,
    VersionIn,
    WhyIn,
    slug_in,
)
from catalog.enums import DataType, TargetRole
from core.api.fields import LineField

TITLE, META = most.SEO_TITLE_MOST_CHARACTERS, most.SEO_DESCRIPTION_MOST_CHARACTERS


class CategoryIn(TranslatedIn, VersionIn):
    name = LineField(max_length=most.LABEL_MOST_CHARACTERS)
    slug = slug_in()
    parent = serializers.UUIDField(required=False, allow_null=True, help_text="Null for the top.")
    position = serializers.IntegerField(
        required=False, min_value=0, max_value=100_000, help_text="Among its sisters, from 0; last unless given."
    )
    description = serializers.CharField(
        required=False, allow_blank=True, max_length=most.PLAIN_DESCRIPTION_MOST_CHARACTERS
    )
    picture = serializers.UUIDField(required=False, allow_null=True, help_text="An id from POST /uploads.")
    target_role = serializers.ChoiceField(TargetRole.choices, required=False)
    is_active = serializers.BooleanField(required=False)
    seo_title = LineField(required=False, allow_blank=True, max_length=TITLE)
    seo_description = LineField(required=False, allow_blank=True, max_length=META)


class CategoryOrderIn(serializers.Serializer):
    parent = serializers.UUIDField(required=False, allow_null=True, default=None)
    order = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=5_000)


class CategoryRemovalIn(WhyIn):
    move_to = serializers.UUIDField(
        required=False, allow_null=True, help_text="Who takes its products; its parent unless given."
    )


class CategoryFilterIn(serializers.Serializer):
    q = serializers.CharField(required=False, max_length=100)
    parent = serializers.UUIDField(required=False)
    is_active = serializers.BooleanField(required=False, default=None, allow_null=True)
    target_role = serializers.ChoiceField(TargetRole.choices, required=False)
    sort = serializers.ChoiceField(["position", "name", "newest"], required=False)


class StaffCategoryRowOut(TimesOut):
    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    parent = serializers.UUIDField(source="parent_id", allow_null=True)
    position = serializers.IntegerField()
    target_role = serializers.ChoiceField(TargetRole.choices)
    is_active = serializers.BooleanField()
    product_count = serializers.IntegerField(help_text="In it and in everything below it.")


class StaffCategoryOut(StaffCategoryRowOut, TranslatedOut):
    description = serializers.CharField()
    picture = StaffPictureOut(allow_null=True)
    seo_title = serializers.CharField()
    seo_description = serializers.CharField()


class BrandIn(TranslatedIn, VersionIn):
    name = LineField(max_length=most.LABEL_MOST_CHARACTERS)
    slug = slug_in()
    description = serializers.CharField(
        required=False, allow_blank=True, max_length=most.PLAIN_DESCRIPTION_MOST_CHARACTERS
    )
    website = LineField(required=False, allow_blank=True, max_length=200)
    picture = serializers.UUIDField(required=False, allow_null=True, help_text="An id from POST /uploads.")
    is_active = serializers.BooleanField(required=False)


class BrandFilterIn(serializers.Serializer):
    q = serializers.CharField(required=False, max_length=100)
    is_active = serializers.BooleanField(required=False, default=None, allow_null=True)
    sort = serializers.ChoiceField(["name", "newest"], required=False)


class StaffBrandRowOut(TimesOut):
    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    website = serializers.CharField()
    is_active = serializers.BooleanField()
    product_count = serializers.IntegerField()


class StaffBrandOut(StaffBrandRowOut, TranslatedOut):
    description = serializers.CharField()
    picture = StaffPictureOut(allow_null=True)


class AttributeIn(TranslatedIn, VersionIn):
    name = LineField(max_length=80)
    code = LineField(required=False, max_length=60, help_text="Made of the name unless given.")
    data_type = serializers.ChoiceField(DataType.choices)
    unit = LineField(required=False, allow_blank=True, max_length=20)
    position = serializers.IntegerField(required=False, min_value=0, max_value=32_000)
    is_filterable = serializers.BooleanField(required=False)
    is_variant_axis = serializers.BooleanField(required=False)


class AttributeFilterIn(serializers.Serializer):
    q = serializers.CharField(required=False, max_length=80)
    data_type = serializers.ChoiceField(DataType.choices, required=False)
    is_filterable = serializers.BooleanField(required=False, default=None, allow_null=True)
    is_variant_axis = serializers.BooleanField(required=False, default=None, allow_null=True)


class StaffAttributeRowOut(TimesOut):
    id = serializers.UUIDField()
    name = serializers.CharField()
    code = serializers.CharField()
    data_type = serializers.ChoiceField(DataType.choices)
    unit = serializers.CharField()
    position = serializers.IntegerField()
    is_filterable = serializers.BooleanField()
    is_variant_axis = serializers.BooleanField()
    value_count = serializers.IntegerField()


class StaffAttributeOut(StaffAttributeRowOut, TranslatedOut):
    pass


class ValueIn(TranslatedIn, VersionIn):
    label = LineField(max_length=most.LABEL_MOST_CHARACTERS)
    value = LineField(
        required=False,
        max_length=most.LABEL_MOST_CHARACTERS,
        help_text="For machines; made of the label unless given.",
    )
    colour_hex = LineField(required=False, allow_blank=True, max_length=7, help_text="Of colours: #1e88e5.")
    position = serializers.IntegerField(required=False, min_value=0, max_value=32_000)


class StaffValueOut(TimesOut, TranslatedOut):
    id = serializers.UUIDField()
    value = serializers.CharField()
    label = serializers.CharField()
    colour_hex = serializers.CharField()
    position = serializers.IntegerField()
