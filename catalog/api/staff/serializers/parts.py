"""What several shapes of the catalogue have in common."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.fields import LineField


class PriceField(serializers.CharField):
    """An amount as a string, such as "1499.00"; a number is read as it is written."""

    default_error_messages: ClassVar = {"invalid": _('Send an amount as text, such as "1499.00".')}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, bool) or not isinstance(data, str | int | float):
            self.fail("invalid")
        return str(data).strip()


class VersionIn(serializers.Serializer):
    version = serializers.DateTimeField(
        required=False, help_text="The `updated_at` that was read: VERSION_CONFLICT when it has changed since."
    )


class WhyIn(serializers.Serializer):
    reason = serializers.CharField(required=False, allow_blank=True, max_length=1000, help_text="For the action log.")


class StaffPictureOut(serializers.Serializer):
    id = serializers.UUIDField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class StaffReferenceOut(serializers.Serializer):
    """What a row belongs to."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()


class TranslatedIn(serializers.Serializer):
    translations = serializers.DictField(
        child=serializers.DictField(
            child=serializers.CharField(allow_blank=True, allow_null=True, max_length=60_000, trim_whitespace=False)
        ),
        required=False,
        help_text="`{hi: {name: …}}`. An empty text takes its translation away; others stay as they are.",
    )


class TranslatedOut(serializers.Serializer):
    translations = serializers.DictField(child=serializers.DictField(child=serializers.CharField()))


class TimesOut(serializers.Serializer):
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


def slug_in(**kwargs: Any) -> LineField:
    return LineField(
        required=False,
        allow_blank=True,
        max_length=140,
        help_text="Made of the name unless given. The former one leads to the new one.",
        **kwargs,
    )
