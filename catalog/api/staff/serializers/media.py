"""Pictures and films of products, as staff send and see them."""

from typing import Any

from django.core.files.storage import default_storage
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.api.staff.serializers.parts import VersionIn
from catalog.enums import MediaKind, MediaPurpose
from catalog.models import ProductMedia
from core.api.fields import LineField


class MediaChangeIn(VersionIn):
    alt_text = LineField(required=False, allow_blank=True, max_length=200)
    position = serializers.IntegerField(required=False, min_value=0, max_value=9, help_text="The others make room.")
    variant = serializers.UUIDField(required=False, allow_null=True, help_text="A variant of the same product.")


class MediaIn(MediaChangeIn):
    """One of `file`, `picture` and `url`."""

    file = serializers.FileField(required=False, help_text="JPEG, PNG or WebP, at most 10 MiB.")
    picture = serializers.UUIDField(required=False, help_text="The id that POST /uploads answered.")
    url = serializers.CharField(
        required=False, max_length=500, help_text="Shown from there, if the shop's operator allows the host."
    )
    kind = serializers.ChoiceField(MediaKind.choices, required=False, default=MediaKind.IMAGE.value)
    copy = serializers.BooleanField(
        required=False, default=False, help_text="Fetch the picture at `url` and keep a copy instead."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len({"file", "picture", "url"} & attrs.keys()) != 1:
            raise serializers.ValidationError({"file": ["Send one of file, picture and url."]})
        return attrs


class MediaURLIn(serializers.Serializer):
    purpose = serializers.ChoiceField(MediaPurpose.choices)
    url = serializers.CharField(max_length=500)
    width = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=20_000)
    height = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=20_000)
    format = serializers.CharField(required=False, allow_blank=True, max_length=10)


class StaffMediaURLOut(serializers.Serializer):
    id = serializers.UUIDField(allow_null=True, help_text="None for sizes that the shop made itself.")
    purpose = serializers.ChoiceField(MediaPurpose.choices)
    url = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    format = serializers.CharField(allow_blank=True)


class StaffMediaOut(serializers.Serializer):
    id = serializers.UUIDField()
    product = serializers.UUIDField(source="product_id")
    variant = serializers.UUIDField(source="variant_id", allow_null=True)
    kind = serializers.ChoiceField(MediaKind.choices)
    alt_text = serializers.CharField(allow_blank=True)
    position = serializers.IntegerField()
    picture = serializers.UUIDField(source="picture_id", allow_null=True)
    urls = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    @extend_schema_field(StaffMediaURLOut(many=True))
    def get_urls(self, media: ProductMedia) -> list[dict[str, Any]]:
        if media.picture is None:
            return StaffMediaURLOut(media.urls.all(), many=True).data
        sizes = [*media.picture.sizes(), *media.picture.sizes("avif")]
        return [
            {"id": None, **{name: size[name] for name in ("purpose", "width", "height", "format")}}
            | {"url": default_storage.url(size["file"])}
            for size in sizes
        ]
