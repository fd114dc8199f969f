"""Shapes of stock on the wire."""

from rest_framework import serializers

from inventory.constants import MOST_UNITS
from inventory.enums import BY_HAND, AlertStatus, MovementKind


class StockIn(serializers.Serializer):
    """Either `quantity` (how many there are) or `delta` (how many came or went)."""

    quantity = serializers.IntegerField(min_value=0, max_value=MOST_UNITS, required=False)
    delta = serializers.IntegerField(min_value=-MOST_UNITS, max_value=MOST_UNITS, required=False)
    kind = serializers.ChoiceField(
        [(kind.value, kind.label) for kind in BY_HAND], required=False, help_text="What happened; goes with `delta`."
    )
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)
    location = serializers.CharField(max_length=40, required=False, help_text="Id or code; the default place without.")
    version = serializers.IntegerField(
        min_value=1,
        required=False,
        help_text="The version that was seen; goes with `quantity`. Stale is VERSION_CONFLICT.",
    )

    def validate(self, body: dict) -> dict:
        if ("quantity" in body) == ("delta" in body):
            raise serializers.ValidationError({"quantity": ["Give either quantity or delta."]})
        return body


class LocationOut(serializers.Serializer):
    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    country = serializers.CharField()
    state = serializers.CharField()
    priority = serializers.IntegerField()
    is_default = serializers.BooleanField()
    is_active = serializers.BooleanField()


class StockOut(serializers.Serializer):
    variant_id = serializers.UUIDField()
    sku = serializers.CharField(source="variant.sku")
    location = serializers.CharField(source="location.code")
    on_hand = serializers.IntegerField()
    reserved = serializers.IntegerField()
    available = serializers.IntegerField()
    low_stock_threshold = serializers.IntegerField()
    allow_backorder = serializers.BooleanField()
    backorder_limit = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField()


class TransferIn(serializers.Serializer):
    variant_id = serializers.UUIDField()
    source = serializers.CharField(max_length=40, help_text="Id or code of the place they leave.")
    target = serializers.CharField(max_length=40, help_text="Id or code of the place they go to.")
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_UNITS)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class TransferOut(serializers.Serializer):
    source = StockOut()
    target = StockOut()


class MovementFilterIn(serializers.Serializer):
    variant = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(MovementKind.choices, required=False)
    reference = serializers.UUIDField(required=False, help_text="The order, return or transfer.")


class MovementOut(serializers.Serializer):
    id = serializers.UUIDField()
    variant_id = serializers.UUIDField(source="item.variant_id")
    sku = serializers.CharField(source="item.variant.sku")
    location = serializers.CharField(source="item.location.code")
    delta = serializers.IntegerField()
    on_hand_after = serializers.IntegerField()
    kind = serializers.ChoiceField(MovementKind.choices)
    reason = serializers.CharField()
    reference = serializers.UUIDField(allow_null=True)
    actor_id = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()


class AlertFilterIn(serializers.Serializer):
    status = serializers.ChoiceField(AlertStatus.choices, required=False)


class AlertIn(serializers.Serializer):
    status = serializers.ChoiceField([(AlertStatus.RESOLVED.value, AlertStatus.RESOLVED.label)])


class AlertOut(serializers.Serializer):
    id = serializers.UUIDField()
    variant_id = serializers.UUIDField()
    sku = serializers.CharField(source="variant.sku")
    product_name = serializers.CharField(source="variant.product.name")
    stock_level = serializers.IntegerField()
    threshold = serializers.IntegerField()
    status = serializers.ChoiceField(AlertStatus.choices)
    resolved_by = serializers.UUIDField(source="resolved_by_id", allow_null=True)
    resolved_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class NotifyMeIn(serializers.Serializer):
    email = serializers.EmailField(required=False, help_text="Needed from guests; else the account's own.")


class NotifyMeOut(serializers.Serializer):
    variant_id = serializers.UUIDField()
    email = serializers.EmailField()
