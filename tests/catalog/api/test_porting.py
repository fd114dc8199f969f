"""Import and export over the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog import services
from catalog.models import ImportBatch, Product
from core.models import OutboxEvent
from tests.catalog.porting.files import GOODS, as_csv, bring_in, check
from tests.factories.accounts import UserFactory
from tests.factories.catalog import CategoryFactory, ProductFactory
from tests.factories.regions import TaxClassFactory

pytestmark = pytest.mark.django_db
IMPORTS = "/api/v1/admin/products/imports"


@pytest.fixture
def staff(api_as):
    return api_as(UserFactory(admin=True))


@pytest.fixture
def goods():
    TaxClassFactory(is_default=True)
    CategoryFactory(name="Pots", slug="pots")
    return as_csv(
        {"sku": "KET-1", "product": "kettle", "category": "Pots", **GOODS},
        {"sku": "KET-2", "product": "pan", "category": "Pans", **GOODS},
    )


def send(staff, content, **fields):
    file = SimpleUploadedFile("goods.csv", content)
    return staff.post("/api/v1/admin/products/import", {"file": file, **fields}, format="multipart")


def run(batch_id):
    services.run_import(batch_id=batch_id)


class TestImport:
    def test_is_checked_applied_and_rolled_back(self, staff, goods):
        answer = send(staff, goods)
        assert (answer.status_code, answer.json()["data"]["status"]) == (202, "checking")
        pk = answer.json()["data"]["id"]
        assert OutboxEvent.objects.filter(name="ImportMoved").exists()
        run(pk)
        assert staff.get(f"{IMPORTS}/{pk}").json()["data"]["errors"] == 1
        rows = staff.get(f"{IMPORTS}/{pk}/rows?outcome=error").json()["data"]
        assert rows[0]["problems"] == [{"column": "category", "reason": "There is none that is called Pans."}]

        refused = staff.post(f"{IMPORTS}/{pk}/apply", {}, format="json")
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "IMPORT_HAS_ERRORS")

        assert staff.post(f"{IMPORTS}/{pk}/apply", {"on_error": "skip"}, format="json").status_code == 202
        run(pk)
        assert Product.objects.get().slug == "kettle"
        assert staff.post(f"{IMPORTS}/{pk}/rollback", {}, format="json").status_code == 202
        run(pk)
        assert staff.get(f"{IMPORTS}/{pk}").json()["data"]["undone"] == 1
        assert not Product.objects.exists()

    def test_of_a_file_that_cannot_be_read_is_refused(self, staff):
        answer = send(staff, b"sku,colour of it\nA1,red\n")

        assert answer.status_code == 400
        assert "colour of it" in answer.json()["error"]["details"]["file"][0]
        assert not ImportBatch.objects.exists()

    def test_that_was_not_checked_yet_is_not_applied(self, staff, goods):
        pk = send(staff, goods).json()["data"]["id"]

        assert staff.post(f"{IMPORTS}/{pk}/apply", {}, format="json").status_code == 409
        assert staff.post(f"{IMPORTS}/{pk}/rollback", {}, format="json").status_code == 409

    def test_is_for_staff_who_may(self, api_as, goods):
        assert send(api_as(UserFactory()), goods).status_code == 403
        assert send(api_as(UserFactory(is_staff=True)), goods).status_code == 403

    @pytest.mark.parametrize("path", ["", "/rows"])
    def test_lists_take_as_many_statements_for_a_hundred_as_for_twenty(self, staff, goods, path):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        batch = check(goods)
        counts = []
        for limit in (1, 100):
            url = f"{IMPORTS}/{batch.pk}/rows?limit={limit}" if path else f"{IMPORTS}?limit={limit}"
            check(goods)
            with CaptureQueriesContext(connection) as watched:
                assert staff.get(url).status_code == 200
            counts.append(len(watched))

        assert counts[0] == counts[1]


class TestExport:
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_gives_what_an_import_reads(self, staff, goods, kind):
        bring_in(goods, on_error="skip")

        answer = staff.get(f"/api/v1/admin/products/export?format={kind}")

        assert answer.status_code == 200
        again = check(b"".join(answer.streaming_content))
        assert (again.total, again.unchanged) == (1, 1)

    def test_in_another_format_is_refused(self, staff):
        answer = staff.get("/api/v1/admin/products/export?format=pdf")

        assert (answer.status_code, list(answer.json()["error"]["details"])) == (400, ["format"])

    def test_follows_the_filters_of_the_list(self, staff):
        ProductFactory(slug="shown", status="draft")
        ProductFactory(slug="hidden", status="active")

        told = b"".join(staff.get("/api/v1/admin/products/export?status=draft").streaming_content)

        assert b"shown" in told
        assert b"hidden" not in told
