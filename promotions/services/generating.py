"""Thousands of codes at once, from a pattern."""

import secrets
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from core import actions
from core.errors import InvalidInput
from core.ids import READABLE
from promotions.constants import CODES_A_STEP, MOST_CODES, ROOM_PER_CODE
from promotions.models import Coupon
from promotions.selectors.coupons import CODE, normal_code
from promotions.selectors.written import coupon_as_written
from promotions.services.coupons import write_coupon

ANY = "#"
ROUNDS = 10


@transaction.atomic
def generate_coupons(*, pattern: str, count: int, actor: Model | None, **fields: Any) -> list[Coupon]:
    """Make so many coupons that are alike but for their codes; each # of the pattern becomes a letter or digit.

    Raises InvalidInput.
    """
    pattern = normal_code(pattern)
    _check(pattern, count)
    like = Coupon(
        created_by_id=actor.pk if actor else None, lot=f"{pattern[:20]} {timezone.now():%Y-%m-%d} {_code(ANY * 6)}"
    )
    write_coupon(like, coupon_as_written(like) | fields | {"code": _code(pattern)})
    missing = count
    # Few of so many are taken: each round leaves a thousandth of what it was to make.
    for _round in range(ROUNDS):
        _insert(like, {_code(pattern) for _number in range(missing)})
        missing = count - Coupon.objects.filter(lot=like.lot).count()
        if not missing:
            break
    after = {"lot": like.lot, "rows": count} | {
        name: value for name, value in coupon_as_written(like).items() if value
    }
    actions.record(actor=actor, action="promotions.coupon.generated", target=Coupon, after=after)
    return list(Coupon.objects.filter(lot=like.lot).order_by("pk"))


def _insert(like: Coupon, codes: set[str]) -> None:
    """Add a coupon for each code that is free."""
    columns = {
        column.attname: getattr(like, column.attname)
        for column in Coupon._meta.concrete_fields
        if column.name not in {"id", "code", "created_at", "updated_at"}
    }
    rows = [Coupon(**columns, code=code) for code in sorted(codes)]
    Coupon.objects.bulk_create(rows, batch_size=CODES_A_STEP, ignore_conflicts=True)


def _code(pattern: str) -> str:
    return "".join(secrets.choice(READABLE) if letter == ANY else letter for letter in pattern)


def _check(pattern: str, count: int) -> None:
    wrong: dict[str, list[str]] = {}
    if not 1 <= count <= MOST_CODES:
        wrong["count"] = [_("Give a number from %(least)d to %(most)d.") % {"least": 1, "most": MOST_CODES}]
    if not CODE.fullmatch(pattern.replace(ANY, "A")):
        wrong["pattern"] = [_("Letters of A to Z, digits, hyphens, and # for what differs: DIWALI-######")]
    elif len(READABLE) ** pattern.count(ANY) < count * ROOM_PER_CODE:
        wrong["pattern"] = [_("So many codes of this pattern could be guessed: write more #.")]
    if wrong:
        raise InvalidInput(**wrong)
