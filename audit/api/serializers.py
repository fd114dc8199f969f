"""Shapes of the action log on the wire."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from audit.models import AdminActionLog
from core.actions import words


class MomentField(serializers.DateTimeField):
    """A time, or a day in UTC; a day that ends a range is meant as a whole."""

    def __init__(self, *, is_end: bool = False, **kwargs: Any) -> None:
        self.is_end = is_end
        super().__init__(**kwargs)

    def to_internal_value(self, value: Any) -> datetime:
        day = _day(value)
        if day is None:
            return super().to_internal_value(value)
        if self.is_end and day == date.max:
            return datetime.max.replace(tzinfo=UTC)  # There is no day after it.
        return datetime.combine(day + timedelta(days=self.is_end), time.min, UTC)


class ActionLogFilterIn(serializers.Serializer):
    admin = serializers.UUIDField(required=False, help_text="Id of the member of staff.")
    customer = serializers.UUIDField(required=False, help_text="Id of the person concerned.")
    action = serializers.RegexField(
        r"^[a-z0-9_.]{1,80}$", required=False, help_text="Such as accounts.user.suspended."
    )

    def validate_action(self, action: str) -> str:
        thing, _dot, deed = action.rpartition(".")
        is_known = thing in words.things and deed in words.deeds
        # An older release may have called it otherwise.
        if not is_known and not AdminActionLog.objects.filter(action=action).exists():
            raise serializers.ValidationError(_("There is no such action."))
        return action

    def get_fields(self) -> dict[str, serializers.Field]:
        # "from" cannot be the name of a class attribute.
        return {
            **super().get_fields(),
            "from": MomentField(required=False, help_text="Rows from this time or day on."),
            "to": MomentField(required=False, is_end=True, help_text="Rows before this time, or through this day."),
        }


class PersonOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()


class ObjectOut(serializers.Serializer):
    type = serializers.CharField(source="object_type")
    id = serializers.CharField(source="object_id")
    label = serializers.CharField(source="object_label")


class ActionLogOut(serializers.Serializer):
    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    action = serializers.CharField()
    admin = PersonOut(source="actor", allow_null=True)
    customer = PersonOut(allow_null=True)
    object = serializers.SerializerMethodField()
    before = serializers.DictField()
    after = serializers.DictField()
    reason = serializers.CharField()
    ip = serializers.IPAddressField(allow_null=True)
    user_agent = serializers.CharField()
    request_id = serializers.CharField()

    @extend_schema_field(ObjectOut)
    def get_object(self, row: Any) -> dict[str, Any]:
        return ObjectOut(row).data


def _day(value: Any) -> date | None:
    try:
        return parse_date(value) if isinstance(value, str) else None
    except ValueError:
        return None
