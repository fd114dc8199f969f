"""Every page of the back office and every path under /admin/ of the API, read from the URL map."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.urls import get_resolver
from django.utils import timezone

from accounts.enums import SessionKind
from accounts.models import Address, RoleApplication, Session, User
from audit.models import AdminActionLog
from cart.models import Cart
from catalog.models import (
    Attribute,
    Brand,
    Category,
    ImportBatch,
    ImportRow,
    Product,
    ProductRestriction,
    SearchedFor,
    SlugRedirect,
    Synonym,
)
from core.back_office.model_admin import EXPORT_PERMISSION, LOG_PERMISSION
from core.ids import uuid7
from core.models import BulkAction, OutboxDelivery, OutboxEvent, ScheduledJob, ShopSettings
from core.models.outbox import DeliveryStatus
from inventory.models import BackInStockRequest, Location, Reservation, StockAlert, StockItem, StockMovement
from notifications.models import Broadcast, EmailLog, SMSLog, TemplateOverride
from promotions.models import Coupon, CouponRedemption, DiscountRule
from regions.models import ExchangeRate, Region, TaxClass, TaxRate
from shipping.models import ShippingMethod, ShippingZone
from stores.models import Owner, Store
from tests.architecture.test_contracts import _patterns, api_views
from tests.factories.accounts import AddressFactory, UserFactory
from tests.factories.audit import AdminActionLogFactory
from tests.factories.cart import CartItemFactory
from tests.factories.catalog import AttributeFactory, BrandFactory, CategoryFactory, ProductFactory
from tests.factories.inventory import (
    BackInStockRequestFactory,
    LocationFactory,
    StockAlertFactory,
    StockItemFactory,
)
from tests.factories.notifications import EmailLogFactory, SMSLogFactory, TemplateOverrideFactory
from tests.factories.promotions import CouponFactory, DiscountRuleFactory, RedemptionFactory
from tests.factories.regions import ExchangeRateFactory, RegionFactory, TaxClassFactory, TaxRateFactory
from tests.factories.shipping import ShippingMethodFactory, ShippingZoneFactory
from tests.factories.stores import OwnerFactory, StoreFactory

UNSAFE = ("post", "put", "patch", "delete")


def a_session(**kwargs: Any) -> Session:
    now = timezone.now()
    dates = {"last_seen_at": now, "expires_at": now + timedelta(days=1)}
    return Session.objects.create(**{"user": UserFactory(), "kind": SessionKind.BROWSER, **dates, **kwargs})


def an_application(**kwargs: Any) -> RoleApplication:
    return RoleApplication.objects.create(
        **{"user": UserFactory(), "role": "seller", "business_name": "Brass & Co", **kwargs}
    )


def a_dead_letter() -> OutboxDelivery:
    event = OutboxEvent.objects.create(name="UserRegistered", payload={"user_id": str(uuid7())})
    return OutboxDelivery.objects.create(
        event=event,
        handler="notifications.handlers.on_user_registered",
        queue="mail",
        status=DeliveryStatus.DEAD,
        next_try_at=timezone.now(),
    )


def a_bulk_action(**kwargs: Any) -> BulkAction:
    row = {"model": "accounts.user", "action": "suspend", "row_ids": [str(uuid7())], "total": 1, "language": "en"}
    return BulkAction.objects.create(**{"actor_id": uuid7(), **row, **kwargs})


def a_job() -> ScheduledJob:
    now = timezone.now()
    return ScheduledJob.objects.create(name=f"job-{uuid7()}", done_until=now, claimed_until=now)


def a_search() -> SearchedFor:
    return SearchedFor.objects.create(query=f"lamp {uuid7()}", times=3, last_at=timezone.now())


def a_former_address() -> SlugRedirect:
    return SlugRedirect.objects.create(slug=f"lamp-{uuid7()}", kind="category", category=CategoryFactory())


def an_import() -> ImportBatch:
    """Checked, and waiting to be written: one new row."""
    batch = ImportBatch.objects.create(name="goods.csv", status="checked", total=1, new=1)
    ImportRow.objects.create(batch=batch, number=2, sku="LAMP-1", outcome="new", changes={"name": ["", "Lamp"]})
    return batch


def a_written_import() -> ImportBatch:
    ImportBatch.objects.filter(pk=(batch := an_import()).pk).update(status="applied", written=1)
    return batch


# One row of every kind that has pages; a new ModelAdmin needs a line here.
ROWS: dict[type[Model], Callable[..., Model]] = {
    User: UserFactory,
    Address: AddressFactory,
    Session: a_session,
    RoleApplication: an_application,
    AdminActionLog: AdminActionLogFactory,
    EmailLog: lambda: EmailLogFactory(sent=True),
    SMSLog: lambda: SMSLogFactory(sent=True),
    TemplateOverride: lambda: TemplateOverride.objects.first() or TemplateOverrideFactory(),
    Broadcast: lambda: Broadcast.objects.create(
        channel="email", topic="news", subject="Monsoon sale", text="From Friday on.", recipients={"all": True}
    ),
    OutboxDelivery: a_dead_letter,
    ScheduledJob: a_job,
    Cart: lambda: CartItemFactory().cart,
    Location: LocationFactory,
    StockItem: StockItemFactory,
    StockMovement: lambda: StockItemFactory().movements.get(),
    Reservation: lambda: Reservation.objects.create(item=StockItemFactory(reserved=1), quantity=1, reference=uuid7()),
    StockAlert: StockAlertFactory,
    BackInStockRequest: BackInStockRequestFactory,
    Coupon: CouponFactory,
    CouponRedemption: RedemptionFactory,
    DiscountRule: DiscountRuleFactory,
    Region: RegionFactory,
    TaxClass: TaxClassFactory,
    TaxRate: TaxRateFactory,
    ExchangeRate: ExchangeRateFactory,
    Category: CategoryFactory,
    Brand: BrandFactory,
    Attribute: AttributeFactory,
    Product: ProductFactory,
    ProductRestriction: lambda: ProductRestriction.objects.create(
        region=RegionFactory(), rule="blocked", product=ProductFactory()
    ),
    ImportBatch: an_import,
    Synonym: lambda: Synonym.objects.create(words=["sofa", "couch"]),
    SearchedFor: a_search,
    SlugRedirect: a_former_address,
    ShippingZone: ShippingZoneFactory,
    ShippingMethod: ShippingMethodFactory,
    Owner: OwnerFactory,
    Store: StoreFactory,
    BulkAction: a_bulk_action,
    ShopSettings: lambda: ShopSettings.objects.get_or_create(singleton=True)[0],
}


def staff(group: str | None) -> User:
    """A member of staff of one group, or of none."""
    user = UserFactory(support=True)
    user.groups.set(Group.objects.filter(name=group))
    return User.objects.get(pk=user.pk)


@dataclass(frozen=True)
class Page:
    """One page: its route, the ModelAdmin behind it (none for the site's own) and what it takes to see it."""

    route: str
    model_admin: Any
    permissions: tuple[str, ...]
    is_closed: bool = False

    def url(self, row: Model | None) -> str:
        return "/" + (
            self.route.replace("<path:object_id>", str(row.pk) if row else "")
            .replace("<str:extension>", "csv")
            .replace("<int:content_type_id>/<path:object_id>/", "1/1/")
        )


# Rows that staff add and delete by hand; everywhere else both pages are closed to everyone.
OPEN = {
    "catalog_attribute_add",
    "catalog_attribute_delete",
    "catalog_brand_add",
    "catalog_brand_delete",
    "catalog_category_add",
    "catalog_category_delete",
    "catalog_importbatch_add",
    "catalog_product_add",
    "catalog_productrestriction_add",
    "catalog_productrestriction_delete",
    "catalog_synonym_add",
    "catalog_synonym_delete",
    "inventory_location_add",
    "promotions_coupon_add",
    "promotions_coupon_delete",
    "promotions_discountrule_add",
    "promotions_discountrule_delete",
    "regions_exchangerate_add",
    "regions_region_add",
    "regions_region_delete",
    "regions_taxclass_add",
    "regions_taxclass_delete",
    "regions_taxrate_add",
    "regions_taxrate_delete",
    "shipping_shippingmethod_add",
    "shipping_shippingmethod_delete",
    "shipping_shippingzone_add",
    "shipping_shippingzone_delete",
    "stores_owner_add",
    "stores_store_add",
    "notifications_broadcast_add",
    "notifications_templateoverride_add",
    "notifications_templateoverride_delete",
}

# Rows that nobody but whoever made them sees, unless they may change those of others.
OWN_ONLY = {BulkAction}

# One field that completes people; the page behind it is Django's, for every such field.
AUTOCOMPLETION = Page(
    "admin/autocomplete/?app_label=audit&model_name=adminactionlog&field_name=actor&term=a",
    None,
    ("accounts.view_user",),
)


def pages() -> Iterator[Page]:
    """Every page of the back office but signing in and out and the catch-all."""
    for route, pattern in _patterns(get_resolver()):
        if not route.startswith("admin/") or pattern.name in {"login", "logout", None}:
            continue
        model_admin = getattr(pattern.callback, "model_admin", None)
        if model_admin is None:
            if "<" not in route and "(?P" not in route:
                yield AUTOCOMPLETION if pattern.name == "autocomplete" else Page(route, None, ())
            continue
        yield _page_of_rows(route, pattern.name, model_admin)


def _page_of_rows(route: str, name: str, model_admin: Any) -> Page:
    options = model_admin.model._meta
    view = f"{options.app_label}.view_{options.model_name}"
    kind = name.removeprefix(f"{options.app_label}_{options.model_name}_")
    if kind in {"changelist", "change"}:
        return Page(route, model_admin, (view,))
    if kind == "history":
        return Page(route, model_admin, (view, LOG_PERMISSION))
    if kind == "export":
        return Page(route, model_admin, (view, EXPORT_PERMISSION))
    if kind in {"add", "delete"}:
        return Page(
            route, model_admin, (f"{options.app_label}.{kind}_{options.model_name}",), is_closed=name not in OPEN
        )
    return Page(route, model_admin, (view, getattr(model_admin, kind).permission))


def staff_api() -> dict[str, Any]:
    """Every view under /admin/ of the API by its route."""
    return {route: view for route, view in api_views().items() if route.startswith("api/v1/admin/")}


def api_calls() -> list[tuple[str, str]]:
    """Every method of every path under /admin/ of the API."""
    return [
        (method, route) for route, view in staff_api().items() for method in ("get", *UNSAFE) if hasattr(view, method)
    ]


def api_url(route: str, **ids: Any) -> str:
    """The path with ids in place, unknown ones unless given."""
    parts = [
        str(ids.get(part[1:-1].split(":")[1], uuid7())) if part.startswith("<") else part for part in route.split("/")
    ]
    return "/" + "/".join(parts)


def registered() -> dict[type[Model], Any]:
    return admin.site._registry
