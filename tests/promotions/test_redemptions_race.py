"""Limits of coupons when everybody orders at once. Each case has a control that the same crowd breaks."""

import pytest
from django.utils import timezone

from core.ids import uuid7
from core.money import Money
from core.verification import verify
from promotions import services
from promotions.errors import CouponExhausted
from promotions.services import redemptions
from tests.crowds import CROWD, crowd, unlocked, won
from tests.factories.accounts import UserFactory
from tests.factories.promotions import CouponFactory

pytestmark = pytest.mark.django_db(transaction=True)


def place(coupon, *, user=None, email="", reference=None) -> str:
    services.reserve_coupon(
        coupon_id=coupon.pk,
        user_id=user and user.pk,
        email=email,
        reference=reference or uuid7(),
        discount=Money(1_000, "INR"),
        now=timezone.now(),
    )
    return "placed"


def used(coupon) -> tuple[int, int]:
    """What the counter says, and how many uses there are."""
    coupon.refresh_from_db()
    return coupon.used_count, coupon.redemptions.used().count()


class TestFiftyForThree:
    def test_three_get_it_and_the_others_are_told(self):
        coupon = CouponFactory(usage_limit=3)

        got = crowd(lambda number: place(coupon, email=f"{number}@example.com"), size=50)

        assert (won(got), got.count(CouponExhausted)) == (3, 47)
        assert used(coupon) == (3, 3)

    def test_a_hundred_for_ten_in_two_waves(self):
        coupon = CouponFactory(usage_limit=10)

        got = [
            one
            for wave in range(2)
            for one in crowd(lambda number, wave=wave: place(coupon, email=f"{wave}-{number}@example.com"), size=50)
        ]

        assert won(got) == 10
        assert used(coupon) == (10, 10)

    @pytest.mark.postgres
    def test_control_without_the_lock_runs_into_the_constraint(self):
        """Whoever looks before others write sees free uses; the row itself refuses then, in words for nobody."""
        from django.db import IntegrityError

        coupon = CouponFactory(usage_limit=3)

        with unlocked(redemptions, "_check", size=CROWD), pytest.raises(IntegrityError):
            crowd(lambda number: place(coupon, email=f"{number}@example.com"), size=CROWD)


class TestOneCustomer:
    def test_in_twenty_tabs_uses_it_once(self):
        coupon, user = CouponFactory(per_user_limit=1), UserFactory()

        got = crowd(lambda _: place(coupon, user=user), size=20)

        assert (won(got), used(coupon)) == (1, (1, 1))

    def test_as_a_guest_with_one_address_in_many_spellings_uses_it_once(self):
        coupon = CouponFactory(per_user_limit=1)
        spellings = ["asha@example.com", "ASHA@example.com", "Asha@Example.Com", " asha@EXAMPLE.com"]

        got = crowd(lambda number: place(coupon, email=spellings[number % 4]), size=20)

        assert (won(got), used(coupon)) == (1, (1, 1))

    @pytest.mark.postgres
    def test_control_without_the_lock_uses_it_in_every_tab(self):
        coupon, user = CouponFactory(per_user_limit=1), UserFactory()

        with unlocked(redemptions, "_check", size=CROWD):
            got = crowd(lambda _: place(coupon, user=user), size=CROWD)

        assert (won(got), used(coupon)[1]) == (CROWD, CROWD)


class TestOneOrder:
    def test_placed_by_many_counts_once(self):
        coupon, reference = CouponFactory(), uuid7()

        got = crowd(lambda _: place(coupon, email="a@example.com", reference=reference))

        assert (won(got), used(coupon)) == (CROWD, (1, 1))

    def test_released_by_many_gives_back_once(self):
        coupon, reference = CouponFactory(), uuid7()
        place(coupon, email="a@example.com", reference=reference)
        place(coupon, email="b@example.com")

        crowd(lambda _: services.release_redemption(reference))

        assert used(coupon) == (1, 1)
        [verdict] = verify(["coupons.used"])
        assert verdict.problems == []
