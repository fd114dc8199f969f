"""Shapes of messages on the wire."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.enums import Role
from core.api.fields import TWO_LETTERS
from notifications.constants import LONGEST_SMS, LONGEST_SUBJECT, LONGEST_TEXT, MOST_RECIPIENTS_BY_ID
from notifications.enums import CHOICES, Channel, MessageStatus, Topic
from notifications.services.segments import SEGMENT_FIELDS


class LogFilterIn(serializers.Serializer):
    q = serializers.CharField(required=False, max_length=100, help_text="The beginning of an address or number.")
    status = serializers.ChoiceField(MessageStatus.choices, required=False)
    shopper_id = serializers.RegexField(
        r"^SH-[0-9A-Z]{4,12}$",
        required=False,
        help_text="Such as SH-7K3M9Q.",
        error_messages={"invalid": _("Enter a shopper id like SH-7K3M9Q.")},
    )


class OwnEmailOut(serializers.Serializer):
    id = serializers.UUIDField()
    to = serializers.EmailField()
    subject = serializers.CharField()
    template = serializers.CharField()
    topic = serializers.ChoiceField(Topic.choices)
    status = serializers.ChoiceField(MessageStatus.choices)
    created_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)


class OwnSMSOut(serializers.Serializer):
    id = serializers.UUIDField()
    to = serializers.CharField()
    text = serializers.CharField(help_text="Codes are masked.")
    template = serializers.CharField()
    topic = serializers.ChoiceField(Topic.choices)
    status = serializers.ChoiceField(MessageStatus.choices)
    created_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)


class LogFields(serializers.Serializer):
    """What staff see of mails and text messages alike."""

    user_id = serializers.UUIDField(allow_null=True)
    shopper_id = serializers.CharField(source="user.shopper_id", default=None, allow_null=True)
    language = serializers.CharField()
    attempts = serializers.IntegerField()
    error = serializers.CharField()
    next_try_at = serializers.DateTimeField(
        source="next_try", allow_null=True, help_text="Null unless another try is to come."
    )


class EmailLogOut(LogFields, OwnEmailOut):
    pass


class EmailLogDetailOut(EmailLogOut):
    message_id = serializers.CharField()
    cause = serializers.CharField(help_text="The event, broadcast or resending that the mail answers.")
    text = serializers.CharField(help_text="Codes and links that open something are masked.")
    html = serializers.CharField()


class SMSLogOut(LogFields, OwnSMSOut):
    provider_id = serializers.CharField()


class ChoiceOut(serializers.Serializer):
    topic = serializers.ChoiceField(Topic.choices)
    channel = serializers.ChoiceField(Channel.choices)
    label = serializers.CharField(source="topic.label")
    is_on = serializers.BooleanField()
    is_fixed = serializers.BooleanField(help_text="Fixed ones keep the account safe and cannot be switched off.")


class ChoiceIn(serializers.Serializer):
    topic = serializers.ChoiceField(Topic.choices)
    channel = serializers.ChoiceField(Channel.choices)
    is_on = serializers.BooleanField()


class PreferencesIn(serializers.Serializer):
    preferences = ChoiceIn(many=True, allow_empty=False, max_length=len(CHOICES))

    def wanted(self) -> dict[tuple[Topic, Channel], bool]:
        lines = self.validated_data["preferences"]
        return {(Topic(line["topic"]), Channel(line["channel"])): line["is_on"] for line in lines}


class NotificationOut(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    link = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class SegmentIn(serializers.Serializer):
    role = serializers.ChoiceField(Role.choices, required=False)
    region = serializers.RegexField(r"^[A-Z]{2}$", required=False, error_messages={"invalid": TWO_LETTERS})
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    registered_from = serializers.DateTimeField(required=False)
    registered_before = serializers.DateTimeField(required=False)

    def to_internal_value(self, data: Any) -> dict:
        # A misspelt field must not turn "retailers" into "everybody".
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(SEGMENT_FIELDS))):
            raise serializers.ValidationError({name: [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)


class BroadcastIn(serializers.Serializer):
    user_ids = serializers.ListField(
        child=serializers.UUIDField(), required=False, allow_empty=False, max_length=MOST_RECIPIENTS_BY_ID
    )
    segment = SegmentIn(required=False)
    topic = serializers.ChoiceField([Topic.ACCOUNT.value, Topic.NEWS.value], default=Topic.NEWS.value)
    preview = serializers.BooleanField(default=False, help_text="Show and count only; send nothing.")
    reason = serializers.CharField(required=False, max_length=500, default="")

    def validate(self, attrs: dict) -> dict:
        if ("user_ids" in attrs) == ("segment" in attrs):
            raise serializers.ValidationError({"user_ids": [_("Give either user_ids or a segment.")]})
        return attrs

    def recipients(self) -> dict[str, Any]:
        """Return whom the message is for, as JSON can store it."""
        if "user_ids" in self.validated_data:
            return {"user_ids": [str(pk) for pk in self.validated_data["user_ids"]]}
        fields = self.validated_data["segment"].items()
        return {"segment": {name: v.isoformat() if hasattr(v, "isoformat") else v for name, v in fields}}


class SendEmailIn(BroadcastIn):
    subject = serializers.CharField(max_length=LONGEST_SUBJECT)
    text = serializers.CharField(max_length=LONGEST_TEXT)


class SendSMSIn(BroadcastIn):
    text = serializers.CharField(max_length=LONGEST_SMS)


class BroadcastOut(serializers.Serializer):
    id = serializers.UUIDField(allow_null=True, help_text="Null in a preview.")
    chosen = serializers.IntegerField()
    recipients = serializers.IntegerField()
    skipped = serializers.IntegerField(help_text="Without consent, without a proven address, or suspended.")
    subject = serializers.CharField(required=False)
    text = serializers.CharField(required=False)
    html = serializers.CharField(required=False)
