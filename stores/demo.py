"""The stores of the demo's sellers."""

from accounts.enums import ApplicationStatus, Role
from accounts.models import RoleApplication
from core import demo
from stores.enums import StoreStatus
from stores.models import Store
from stores.services import change_status, open_store_of_applicant, update_store

# What each seller's store says about itself, and whether it is open.
STORES = {
    f"seller@{demo.DOMAIN}": (
        {
            "description": "Pepper, cardamom and clove from our own hills in Idukki, packed the week they are dried.",
            "country": "IN",
            "state": "Kerala",
            "city": "Kumily",
        },
        StoreStatus.ACTIVE,
    ),
    f"seller2@{demo.DOMAIN}": (
        {
            "description": "Sarees, shirts and dolls from our weavers in Gangtok, in cotton that we dye ourselves.",
            "country": "IN",
            "state": "Sikkim",
            "city": "Gangtok",
        },
        StoreStatus.ACTIVE,
    ),
}


def load_stores() -> str:
    """Open the store of each approved seller of the demo who has none."""
    sellers = RoleApplication.objects.filter(
        role=Role.SELLER, status=ApplicationStatus.APPROVED, user__email__in=STORES
    ).select_related("user")
    made = 0
    for application in sellers.order_by("pk"):
        if Store.objects.filter(application=application).exists():
            continue
        about, status = STORES[application.user.email]
        store = update_store(store=open_store_of_applicant(application=application), actor=None, **about)
        change_status(store=store, status=status, actor=None)
        made += 1
    return f"{made} opened, {Store.objects.count()} there"
