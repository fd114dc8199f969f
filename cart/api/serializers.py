"""Shapes of carts and wishlists on the wire. Answers are written by writing.py as these describe them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cart.constants import CODE_LENGTH, MOST_LINES, MOST_UNITS, NOTE_LENGTH
from cart.selectors import NoticeCode
from core.api.fields import CountryField, LineField
from promotions.pricing import Reason


class UnitsField(serializers.IntegerField):
    """A whole number as JSON writes it: neither text, nor 1.0, nor true."""

    default_error_messages = {"whole": _("Give a whole number.")}

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("whole")
        return super().to_internal_value(data)


class ItemIn(serializers.Serializer):
    """A variant, or a product whose default variant is meant."""

    variant = serializers.UUIDField(required=False)
    product = serializers.CharField(max_length=280, required=False, help_text="Id or slug.")
    quantity = UnitsField(min_value=1, max_value=MOST_UNITS, default=1)

    def validate(self, body: dict) -> dict:
        if not body.get("variant") and not body.get("product"):
            raise serializers.ValidationError({"variant": [_("Name a variant or a product.")]})
        return body


class QuantityIn(serializers.Serializer):
    quantity = UnitsField(min_value=0, max_value=MOST_UNITS, help_text="0 takes the line out.")


class SyncedIn(serializers.Serializer):
    variant = serializers.UUIDField()
    quantity = UnitsField(min_value=1, max_value=MOST_UNITS)


class ItemsIn(serializers.Serializer):
    items = serializers.ListField(child=SyncedIn(), allow_empty=True, max_length=MOST_LINES)
    version = UnitsField(
        min_value=0, required=False, help_text="The version of the cart that was seen; stale is VERSION_CONFLICT."
    )

    def validate_items(self, items: list[dict]) -> list[dict]:
        if len({one["variant"] for one in items}) < len(items):
            raise serializers.ValidationError([_("Name each variant once.")])
        return items


class CartIn(serializers.Serializer):
    note = serializers.CharField(max_length=NOTE_LENGTH, required=False, allow_blank=True)
    country = CountryField(required=False, allow_blank=True)
    state = LineField(max_length=80, required=False, allow_blank=True)
    postal_code = LineField(max_length=16, required=False, allow_blank=True)

    def validate_country(self, country: str) -> str:
        return country.upper()


class CouponCodeIn(serializers.Serializer):
    code = LineField(max_length=CODE_LENGTH)


class UndoIn(serializers.Serializer):
    token = serializers.CharField(max_length=600)


class PlaceIn(serializers.Serializer):
    country = CountryField(required=False)
    postal_code = LineField(max_length=16, required=False)


class ExplainIn(serializers.Serializer):
    explain = serializers.BooleanField(required=False, help_text="For staff: every rule with why it counts or not.")


class WishIn(serializers.Serializer):
    variant = serializers.UUIDField(required=False)
    product = serializers.CharField(max_length=280, required=False, help_text="Id or slug.")
    wishlist = serializers.UUIDField(required=False, help_text="The default list without.")

    validate = ItemIn.validate


class WishlistIn(serializers.Serializer):
    name = LineField(max_length=60)


class WishlistChangeIn(serializers.Serializer):
    name = LineField(max_length=60, required=False)
    is_shared = serializers.BooleanField(required=False)


class ImageOut(serializers.Serializer):
    url = serializers.CharField()
    srcset = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    alt = serializers.CharField()


class SellerOut(serializers.Serializer):
    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = serializers.CharField()


class CartProductOut(serializers.Serializer):
    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    image = ImageOut(allow_null=True)
    store = SellerOut(allow_null=True)


class ChosenOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    label = serializers.CharField()


class CartVariantOut(serializers.Serializer):
    id = serializers.UUIDField()
    sku = serializers.CharField()
    attributes = ChosenOut(many=True)


class CartNoticeOut(serializers.Serializer):
    code = serializers.ChoiceField([(code.value, code.value) for code in NoticeCode])
    message = serializers.CharField()
    details = serializers.DictField()


class CartItemOut(serializers.Serializer):
    id = serializers.UUIDField()
    product = CartProductOut(allow_null=True)
    variant = CartVariantOut(allow_null=True)
    quantity = serializers.IntegerField(help_text="As many as are wanted; the quote is for those that can be had.")
    price_at_time = serializers.CharField(help_text="What one cost when it was put in.")
    currency = serializers.CharField(help_text="Of `price_at_time`: the cart may have moved to another region since.")
    unit_price = serializers.CharField(allow_null=True)
    discount_applied = serializers.CharField()
    final_price = serializers.CharField(allow_null=True, help_text="Of the line; null if it cannot be bought.")
    available = serializers.IntegerField(allow_null=True, help_text="How many can be had; null is without limit.")
    can_be_bought = serializers.BooleanField()
    notices = CartNoticeOut(many=True)


class TaxOut(serializers.Serializer):
    name = serializers.CharField()
    rate = serializers.CharField(help_text="In percent.")
    amount = serializers.CharField()


class GivenOut(serializers.Serializer):
    name = serializers.CharField()
    amount = serializers.CharField()


class QuoteLineOut(serializers.Serializer):
    item = serializers.UUIDField()
    unit_price = serializers.CharField()
    quantity = serializers.IntegerField()
    discounts = GivenOut(many=True)
    discount_amount = serializers.CharField()
    tax_amount = serializers.CharField()
    final_price = serializers.CharField()


class CouponRefusalOut(serializers.Serializer):
    code = serializers.CharField(help_text="As in errors: COUPON_EXPIRED, COUPON_MIN_NOT_MET …")
    reason = serializers.ChoiceField([(reason.value, reason.value) for reason in Reason])
    missing = serializers.CharField(allow_null=True, help_text="What the goods would have to cost more.")


class ConsideredOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    amount = serializers.CharField()
    reason = serializers.ChoiceField([(reason.value, reason.value) for reason in Reason], allow_null=True)
    missing = serializers.IntegerField()


class QuoteOut(serializers.Serializer):
    """total_amount = subtotal − discount_amount + shipping_amount, + tax_amount where prices are without tax."""

    currency = serializers.CharField()
    tax_included = serializers.BooleanField()
    subtotal = serializers.CharField()
    discount_amount = serializers.CharField(help_text="With what is off shipping.")
    shipping_amount = serializers.CharField(help_text="Before discounts; in the cart an estimate.")
    shipping_discount_amount = serializers.CharField()
    shipping_tax_amount = serializers.CharField()
    tax_amount = serializers.CharField()
    total_amount = serializers.CharField()
    free_shipping_remaining = serializers.CharField(allow_null=True)
    taxes = TaxOut(many=True)
    discounts = GivenOut(many=True)
    lines = QuoteLineOut(many=True)
    coupon_refusal = CouponRefusalOut(allow_null=True)
    explanation = ConsideredOut(many=True, required=False)


class DestinationOut(serializers.Serializer):
    country = serializers.CharField()
    state = serializers.CharField()
    postal_code = serializers.CharField()


class CartOut(serializers.Serializer):
    id = serializers.UUIDField(allow_null=True, help_text="Null before something is put in.")
    version = serializers.IntegerField()
    region = serializers.CharField()
    currency = serializers.CharField()
    count = serializers.IntegerField()
    items = CartItemOut(many=True)
    saved_for_later = CartItemOut(many=True)
    coupon = serializers.CharField(allow_null=True)
    note = serializers.CharField()
    destination = DestinationOut()
    quote = QuoteOut()


class RemovedOut(CartOut):
    undo = serializers.CharField(help_text="Puts the line back, for an hour.")


class CountOut(serializers.Serializer):
    count = serializers.IntegerField()


class ResultOut(serializers.Serializer):
    variant_id = serializers.UUIDField()
    wanted = serializers.IntegerField()
    quantity = serializers.IntegerField()
    code = serializers.CharField(allow_null=True, help_text="Why there are fewer than wanted.")
    message = serializers.CharField()


class SyncedOut(CartOut):
    results = ResultOut(many=True)


class OfferingStoreOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class OfferOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    price = serializers.CharField()
    earliest = serializers.DateField()
    latest = serializers.DateField()
    free_from = serializers.CharField(allow_null=True)


class ShippingChoiceOut(serializers.Serializer):
    store = OfferingStoreOut(allow_null=True, help_text="Null for the shop's own goods.")
    currency = serializers.CharField()
    methods = OfferOut(many=True)


class WishOut(serializers.Serializer):
    id = serializers.UUIDField()
    product = CartProductOut()
    variant = CartVariantOut()
    price = serializers.CharField(allow_null=True)
    currency = serializers.CharField()
    price_when_added = serializers.CharField()
    added_currency = serializers.CharField()
    price_drop = serializers.CharField(allow_null=True)
    available = serializers.IntegerField(allow_null=True)
    can_be_bought = serializers.BooleanField()


class WishlistOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    is_default = serializers.BooleanField()
    share_token = serializers.CharField(allow_null=True)
    size = serializers.IntegerField()


class FilledWishlistOut(WishlistOut):
    items = WishOut(many=True)


class SharedWishOut(serializers.Serializer):
    product = CartProductOut()
    variant = CartVariantOut()
    price = serializers.CharField(allow_null=True)
    currency = serializers.CharField()
    available = serializers.IntegerField(allow_null=True)
    can_be_bought = serializers.BooleanField()


class SharedWishlistOut(serializers.Serializer):
    name = serializers.CharField()
    items = SharedWishOut(many=True)
