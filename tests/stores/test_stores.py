"""Owners and stores: opened for approved sellers, shown to those who may know of them, erased with the person."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts import privacy
from accounts.events import ApplicationDecided
from accounts.models import RoleApplication
from accounts.services import approve_application
from audit.models import AdminActionLog
from core import anonymise
from core.errors import Duplicate, InvalidInput, InvalidTransition, NotFound
from core.ids import uuid7
from core.models import OutboxEvent
from stores import selectors, services
from stores.enums import OwnerStatus, StoreStatus
from stores.handlers import on_application_decided
from stores.models import Owner, Store
from tests.factories.accounts import UserFactory
from tests.factories.stores import OwnerFactory, StoreFactory

STORES = "/api/v1/stores"


def an_application(**fields) -> RoleApplication:
    user = fields.pop("user", None) or UserFactory(email="meera@example.com", phone_number="+919845012303")
    usual = {"role": "seller", "business_name": "Pillai Spices", "tax_id": "32ABCDE1234F1Z5", "status": "approved"}
    return RoleApplication.objects.create(user=user, **{**usual, **fields})


def handle(application: RoleApplication) -> None:
    on_application_decided(ApplicationDecided(application_id=application.pk))


@pytest.mark.django_db
class TestApprovedSellers:
    def test_get_an_owner_and_a_store(self):
        application = an_application(status="pending")

        approve_application(application=application, actor=UserFactory(admin=True))
        handle(application)

        store = Store.objects.select_related("owner").get()
        assert (store.name, store.slug, store.status) == ("Pillai Spices", "pillai-spices", StoreStatus.DRAFT)
        assert (store.owner.user, store.owner.tax_id) == (application.user, "32ABCDE1234F1Z5")

    def test_get_one_however_often_they_are_told(self):
        application = an_application()

        handle(application)
        handle(application)

        assert (Owner.objects.count(), Store.objects.count()) == (1, 1)
        assert OutboxEvent.objects.filter(name="StoreStatusChanged").count() == 1

    @pytest.mark.parametrize("fields", [{"role": "retailer"}, {"status": "rejected"}, {"status": "pending"}])
    def test_are_the_only_ones(self, fields):
        handle(an_application(**fields))

        assert not Store.objects.exists()

    def test_that_are_gone_by_then_are_left_alone(self):
        on_application_decided(ApplicationDecided(application_id=uuid7()))

        assert not Owner.objects.exists()

    def test_claim_the_owner_that_waits_under_their_address(self):
        waiting = OwnerFactory(email="meera@example.com", name="Pillai & Co")

        handle(an_application())

        assert Owner.objects.get().user is not None
        assert Store.objects.get().owner == waiting

    def test_share_a_number_with_nobody(self):
        OwnerFactory(phone_number="+919845012303")

        handle(an_application())

        assert Owner.objects.get(email="meera@example.com").phone_number is None

    def test_with_the_same_name_get_addresses_of_their_own(self):
        handle(an_application())
        handle(an_application(user=UserFactory()))

        assert sorted(Store.objects.values_list("slug", flat=True)) == ["pillai-spices", "pillai-spices-2"]


@pytest.mark.django_db(transaction=True)
class TestApprovedSellersAtOnce:
    def test_get_one_store_from_two_workers(self):
        application = an_application()
        barrier = Barrier(4)

        def work(_number: int) -> None:
            try:
                connection.ensure_connection()
                barrier.wait(timeout=30)
                handle(application)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, range(4)))

        assert (Owner.objects.count(), Store.objects.count()) == (1, 1)

    def test_control_without_the_lock_and_the_column_several_are_made(self):
        owner = OwnerFactory()
        barrier = Barrier(4)

        def careless(number: int) -> None:
            try:
                is_free = not Store.objects.exists()
                barrier.wait(timeout=30)
                if is_free:
                    StoreFactory(owner=owner, slug=f"s{number}")
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(careless, range(4)))

        assert Store.objects.count() > 1


@pytest.mark.django_db
class TestWriting:
    def test_moves_only_where_the_table_leads(self):
        store = StoreFactory(status="draft")

        with pytest.raises(InvalidTransition):
            services.change_status(store=store, status="vacation", actor=None)
        services.change_status(store=store, status="active", actor=None)
        services.change_status(store=store, status="active", actor=None)

        assert Store.objects.get().status == StoreStatus.ACTIVE
        assert OutboxEvent.objects.filter(name="StoreStatusChanged").count() == 1

    def test_wants_a_reason_for_suspending(self):
        with pytest.raises(InvalidInput):
            services.change_status(store=StoreFactory(), status="suspended", actor=None)

    def test_tells_who_renamed_it(self):
        boss = UserFactory(admin=True)

        services.update_store(store=StoreFactory(name="Old"), actor=boss, name="New")

        assert AdminActionLog.objects.get().after == {"name": "New"}
        assert OutboxEvent.objects.filter(name="StoreChanged").count() == 1

    def test_refuses_addresses_that_are_taken_or_none(self):
        StoreFactory(slug="brass")
        owner = OwnerFactory()

        with pytest.raises(Duplicate):
            services.open_store(owner=owner, name="Brass", slug="brass", actor=None)
        with pytest.raises(InvalidInput):
            services.open_store(owner=owner, name="Brass", slug="Brass & Co", actor=None)
        assert services.open_store(owner=owner, name="पीतल", actor=None).slug == "pital"

    def test_changes_nothing_of_a_closed_one(self):
        store = StoreFactory()
        services.close_store(store=store, actor=None)

        with pytest.raises(NotFound):
            services.update_store(store=store, actor=None, name="Again")


@pytest.mark.django_db
class TestWhoKnowsOfThem:
    @pytest.fixture
    def stores(self):
        return {
            "open": StoreFactory(slug="open"),
            "vacation": StoreFactory(slug="vacation", status="vacation"),
            "draft": StoreFactory(slug="draft", status="draft"),
            "suspended": StoreFactory(slug="suspended", status="suspended"),
            "closed": StoreFactory(slug="closed", is_active=False),
            "banned": StoreFactory(slug="banned", owner=OwnerFactory(status=OwnerStatus.BANNED)),
        }

    def listed(self, client) -> set[str]:
        return {store["slug"] for store in client.get(STORES).json()["data"]}

    def test_strangers_know_open_ones_and_those_on_vacation(self, api, stores):
        assert self.listed(api) == {"open", "vacation"}
        assert api.get(f"{STORES}/open").status_code == 200
        assert {api.get(f"{STORES}/{slug}").status_code for slug in ("draft", "suspended", "closed", "banned")} == {
            404
        }
        assert api.get(f"{STORES}/{stores['draft'].pk}").status_code == 404

    def test_owners_know_their_own_too(self, api_as, stores):
        seller = UserFactory()
        Owner.objects.filter(pk=stores["draft"].owner_id).update(user=seller)

        assert self.listed(api_as(seller)) == {"open", "vacation", "draft"}

    def test_staff_know_all_that_are_not_closed(self, api_as, stores):
        assert self.listed(api_as(UserFactory(admin=True))) == set(stores) - {"closed"}

    def test_nobody_knows_any_without_a_marketplace(self, api, stores, settings):
        settings.MARKETPLACE = False

        assert self.listed(api) == set()
        assert api.get(f"{STORES}/open").status_code == 404
        assert not selectors.list_stores().exists()

    @pytest.mark.parametrize("size", [20, 100])
    def test_cost_the_same_however_many_there_are(self, api_as, django_assert_num_queries, size):
        StoreFactory.create_batch(size)
        staff = api_as(UserFactory(admin=True))

        with django_assert_num_queries(3):
            assert len(staff.get(f"{STORES}?limit=100").json()["data"]) == size

    def test_owners_are_for_staff(self, api, api_as):
        OwnerFactory()

        assert api.get("/api/v1/admin/owners").status_code == 401
        assert api_as(UserFactory()).get("/api/v1/admin/owners").status_code == 403
        assert len(api_as(UserFactory(admin=True)).get("/api/v1/admin/owners").json()["data"]) == 1


@pytest.mark.django_db
class TestAPI:
    def test_opens_changes_and_closes(self, api, api_as):
        staff = api_as(UserFactory(admin=True))
        body = {"owner_id": str(OwnerFactory().pk), "name": "Brass & Co", "country": "IN"}

        made = staff.post(STORES, body)
        staff.put(f"/api/v1/admin/stores/{made.json()['data']['id']}/status", {"status": "active"})
        changed = staff.put(f"{STORES}/brass-and-co", {"city": "Moradabad"})

        assert made.status_code == 201
        assert changed.json()["data"].items() >= {"city": "Moradabad", "status": "active"}.items()
        assert staff.delete(f"{STORES}/brass-and-co").status_code == 204
        assert staff.get(f"{STORES}/brass-and-co").status_code == 404

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_is_written_by_staff_only(self, api_as, method):
        store = StoreFactory()
        path = STORES if method == "post" else f"{STORES}/{store.slug}"

        answer = getattr(api_as(UserFactory()), method)(path, {"name": "Mine now"})

        assert answer.status_code == 403
        assert Store.objects.get().name == store.name

    def test_refuses_what_makes_no_sense(self, api_as):
        staff = api_as(UserFactory(admin=True))
        owner = str(OwnerFactory().pk)

        for body in (
            {"owner_id": str(uuid7()), "name": "Brass"},
            {"owner_id": owner, "name": ""},
            {"owner_id": owner, "name": "Brass", "country": "XX"},
            {"owner_id": owner, "name": "Brass", "slug": "A b"},
        ):
            assert staff.post(STORES, body).status_code == 400

    def test_makes_and_stops_owners(self, api_as):
        staff = api_as(UserFactory(admin=True))
        body = {"name": "Brass & Co", "email": "brass@shop.example", "phone_number": "+919845012303"}

        made = staff.post("/api/v1/admin/owners", body)
        again = staff.post("/api/v1/admin/owners", body)
        path = f"/api/v1/admin/owners/{made.json()['data']['id']}"

        assert (made.status_code, again.json()["error"]["code"]) == (201, "DUPLICATE")
        assert staff.put(path, {"phone_number": ""}).json()["data"]["phone_number"] is None
        assert staff.delete(path).status_code == 204
        assert staff.get(path).json()["data"]["status"] == "inactive"


@pytest.mark.django_db
class TestPersonalData:
    def test_is_handed_out(self):
        store = StoreFactory(owner__user=UserFactory(), owner__tax_id="32ABCDE1234F1Z5", name="Brass & Co")

        (exported,) = dict(privacy.export_all(store.owner.user))["stores"]

        assert exported["tax_id"] == "32ABCDE1234F1Z5"
        assert [row["name"] for row in exported["stores"]] == ["Brass & Co"]

    def test_is_erased_with_the_person_and_twice_changes_nothing_more(self):
        user = UserFactory()
        store = StoreFactory(owner=OwnerFactory(user=user, name="Meera", tax_id="32ABC", phone_number="+919845012303"))

        privacy.erase_all(user)
        privacy.erase_all(user)

        owner = Owner.objects.get()
        store.refresh_from_db()
        assert (owner.name, owner.tax_id, owner.phone_number, owner.user) == ("Former seller", "", None, None)
        assert owner.email.endswith("@erased.invalid")
        assert (store.is_active, OutboxEvent.objects.filter(name="StoreStatusChanged").count()) == (False, 1)

    def test_is_scrambled_in_a_copy(self):
        OwnerFactory(name="Meera Pillai", email="meera@example.com", tax_id="32ABC", phone_number="+919845012303")

        step = next(step for step in anonymise.steps() if step.name == "owners of stores")
        step.run(anonymise.Fakes())

        owner = Owner.objects.get()
        assert (owner.email.endswith("@example.invalid"), owner.tax_id, owner.phone_number) == (True, "", None)
        assert owner.name != "Meera Pillai"
