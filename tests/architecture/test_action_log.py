"""No write by staff exists that leaves no row in the action log: pages, API and commands are walked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command, get_commands
from django.test import RequestFactory
from django.utils import timezone

from audit.models import AdminActionLog
from catalog.enums import ProductStatus
from catalog.models import Category, ProductRestriction, Synonym
from core.actions import words
from core.ids import uuid7
from core.models import ShopSettings
from regions.models import Region
from tests.architecture.back_office import (
    ROWS,
    UNSAFE,
    a_bulk_action,
    a_dead_letter,
    a_job,
    a_session,
    a_written_import,
    an_application,
    an_import,
    api_calls,
    api_url,
    registered,
)
from tests.catalog import api_writes as catalogue
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.catalog import AttributeFactory, BrandFactory, CategoryFactory, ProductFactory, VariantFactory
from tests.factories.inventory import LocationFactory, StockAlertFactory, StockItemFactory
from tests.factories.notifications import EmailLogFactory, SMSLogFactory, TemplateOverrideFactory
from tests.factories.promotions import CouponFactory, DiscountRuleFactory
from tests.factories.regions import RegionCountryFactory, RegionFactory, TaxClassFactory, TaxRateFactory
from tests.factories.shipping import ShippingMethodFactory, ShippingZoneFactory
from tests.factories.stores import OwnerFactory, StoreFactory

pytestmark = pytest.mark.django_db

MESSAGE = {"topic": "account", "subject": "Hello", "text": "Your parcel left.", "reason": "Asked by phone"}
PEOPLE = {
    "put {}": lambda: ({"user_id": UserFactory().pk}, {"name": "Asha Rao"}),
    "delete {}": lambda: ({"user_id": UserFactory().pk}, {"reason": "Their wish"}),
    "put {}/status": lambda: ({"user_id": UserFactory().pk}, {"status": "suspended", "reason": "Fraud"}),
    "post {}/send-email": lambda: ({"user_id": UserFactory().pk}, {"subject": "Hello", "text": "Hi"}),
    "post {}/reset-password": lambda: ({"user_id": UserFactory().pk}, {"reason": "Asked by phone"}),
}


def _a_way() -> dict:
    TaxClassFactory()
    zone = str(ShippingZoneFactory().pk)
    return {"zone": zone, "name": "Standard", "currency": "INR", "steps": [{"price": "49.00"}]}


def _a_transfer() -> tuple[dict, dict]:
    item = StockItemFactory(on_hand=20)
    other = LocationFactory(code="pune")
    return {}, {"variant_id": str(item.variant_id), "source": "main", "target": other.code, "quantity": 5}


# What to send to each writing method of the API under /admin/. A new one needs a line here.
API_WRITES: dict[str, Callable[[], tuple[dict, dict]]] = {
    **catalogue.WRITES,
    **{
        line.format(f"api/v1/admin/{word}/<uuid:user_id>"): call
        for word in ("users", "customers")
        for line, call in PEOPLE.items()
    },
    "post api/v1/admin/applications/<uuid:application_id>/approve": lambda: (
        {"application_id": an_application().pk},
        {"reason": "All in order"},
    ),
    "post api/v1/admin/applications/<uuid:application_id>/reject": lambda: (
        {"application_id": an_application().pk},
        {"reason": "No tax id"},
    ),
    "post api/v1/admin/notifications/email-logs/<uuid:email_id>/resend": lambda: (
        {"email_id": EmailLogFactory(sent=True).pk},
        {},
    ),
    "post api/v1/admin/notifications/sms-logs/<uuid:sms_id>/resend": lambda: (
        {"sms_id": SMSLogFactory(sent=True).pk},
        {},
    ),
    "post api/v1/admin/tax-classes": lambda: ({}, {"code": "books", "name": "Books"}),
    "put api/v1/admin/tax-classes/<uuid:class_id>": lambda: ({"class_id": TaxClassFactory().pk}, {"name": "Usual"}),
    "delete api/v1/admin/tax-classes/<uuid:class_id>": lambda: ({"class_id": TaxClassFactory(code="books").pk}, {}),
    "post api/v1/admin/tax-rates": lambda: (
        {},
        {"region": RegionFactory(india=True).code, "tax_class": "standard", "name": "GST", "rate": "18"},
    ),
    "put api/v1/admin/tax-rates/<uuid:rate_id>": lambda: ({"rate_id": TaxRateFactory().pk}, {"rate": "12.5"}),
    "delete api/v1/admin/tax-rates/<uuid:rate_id>": lambda: ({"rate_id": TaxRateFactory().pk}, {}),
    "post api/v1/admin/exchange-rates": lambda: ({}, {"base": "INR", "quote": "USD", "rate": "0.012"}),
    "put api/v1/admin/stores/<uuid:store_id>/status": lambda: (
        {"store_id": StoreFactory().pk},
        {"status": "suspended", "reason": "Fraud"},
    ),
    "post api/v1/admin/owners": lambda: ({}, {"name": "Brass & Co", "email": "brass@shop.example"}),
    "put api/v1/admin/owners/<uuid:owner_id>": lambda: ({"owner_id": OwnerFactory().pk}, {"name": "Brass & Sons"}),
    "delete api/v1/admin/owners/<uuid:owner_id>": lambda: ({"owner_id": OwnerFactory().pk}, {}),
    "post api/v1/admin/notifications/send-email": lambda: ({}, {**MESSAGE, "user_ids": [str(UserFactory().pk)]}),
    "post api/v1/admin/notifications/send-sms": lambda: (
        {},
        {
            **{key: MESSAGE[key] for key in ("topic", "text", "reason")},
            "user_ids": [str(_with_telephone().pk)],
        },
    ),
}

API_WRITES |= {
    "post api/v1/admin/shipping-zones": lambda: ({}, {"name": "India", "countries": ["IN"]}),
    "put api/v1/admin/shipping-zones/<uuid:zone_id>": lambda: (
        {"zone_id": ShippingZoneFactory().pk},
        {"name": "All of India"},
    ),
    "delete api/v1/admin/shipping-zones/<uuid:zone_id>": lambda: ({"zone_id": ShippingZoneFactory().pk}, {}),
    "post api/v1/admin/shipping-methods": lambda: ({}, _a_way()),
    "put api/v1/admin/shipping-methods/<uuid:method_id>": lambda: (
        {"method_id": ShippingMethodFactory().pk},
        {"steps": [{"price": "59.00"}]},
    ),
    "delete api/v1/admin/shipping-methods/<uuid:method_id>": lambda: (
        {"method_id": ShippingMethodFactory().pk},
        {},
    ),
    "put api/v1/admin/variants/<uuid:variant_id>/stock": lambda: (
        {"variant_id": VariantFactory().pk},
        {"delta": 24, "kind": "receive", "reason": "Delivery 1182"},
    ),
    "post api/v1/admin/stock/transfer": _a_transfer,
    "put api/v1/admin/stock-alerts/<uuid:alert_id>": lambda: (
        {"alert_id": StockAlertFactory().pk},
        {"status": "resolved"},
    ),
    "post api/v1/admin/stock-alerts/<uuid:alert_id>/send": lambda: ({"alert_id": StockAlertFactory().pk}, {}),
}

TEN_PERCENT = {"code": "SAVE-10", "type": "percentage", "discount_value": "10"}
SALE = {"name": "Sale", "rule_type": "percentage", "value": "10"}


def _a_coupon_of_somebody() -> tuple[dict, dict]:
    kept = CouponFactory().users.create(user=UserFactory())
    return {"coupon_id": kept.coupon_id, "user_id": kept.user_id}, {}


API_WRITES |= {
    "post api/v1/admin/coupons": lambda: ({}, TEN_PERCENT),
    "post api/v1/admin/coupons/generate": lambda: (
        {},
        {**TEN_PERCENT, "pattern": "SAVE-######", "count": 3},
    ),
    "put api/v1/admin/coupons/<uuid:coupon_id>": lambda: (
        {"coupon_id": CouponFactory().pk},
        {"discount_value": "15"},
    ),
    "delete api/v1/admin/coupons/<uuid:coupon_id>": lambda: ({"coupon_id": CouponFactory().pk}, {}),
    "post api/v1/admin/coupons/<uuid:coupon_id>/users": lambda: (
        {"coupon_id": CouponFactory().pk},
        {"users": [str(UserFactory().pk)]},
    ),
    "delete api/v1/admin/coupons/<uuid:coupon_id>/users/<uuid:user_id>": _a_coupon_of_somebody,
    "post api/v1/admin/discount-rules": lambda: ({}, SALE),
    "put api/v1/admin/discount-rules/<uuid:rule_id>": lambda: ({"rule_id": DiscountRuleFactory().pk}, {"value": "15"}),
    "delete api/v1/admin/discount-rules/<uuid:rule_id>": lambda: ({"rule_id": DiscountRuleFactory().pk}, {}),
}


def _with_telephone():
    return UserFactory(phone_number="+919876543210", phone_verified_at=timezone.now())


ANOTHER_PLACE = uuid7()


def _with_another_place():
    LocationFactory(pk=ANOTHER_PLACE, code="pune")
    return StockItemFactory()


SHELF = uuid7()


def _with_a_shelf(factory: Callable[..., Any], **kwargs: Any) -> Any:
    Category.objects.filter(pk=SHELF).exists() or CategoryFactory(pk=SHELF, slug="shelf")
    return factory(**kwargs)


def _a_product() -> Any:
    """One whose sizes are all known, so that its form can be sent as it stands."""
    return ProductFactory(weight_grams=500, length_mm=10, width_mm=10, height_mm=10)


# The row and the answers with which each action of the back office does its work.
REASON = {"reason": "Because"}
ACTIONS: dict[str, tuple[Callable[[], Any], dict[str, Any]]] = {
    "accounts.user.suspend": (UserFactory, REASON),
    "accounts.user.activate": (lambda: UserFactory(suspended=True), REASON),
    "accounts.user.reset_password": (UserFactory, REASON),
    "accounts.user.send_mail": (UserFactory, {"subject": "Hello", "text": "Hi"}),
    "accounts.user.set_groups": (UserFactory, {**REASON, "groups": ["support"]}),
    "accounts.user.erase": (UserFactory, REASON),
    "accounts.session.end": (a_session, REASON),
    "accounts.roleapplication.approve": (an_application, REASON),
    "accounts.roleapplication.reject": (an_application, REASON),
    "catalog.importbatch.start": (an_import, {"on_error": "stop"}),
    "catalog.importbatch.roll_back": (a_written_import, REASON),
    "catalog.product.publish": (lambda: ProductFactory(status=ProductStatus.DRAFT), {"_": "yes"}),
    "catalog.product.withdraw": (ProductFactory, {"_": "yes"}),
    "catalog.product.archive": (ProductFactory, {"_": "yes"}),
    "catalog.product.duplicate": (ProductFactory, {"_": "yes"}),
    "catalog.product.set_category": (lambda: _with_a_shelf(ProductFactory), {"category": SHELF}),
    "catalog.product.change_price": (ProductFactory, {"percent": "10"}),
    "catalog.product.remove": (ProductFactory, REASON),
    "catalog.product.restore": (lambda: ProductFactory(deleted_at=timezone.now()), {"_": "yes"}),
    "core.bulkaction.stop": (a_bulk_action, REASON),
    "core.outboxdelivery.try_again": (a_dead_letter, {"_": "yes"}),
    "core.scheduledjob.run_soon": (a_job, {"_": "yes"}),
    "inventory.location.make_default": (lambda: LocationFactory(code=f"place-{uuid7().hex}"), {"_": "yes"}),
    "inventory.stockitem.receive": (StockItemFactory, {"quantity": 5}),
    "inventory.stockitem.damage": (StockItemFactory, {"quantity": 5}),
    "inventory.stockitem.transfer": (_with_another_place, {"quantity": 5, "target": ANOTHER_PLACE}),
    "inventory.stockalert.resolve": (StockAlertFactory, {"_": "yes"}),
    "inventory.stockalert.tell_again": (StockAlertFactory, {"_": "yes"}),
    "notifications.emaillog.resend": (lambda: EmailLogFactory(sent=True), {"_": "yes"}),
    "notifications.smslog.resend": (lambda: SMSLogFactory(sent=True), {"_": "yes"}),
    "stores.store.open": (lambda: StoreFactory(status="draft"), {"_": "yes"}),
    "stores.store.pause": (StoreFactory, {"_": "yes"}),
    "stores.store.suspend": (StoreFactory, REASON),
    "stores.store.close": (StoreFactory, {"_": "yes"}),
    "notifications.templateoverride.send_test": (TemplateOverrideFactory, {"_": "yes"}),
}

# What a form of the back office saves: the row, and what to fill in.
WORDS = {"template": "welcome", "language": "hi", "subject": "Namaste", "body": "Hello {{ name }}", "is_active": "on"}
REGION = {
    "code": "uk",
    "name": "Britain",
    "currency": "GBP",
    "tax_mode": "inclusive",
    "price_step": "1.00",
    "price_ending": "0.01",
    "position": "3",
    "countries": ["GB"],
}
OWNER, PLACE, KIND = uuid7(), uuid7(), uuid7()
TAX = {
    "region": str(PLACE),
    "tax_class": str(KIND),
    "name": "VAT",
    "percent": "18.5",
    "applies": "always",
    "position": "0",
}

WAY = {
    "zone": str(PLACE),
    "tax_class": str(KIND),
    "name": "Standard",
    "basis": "flat",
    "currency": "INR",
    "steps": "49.00",
    "least_days": "1",
    "most_days": "2",
    "sends_on": ["0", "1"],
    "delivers_on": ["0", "1"],
    "position": "0",
}


def _a_region() -> Region:
    return RegionCountryFactory(region=RegionFactory(position=1, languages=["en"]), country="GB").region


def _an_owner() -> None:
    OwnerFactory(pk=OWNER)


def _places_to_tax() -> None:
    RegionFactory(pk=PLACE, code="uk")
    TaxClassFactory(pk=KIND, code="books")


# Where rows are chosen that the list does not show by itself.
LISTS = {"catalog.product.restore": "?deleted=yes"}

FORMS: dict[str, tuple[Callable[[], Any], dict[str, Any]]] = {
    "accounts.user change": (UserFactory, {"name": "Asha Rao"}),
    "inventory.location add": (lambda: None, {"name": "Pune", "code": "pune", "priority": 0}),
    "inventory.location change": (LocationFactory, {"name": "Pune"}),
    "inventory.stockitem change": (StockItemFactory, {"low_stock_threshold": 5}),
    "catalog.category add": (lambda: None, {"name": "Lamps", "target_role": "both"}),
    "catalog.category change": (CategoryFactory, {"name": "Lamps"}),
    "catalog.category delete": (CategoryFactory, {"post": "yes"}),
    "catalog.brand add": (lambda: None, {"name": "Kumbh"}),
    "catalog.brand change": (BrandFactory, {"name": "Kumbh"}),
    "catalog.brand delete": (BrandFactory, {"post": "yes"}),
    "catalog.attribute add": (
        lambda: None,
        {"name": "Fabric", "code": "fabric", "data_type": "enum", "position": 0},
    ),
    "catalog.attribute change": (AttributeFactory, {"name": "Fabric"}),
    "catalog.attribute delete": (AttributeFactory, {"post": "yes"}),
    "catalog.synonym add": (lambda: None, {"words": "sofa\ncouch"}),
    "catalog.synonym change": (lambda: Synonym.objects.create(words=["sofa", "couch"]), {"words": "sofa\nsettee"}),
    "catalog.synonym delete": (lambda: Synonym.objects.create(words=["sofa", "couch"]), {"post": "yes"}),
    "catalog.product add": (
        lambda: _with_a_shelf(lambda: TaxClassFactory() and None),
        {
            "name": "Brass lamp",
            "category": str(SHELF),
            "kind": "physical",
            "base_price": "1499.00",
            "short_description": "A lamp for every evening.",
            "description": "<p>Spun of one sheet of brass.</p>",
        },
    ),
    "catalog.product change": (_a_product, {"name": "Brass lamp"}),
    "catalog.productrestriction add": (
        lambda: _with_a_shelf(lambda: RegionFactory(pk=PLACE) and None),
        {"region": str(PLACE), "rule": "blocked", "category": str(SHELF)},
    ),
    "catalog.productrestriction delete": (ROWS[ProductRestriction], {"post": "yes"}),
    "catalog.importbatch add": (lambda: None, {"file": SimpleUploadedFile("goods.csv", b"sku\nLAMP-1\n")}),
    "core.shopsettings change": (ShopSettings.objects.create, {"name": "Chandni"}),
    "promotions.coupon add": (
        lambda: None,
        {
            "kind": "percentage",
            "code": "SAVE-10",
            "discount_value": "10",
            "target_type": "cart",
            "target_role": "both",
        },
    ),
    "promotions.coupon change": (CouponFactory, {"description": "Monsoon"}),
    "promotions.coupon delete": (CouponFactory, {"post": "yes"}),
    "promotions.discountrule add": (
        lambda: None,
        {
            "kind": "percentage",
            "name": "Sale",
            "value": "10",
            "target_type": "cart",
            "target_role": "both",
            "priority": 0,
        },
    ),
    "promotions.discountrule change": (DiscountRuleFactory, {"name": "Monsoon"}),
    "promotions.discountrule delete": (DiscountRuleFactory, {"post": "yes"}),
    "notifications.broadcast add": (
        lambda: None,
        {
            "_send": "1",
            "name": "Opening",
            "channel": "email",
            "topic": "account",
            "subject_en": "We open",
            "text_en": "On Friday.",
        },
    ),
    "notifications.templateoverride add": (lambda: None, WORDS),
    "notifications.templateoverride change": (TemplateOverrideFactory, {"subject": "Namaste"}),
    "notifications.templateoverride delete": (TemplateOverrideFactory, {"post": "yes"}),
    "regions.region add": (lambda: None, REGION),
    "regions.region delete": (RegionFactory, {"post": "yes"}),
    "regions.region change": (_a_region, {"name": "Elsewhere"}),
    "regions.taxclass add": (lambda: None, {"code": "books", "name": "Books"}),
    "regions.taxclass change": (TaxClassFactory, {"name": "Usual"}),
    "regions.taxclass delete": (lambda: TaxClassFactory(code="books"), {"post": "yes"}),
    "regions.taxrate add": (_places_to_tax, TAX),
    "regions.taxrate change": (lambda: TaxRateFactory(position=1), {"name": "VAT"}),
    "regions.taxrate delete": (TaxRateFactory, {"post": "yes"}),
    "regions.exchangerate add": (lambda: None, {"base": "INR", "quote": "USD", "rate": "0.0125"}),
    "shipping.shippingzone add": (lambda: None, {"name": "India", "countries": ["IN"], "position": "0"}),
    "shipping.shippingzone change": (ShippingZoneFactory, {"name": "All of India"}),
    "shipping.shippingzone delete": (ShippingZoneFactory, {"post": "yes"}),
    "shipping.shippingmethod add": (
        lambda: ShippingZoneFactory(pk=PLACE) and TaxClassFactory(pk=KIND, code="books") and None,
        WAY,
    ),
    "shipping.shippingmethod change": (ShippingMethodFactory, {"name": "Standard"}),
    "shipping.shippingmethod delete": (ShippingMethodFactory, {"post": "yes"}),
    "stores.owner add": (lambda: None, {"name": "Brass & Co", "email": "brass@shop.example", "status": "active"}),
    "stores.owner change": (OwnerFactory, {"name": "Brass & Sons"}),
    "stores.store add": (_an_owner, {"owner": str(OWNER), "name": "Brass & Co"}),
    "stores.store change": (StoreFactory, {"name": "Brass & Sons"}),
}

# Commands that act as staff; those whose own tests show it; and those that do not, each with why it needs no row.
LOGGED_COMMANDS = {
    "create_admin": {"email": "first@haat.example", "password": PASSWORD, "name": "First"},
    "outgoing": {"action": "pause"},
}
LOGGED_ELSEWHERE = {"anonymise", "import_products", "restore"}
UNLOGGED_COMMANDS = {
    "backup": "reads",
    "cleanup": "forgets what its age says",
    "collect_translations": "touches files",
    "compile_translations": "touches files",
    "demo": "fills an empty shop",
    "doctor": "reads",
    "document_events": "touches files",
    "drain_outbox": "tells handlers what was decided before; a dead letter that it revives leaves its row",
    "export_products": "reads",
    "make_catalog": "fills an empty shop for measuring",
    "rebuild_listing": "makes again what follows from other rows",
    "render_pictures": "makes again what follows from files",
    "verify": "reads, or makes again what follows from other rows",
}


@pytest.fixture
def boss():
    return UserFactory(admin=True)


class TestTheApi:
    def test_has_a_line_for_every_write(self):
        assert {f"{method} {route}" for method, route in api_calls() if method in UNSAFE} == set(API_WRITES)

    @pytest.mark.parametrize("call", API_WRITES)
    def test_leaves_a_row_for_every_write(self, api, boss, call):
        method, route = call.split(" ")
        ids, body = API_WRITES[call]()
        api.force_authenticate(boss)

        sends_file = any(hasattr(value, "read") for value in body.values())
        answer = getattr(api, method)(api_url(route, **ids), body, format="multipart" if sends_file else "json")

        assert answer.status_code < 300, answer.content
        assert _in_words(AdminActionLog.objects.get(actor=boss))

    @pytest.mark.parametrize("call", API_WRITES)
    def test_leaves_no_row_for_a_refused_write(self, api, boss, call):
        method, route = call.split(" ")
        api.force_authenticate(boss)

        answer = getattr(api, method)(api_url(route), {"reason": ""}, format="json")

        assert answer.status_code in {400, 404}
        assert not AdminActionLog.objects.exists()


class TestPages:
    def test_have_a_line_for_every_action(self):
        assert {name for name, _bulk in _actions()} == set(ACTIONS)

    def test_have_a_line_for_every_form(self):
        assert set(_forms()) == set(FORMS)

    @pytest.mark.parametrize("name", ACTIONS)
    def test_leave_a_row_for_an_action_on_one(self, client, boss, name):
        factory, answers = ACTIONS[name]
        app, model, action = name.split(".")
        row = factory()
        client.force_login(boss)

        answer = client.post(f"/admin/{app}/{model}/{row.pk}/{action}/", answers)

        assert answer.status_code == 302, answer.content.decode()
        assert _in_words(AdminActionLog.objects.get(actor=boss))

    @pytest.mark.parametrize("name", ACTIONS)
    def test_do_nothing_when_they_are_only_looked_at(self, client, boss, name):
        factory, _answers = ACTIONS[name]
        app, model, action = name.split(".")
        client.force_login(boss)

        answer = client.get(f"/admin/{app}/{model}/{factory().pk}/{action}/")

        assert answer.status_code == 200
        assert not AdminActionLog.objects.exists()

    def test_leave_a_row_for_each_of_many(self, client, boss):
        client.force_login(boss)

        for name, is_bulk in _actions():
            if not is_bulk:
                continue
            factory, answers = ACTIONS[name]
            app, model, action = name.split(".")
            before = AdminActionLog.objects.count()
            chosen = [str(factory().pk), str(factory().pk)]
            data = {"action": action, "_selected_action": chosen, "_confirmed": "1", **answers}
            client.post(f"/admin/{app}/{model}/{LISTS.get(name, '')}", data)
            assert AdminActionLog.objects.count() == before + 2, name

    @pytest.mark.parametrize("name", FORMS)
    def test_leave_a_row_for_a_form(self, client, boss, name):
        factory, filled_in = FORMS[name]
        label, kind = name.split(" ")
        row = factory()
        client.force_login(boss)
        url = f"/admin/{label.replace('.', '/')}/{f'{row.pk}/' if row else ''}{kind}/"
        page = client.get(url).context
        stored = page["adminform"].form.initial if kind == "change" else {}
        values = {key: value for key, value in stored.items() if value is not None and value is not False}

        answer = client.post(url, {**values, "_version": page.get("version", ""), **filled_in})

        assert answer.status_code == 302, answer.context["adminform"].form.errors
        (log,) = AdminActionLog.objects.filter(actor=boss)
        assert _in_words(log)
        if kind == "change":
            said = {**filled_in, **({"words": filled_in["words"].split()} if "words" in filled_in else {})}
            assert log.after.items() >= said.items()


class TestCommands:
    def test_have_a_line_each(self):
        own = {name for name, app in get_commands().items() if _is_own(app)}

        assert own == set(LOGGED_COMMANDS) | LOGGED_ELSEWHERE | set(UNLOGGED_COMMANDS)

    @pytest.mark.parametrize("name", LOGGED_COMMANDS)
    def test_leave_a_row_when_they_act_as_staff(self, name):
        call_command(name, **LOGGED_COMMANDS[name])

        assert _in_words(AdminActionLog.objects.get())


def _in_words(log: AdminActionLog) -> bool:
    """Whether config/action_words.py has words for what was done, and for what it was done to."""
    return log.action.rpartition(".")[2] in words.deeds and log.object_type in words.things


def _actions() -> set[tuple[str, bool]]:
    """Every action of every page, and whether it takes many rows."""
    found: dict[str, bool] = {}
    for model, page in registered().items():
        for name in page._extract_action_names(page.actions_detail):
            found.setdefault(f"{model._meta.label_lower}.{name}", False)
        for name in page.actions or ():
            found[f"{model._meta.label_lower}.{name}"] = True
        assert not [*page.actions_list, *page.actions_row, *page.actions_submit_line], "Write their test first."
    return set(found.items())


def _forms() -> list[str]:
    """Every form that saves, for somebody who may do everything."""
    request = RequestFactory().get("/")
    request.user = UserFactory(admin=True)
    found = []
    for model, page in registered().items():
        row = ROWS[model]()
        may = {
            "add": page.has_add_permission(request),
            "change": page.has_change_permission(request, row),
            "delete": page.has_delete_permission(request, row),
        }
        found += [f"{model._meta.label_lower} {kind}" for kind, is_open in may.items() if is_open]
    return found


def _is_own(app: Any) -> bool:
    return app in {config.name for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
