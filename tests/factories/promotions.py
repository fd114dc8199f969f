"""Coupons and rules for tests: on, for everybody, on everything."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from core.ids import uuid7
from promotions.models import Coupon, CouponRedemption, DiscountRule


class CouponFactory(DjangoModelFactory):
    """Ten percent."""

    class Meta:
        model = Coupon

    code = factory.Sequence(lambda number: f"SAVE-{number}")
    kind = "percentage"
    value = 100_000


class DiscountRuleFactory(DjangoModelFactory):
    """Ten percent; not in lists unless it is said to be."""

    class Meta:
        model = DiscountRule

    name = factory.Sequence(lambda number: f"Rule {number}")
    kind = "percentage"
    value = 100_000


class RedemptionFactory(DjangoModelFactory):
    """A use that counts; the coupon's counter knows of it."""

    class Meta:
        model = CouponRedemption
        skip_postgeneration_save = True

    coupon = factory.SubFactory(CouponFactory, used_count=1)
    email = "asha@example.com"
    reference = factory.LazyFunction(uuid7)
    discount_minor = 1_000
    currency = "INR"
    redeemed_at = factory.LazyFunction(timezone.now)
