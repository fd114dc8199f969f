"""What pictures are sent for, and who may send them."""

from dataclasses import dataclass
from typing import Any

from core.staff import is_staff_member, lacks_second_factor


@dataclass(frozen=True, slots=True)
class Purpose:
    """`permission` is what staff need; without one, every signed-in person may."""

    max_side: int = 2000
    permission: str = ""


PURPOSES = {
    "avatar": Purpose(max_side=512),
    "review": Purpose(),
    "return": Purpose(),
    "ticket": Purpose(),
    "product": Purpose(permission="catalog.change_product"),
    "category": Purpose(permission="catalog.change_category"),
    "logo": Purpose(max_side=1000, permission="catalog.change_brand"),
    "shop_logo": Purpose(max_side=1000, permission="core.change_shopsettings"),
    "banner": Purpose(max_side=2400, permission="core.change_shopsettings"),
}


def may_upload(user: Any, purpose: str) -> bool:
    """Whether this person may send pictures for the purpose. Trades what only staff need for staff's own gates."""
    needed = PURPOSES[purpose].permission
    if not needed:
        return bool(user.is_authenticated)
    return is_staff_member(user) and not lacks_second_factor(user) and user.has_perm(needed)
