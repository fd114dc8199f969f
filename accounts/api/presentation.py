"""People as the API shows them, with what has to be fetched beside their row."""

from accounts import selectors
from accounts.api.serializers.addresses import AddressOut
from accounts.api.serializers.people import ApplicationOut, StaffUserOut, UserOut
from accounts.models import User


def show_me(user: User) -> dict:
    """The person's own account, as MeOut describes it."""
    address = selectors.find_current_address(user=user)
    return {**UserOut(user).data, "current_address": AddressOut(address).data if address else None}


def show_person(user: User) -> dict:
    """Somebody's account for staff, as StaffUserDetailOut describes it."""
    return {
        **StaffUserOut(user).data,
        "addresses": AddressOut(selectors.list_addresses(user=user), many=True).data,
        "applications": ApplicationOut(selectors.list_applications(user=user).submitted(), many=True).data,
        "live_sessions": selectors.list_sessions(user=user).count(),
    }
