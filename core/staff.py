"""Who counts as staff, for the back office's pages and for /admin/* of the API alike."""

from typing import Any

from django.conf import settings


def is_staff_member(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_staff)


def lacks_second_factor(user: Any) -> bool:
    """Whether this member of staff has yet to switch two-factor sign-in on, where the shop demands it."""
    return settings.STAFF_TWO_FACTOR_REQUIRED and not user.has_two_factor
