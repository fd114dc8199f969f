"""What promotions hand out and forget of people."""

import pytest

from accounts import privacy
from core import anonymise
from promotions import services
from promotions.models import CouponRedemption, CouponUser
from promotions.privacy import erase_coupons, export_coupons
from tests.factories.accounts import UserFactory
from tests.factories.promotions import CouponFactory, RedemptionFactory

pytestmark = pytest.mark.django_db


def test_people_are_given_what_they_used_and_have():
    asha = UserFactory(email="asha@example.com")
    theirs = CouponFactory(code="ASHA")
    services.add_coupon_users(coupon=theirs, user_ids=[asha.pk], actor=None)
    RedemptionFactory(user=asha, email="other@example.com")
    RedemptionFactory(email="asha@example.com")
    RedemptionFactory(email="ravi@example.com")

    given = dict(privacy.export_all(asha))["coupons"]

    assert given["own"] == ["ASHA"]
    assert sorted(used["email"] for used in given["used"]) == ["asha@example.com", "other@example.com"]


def test_an_address_that_is_not_proven_shows_nobodys_uses():
    stranger = UserFactory(email="asha@example.com", email_verified_at=None)
    RedemptionFactory(email="asha@example.com")

    assert export_coupons(stranger)["used"] == []
    erase_coupons(stranger)

    assert CouponRedemption.objects.get().email == "asha@example.com"


def test_erasing_forgets_who_and_keeps_what_was_given():
    asha = UserFactory(email="asha@example.com")
    used = RedemptionFactory(user=asha, email=asha.email)
    services.add_coupon_users(coupon=used.coupon, user_ids=[asha.pk], actor=None)

    for _ in range(2):
        erase_coupons(asha)

    used.refresh_from_db()
    assert (used.user, used.email, used.discount_minor) == (None, "", 1_000)
    assert not CouponUser.objects.exists()


def test_a_safe_copy_has_other_addresses():
    for _ in range(2):
        RedemptionFactory(email="asha@example.com")
    [step] = [step for step in anonymise.steps() if step.name == "uses of coupons"]
    assert step.count() == 2

    step.run(anonymise.Fakes())

    emails = set(CouponRedemption.objects.values_list("email", flat=True))
    assert len(emails) == 1
    assert "asha@example.com" not in emails
