"""Making, changing and removing coupons, and saying whom they are for."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import actions
from core.back_office import recording
from core.errors import InvalidInput, NotFound
from promotions.constants import MOST_TARGETS
from promotions.enums import CouponType, ValueType
from promotions.errors import CodeTaken
from promotions.models import Coupon, CouponUser
from promotions.selectors.coupons import CODE, normal_code
from promotions.selectors.written import coupon_as_written
from promotions.services.reading import Reading, read_targets, read_terms, read_value

HAS_MOST = [CouponType.PERCENTAGE, CouponType.FREE_SHIPPING, CouponType.BUY_X_GET_Y]


def save_coupon(*, coupon: Coupon | None = None, actor: Model | None, **fields: Any) -> Coupon:
    """Make or change a coupon; what is left out stays.

    Raises InvalidInput, CodeTaken, or NotFound when it was removed meanwhile.
    """
    try:
        with transaction.atomic():
            return _save(coupon, actor, fields)
    except IntegrityError:
        raise CodeTaken(code=[str(CodeTaken.message)]) from None


@transaction.atomic
def remove_coupon(*, coupon: Coupon, actor: Model | None) -> None:
    """Hide a coupon for good; its code may be given anew. Orders keep what it gave. Raises NotFound."""
    row = _locked(coupon)
    recording.record_deleted(actor, row)
    row.hide(timezone.now())
    row.save(update_fields=["deleted_at", "updated_at"])


@transaction.atomic
def add_coupon_users(*, coupon: Coupon, user_ids: Collection[UUID], actor: Model | None) -> list[CouponUser]:
    """Have the coupon be for these people too, and for nobody else. Raises InvalidInput for somebody unknown."""
    row = _locked(coupon)
    wanted = set(user_ids)
    if len(wanted) > MOST_TARGETS:
        raise InvalidInput(users=[_("Name at most %(most)d.") % {"most": MOST_TARGETS}])
    if User.objects.filter(pk__in=wanted).count() != len(wanted):
        raise InvalidInput(users=[_("Somebody of these is not there.")])
    new = wanted - set(row.users.filter(user__in=wanted).values_list("user_id", flat=True))
    if new:
        CouponUser.objects.bulk_create(CouponUser(coupon=row, user_id=user_id) for user_id in sorted(new))
        after = {"users": [str(user_id) for user_id in sorted(new)]}
        actions.record(actor=actor, action="promotions.coupon.users_added", target=row, after=after)
    return list(row.users.filter(user__in=wanted).select_related("user").order_by("pk"))


@transaction.atomic
def remove_coupon_user(*, coupon: Coupon, user_id: UUID, actor: Model | None) -> None:
    """Take one person from those whom the coupon is for. Raises NotFound."""
    row = _locked(coupon)
    if not row.users.filter(user=user_id).delete()[0]:
        raise NotFound
    actions.record(actor=actor, action="promotions.coupon.user_removed", target=row, before={"users": [str(user_id)]})


def write_coupon(row: Coupon, given: dict[str, Any]) -> None:
    """Put what was given on the row. Raises InvalidInput."""
    reading = Reading(given)
    row.code = normal_code(str(given.get("code") or ""))
    if not CODE.fullmatch(row.code):
        reading.wrong("code", _("A code has from 3 to 40 letters of A to Z, digits, hyphens and underscores."))
    row.description = reading.line("description", 200)
    row.kind = reading.choice("type", CouponType.values)
    amounts = ["discount_value"] if row.kind == CouponType.FIXED else []
    if row.kind in HAS_MOST:
        amounts.append("max_discount")
    currency = read_terms(reading, row, amounts=amounts)
    read_targets(reading, row)
    _write_effect(reading, row, currency)
    row.usage_limit = reading.maybe_number("usage_limit")
    row.per_user_limit = reading.maybe_number("per_user_limit")
    if row.usage_limit is not None and row.usage_limit < row.used_count:
        reading.wrong("usage_limit", _("It was used %(count)d times already.") % {"count": row.used_count})
    row.first_order_only, row.is_stackable = bool(given["first_order_only"]), bool(given["stackable"])
    reading.tell()


def _save(coupon: Coupon | None, actor: Model | None, fields: dict[str, Any]) -> Coupon:
    row = Coupon() if coupon is None else _locked(coupon)
    before = recording.snapshot(row)
    write_coupon(row, coupon_as_written(row) | fields)
    if coupon is None:
        row.created_by_id = actor.pk if actor else None
    row.save()
    after = recording.snapshot(row)
    if coupon is None:
        recording.record_added(actor, row)
    elif before != after:
        recording.record_changed(actor, row, before, after)
    return row


def _write_effect(reading: Reading, row: Coupon, currency: str) -> None:
    given = reading.given
    row.value, row.max_discount_minor, row.buy_quantity, row.get_quantity = 0, None, 0, 0
    if row.kind in {CouponType.PERCENTAGE, CouponType.FIXED}:
        value_type = ValueType.PERCENT if row.kind == CouponType.PERCENTAGE else ValueType.AMOUNT
        row.value = read_value(reading, "discount_value", value_type, given.get("discount_value"), currency)
    if row.kind == CouponType.BUY_X_GET_Y:
        row.buy_quantity, row.get_quantity = (
            reading.number(name, least=1) for name in ("buy_quantity", "get_quantity")
        )
    if row.kind in HAS_MOST:
        row.max_discount_minor = reading.maybe_amount("max_discount", currency)


def _locked(coupon: Coupon) -> Coupon:
    row = Coupon.objects.lock(coupon.pk)
    if row is None:
        raise NotFound
    return row
