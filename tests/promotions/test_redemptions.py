"""The uses of coupons, counted at placing, in `promotions.services`."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from core.ids import uuid7
from core.models import OutboxEvent
from core.money import Money
from core.verification import verify
from promotions import services
from promotions.errors import CouponExhausted, CouponExpired, CouponInvalid, CouponNotForYou
from promotions.models import Coupon, CouponRedemption
from promotions.selectors import find_coupon
from tests.factories.accounts import UserFactory
from tests.factories.promotions import CouponFactory

pytestmark = pytest.mark.django_db
TEN = Money(1_000, "INR")


def reserve(coupon, *, user=None, email="asha@example.com", reference=None, now=None):
    reference = reference or uuid7()
    services.reserve_coupon(
        coupon_id=coupon.pk,
        user_id=user and user.pk,
        email=email,
        reference=reference,
        discount=TEN,
        now=now or timezone.now(),
    )
    return reference


def uses(coupon) -> tuple[int, list[str]]:
    coupon.refresh_from_db()
    return coupon.used_count, sorted(coupon.redemptions.values_list("status", flat=True))


def assert_counted_right() -> None:
    [verdict] = verify(["coupons.used"])
    assert verdict.problems == []


class TestReserving:
    def test_counts_a_use_and_says_so(self):
        coupon, user = CouponFactory(), UserFactory()

        reference = reserve(coupon, user=user, email="Asha@Example.com ")

        kept = CouponRedemption.objects.get()
        assert uses(coupon) == (1, ["reserved"])
        assert (kept.reference, kept.user, kept.email, kept.discount) == (reference, user, "asha@example.com", TEN)
        assert OutboxEvent.objects.get(name="CouponRedeemed").payload["reference"] == str(reference)

    def test_for_the_same_order_again_counts_nothing_more(self):
        coupon = CouponFactory(usage_limit=1)
        reference = reserve(coupon)

        reserve(coupon, reference=reference)

        assert uses(coupon) == (1, ["reserved"])

    def test_beyond_the_limit_is_refused(self):
        coupon = CouponFactory(usage_limit=2)
        reserve(coupon, email="a@example.com")
        reserve(coupon, email="b@example.com")

        with pytest.raises(CouponExhausted):
            reserve(coupon, email="c@example.com")

        assert uses(coupon) == (2, ["reserved"] * 2)

    @pytest.mark.parametrize("email", ["asha@example.com", "ASHA@Example.COM", " asha@example.com"])
    def test_once_per_customer_knows_a_guest_by_the_address(self, email):
        coupon = CouponFactory(per_user_limit=1)
        reserve(coupon, email="Asha@example.com")

        with pytest.raises(CouponExhausted):
            reserve(coupon, email=email)

        reserve(coupon, email="ravi@example.com")
        assert uses(coupon) == (2, ["reserved"] * 2)

    def test_once_per_customer_holds_for_two_unpaid_orders_of_one_account(self):
        coupon, user = CouponFactory(per_user_limit=1), UserFactory()
        reserve(coupon, user=user, email="one@example.com")

        with pytest.raises(CouponExhausted):
            reserve(coupon, user=user, email="two@example.com")

    def test_of_one_for_first_orders_counts_once_per_customer(self):
        coupon = CouponFactory(first_order_only=True)
        reserve(coupon)

        with pytest.raises(CouponExhausted):
            reserve(coupon)

    def test_of_one_for_others_is_refused(self):
        coupon, friend = CouponFactory(), UserFactory()
        services.add_coupon_users(coupon=coupon, user_ids=[friend.pk], actor=None)

        for stranger in (None, UserFactory()):
            with pytest.raises(CouponNotForYou):
                reserve(coupon, user=stranger, email=friend.email)
        reserve(coupon, user=friend)

        assert uses(coupon) == (1, ["reserved"])

    @pytest.mark.parametrize(
        ("about", "refusal"),
        [
            ({"is_active": False}, CouponInvalid),
            ({"deleted_at": timezone.now()}, CouponInvalid),
            ({"valid_from": timezone.now() + timedelta(1)}, CouponInvalid),
            ({"valid_to": timezone.now() - timedelta(1)}, CouponExpired),
        ],
    )
    def test_of_one_that_is_not_on_is_refused(self, about, refusal):
        coupon = CouponFactory(**about)

        with pytest.raises(refusal):
            reserve(coupon)

        assert uses(coupon) == (0, [])

    def test_until_midnight_of_the_shop_works_until_the_last_second(self):
        kolkata = ZoneInfo("Asia/Kolkata")
        coupon = CouponFactory(valid_to=datetime(2026, 11, 21, tzinfo=kolkata))

        reserve(coupon, now=datetime(2026, 11, 20, 23, 59, 59, tzinfo=kolkata))
        with pytest.raises(CouponExpired):
            reserve(coupon, now=datetime(2026, 11, 21, tzinfo=kolkata))

        assert uses(coupon) == (1, ["reserved"])

    def test_of_one_that_is_not_there_is_refused(self):
        with pytest.raises(CouponInvalid):
            reserve(Coupon(pk=uuid7()))


class TestSettling:
    def test_a_paid_use_still_counts(self):
        coupon = CouponFactory(usage_limit=1)
        reference = reserve(coupon)

        services.confirm_redemption(reference)
        services.confirm_redemption(reference)

        assert uses(coupon) == (1, ["confirmed"])
        with pytest.raises(CouponExhausted):
            reserve(coupon)

    @pytest.mark.parametrize("is_paid", [False, True])
    def test_a_released_use_is_free_again_once(self, is_paid):
        coupon = CouponFactory(usage_limit=1, per_user_limit=1)
        reference = reserve(coupon)
        if is_paid:
            services.confirm_redemption(reference)

        services.release_redemption(reference)
        services.release_redemption(reference)
        services.confirm_redemption(reference)

        assert uses(coupon) == (0, ["released"])
        assert OutboxEvent.objects.filter(name="CouponReleased").count() == 1
        reserve(coupon)
        assert uses(coupon) == (1, ["released", "reserved"])
        assert_counted_right()

    def test_of_a_removed_coupon_still_releases(self):
        coupon = CouponFactory()
        reference = reserve(coupon)
        services.remove_coupon(coupon=coupon, actor=UserFactory(admin=True))

        services.release_redemption(reference)

        assert uses(coupon) == (0, ["released"])

    def test_of_an_order_without_a_coupon_does_nothing(self):
        services.confirm_redemption(uuid7())
        services.release_redemption(uuid7())

        assert not CouponRedemption.objects.exists()


class TestFinding:
    def test_knows_how_often_the_customer_used_it(self):
        coupon = CouponFactory(code="ONCE", per_user_limit=1, usage_limit=5)
        reserve(coupon, email="asha@example.com")

        asha, ravi = (find_coupon(code="once", email=email) for email in ("ASHA@example.com", "ravi@example.com"))

        assert asha
        assert ravi
        assert (asha.is_used_up_by_customer, asha.is_used_up) == (True, False)
        assert not ravi.is_used_up_by_customer

    def test_says_when_it_is_used_up_or_for_others(self):
        user = UserFactory()
        coupon = CouponFactory(code="LAST", usage_limit=1)
        services.add_coupon_users(coupon=coupon, user_ids=[user.pk], actor=None)
        reserve(coupon, user=user)

        theirs, others = find_coupon(code="LAST", user_id=user.pk), find_coupon(code="LAST")

        assert theirs
        assert others
        assert (theirs.is_used_up, theirs.is_for_others, others.is_for_others) == (True, False, True)

    @pytest.mark.parametrize("typed", ["save-ten", " SAVE-TEN ", "Save - Ten", "ｓａｖｅ-ten", "save-ten\n"])
    def test_reads_a_code_however_it_is_typed(self, typed):
        coupon = CouponFactory(code="SAVE-TEN")

        found = find_coupon(code=typed)

        assert found
        assert found.id == coupon.pk

    @pytest.mark.parametrize("typed", ["", "SАVE-TEN", "SAVE\0TEN", "SAVE_TEN", "'; --", "A" * 500, "SAVE-TEN2"])
    def test_takes_no_other_for_it(self, typed):
        CouponFactory(code="SAVE-TEN")

        assert find_coupon(code=typed) is None

    def test_asks_the_database_once(self, django_assert_num_queries):
        CouponFactory(code="SAVE-TEN")

        with django_assert_num_queries(1):
            find_coupon(code="save-ten", user_id=uuid7(), email="asha@example.com")

    def test_finds_no_removed_one(self):
        coupon = CouponFactory(code="GONE")
        services.remove_coupon(coupon=coupon, actor=UserFactory(admin=True))

        assert find_coupon(code="GONE") is None


def test_a_wrong_counter_is_found_and_set_right():
    coupon = CouponFactory()
    reserve(coupon)
    Coupon.objects.update(used_count=7)

    [verdict] = verify(["coupons.used"])
    assert verdict.problems == [f"{coupon.code}: 7 uses counted, but there are 1"]
    list(verify(["coupons.used"], repair=True))

    assert uses(coupon) == (1, ["reserved"])
