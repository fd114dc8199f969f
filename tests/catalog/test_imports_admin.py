"""Files of goods in the back office: sent, looked at, written, rolled back, and fetched."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalog import services
from catalog.models import ImportBatch, Product
from catalog.porting import columns
from core import outbox
from tests.catalog.porting.files import as_csv, bring_in, check, kettle
from tests.factories.accounts import UserFactory
from tests.factories.catalog import CategoryFactory, ProductFactory
from tests.factories.regions import TaxClassFactory

pytestmark = pytest.mark.django_db
IMPORTS = "/admin/catalog/importbatch/"
POLLS = "every 2s"


@pytest.fixture(autouse=True)
def boss(client):
    person = UserFactory(admin=True)
    client.force_login(person)
    return person


@pytest.fixture(autouse=True)
def _pots():
    TaxClassFactory(is_default=True)
    CategoryFactory(name="Pots", slug="pots", parent=CategoryFactory(name="Kitchen", slug="kitchen"))


def goods() -> bytes:
    return as_csv(kettle(), kettle("PAN-1", product="pan", price="cheap"))


def page_of(batch: ImportBatch) -> str:
    return f"{IMPORTS}{batch.pk}/change/"


class TestAnImport:
    @pytest.mark.parametrize(
        ("seconds", "said"),
        [(5, ""), (100, "it was interrupted. It goes on by itself, by"), (900, "no worker is at it.")],
    )
    def test_that_stands_still_says_so(self, client, seconds, said):
        client.post(f"{IMPORTS}add/", {"file": SimpleUploadedFile("goods.csv", goods())})
        ImportBatch.objects.update(status="applying", updated_at=timezone.now() - timedelta(seconds=seconds))

        page = client.get(page_of(ImportBatch.objects.get())).text

        assert said in page
        assert ("Nothing has moved since" in page) is bool(said)

    def test_is_explained_column_by_column(self, client):
        page = client.get(f"{IMPORTS}add/").text

        missing = [name for name in (*columns.known(), "attr.…") if f"<code>{name}</code>" not in page]
        assert missing == []

    def test_without_a_file_leads_to_the_field(self, client):
        page = client.post(f"{IMPORTS}add/", {}).text

        assert page.partition("<title>")[2].strip().startswith("Error: Import products")
        assert '<a href="#id_file">File</a>: ' in page

    def test_is_sent_looked_at_written_and_rolled_back(self, client, boss):
        answer = client.post(f"{IMPORTS}add/", {"file": SimpleUploadedFile("goods.csv", goods())})
        batch = ImportBatch.objects.get()
        assert (answer.status_code, answer.url, batch.created_by) == (302, page_of(batch), boss)
        assert POLLS in client.get(page_of(batch)).text

        outbox.drain()
        page = client.get(page_of(batch))
        assert POLLS not in page.text
        assert "“cheap” is not an amount. Give one such as 1499.00." in page.text
        assert not Product.objects.exists()

        asked = client.get(f"{IMPORTS}{batch.pk}/start/")
        assert asked.context["form"]["on_error"].value() == "skip"
        assert "Wrong: 1, left out. To be written: 1." in asked.text
        refused = client.post(f"{IMPORTS}{batch.pk}/start/", {"on_error": "stop"})
        assert refused.status_code == 422
        assert client.post(f"{IMPORTS}{batch.pk}/start/", {"on_error": "skip"}).status_code == 302
        outbox.drain()
        assert Product.objects.get().slug == "copper-kettle"

        assert client.get(f"{IMPORTS}{batch.pk}/roll_back/").status_code == 200
        assert client.post(f"{IMPORTS}{batch.pk}/roll_back/", {"reason": "Wrong file"}).status_code == 302
        outbox.drain()
        assert not Product.objects.exists()
        assert "Rolled back" in client.get(page_of(batch)).text

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ([kettle("PAN-1", price="cheap")], "every row has an error"),
            ([kettle(), kettle("PAN-1", price="cheap")], "the catalogue has all but the rows with errors"),
            ([kettle()], "the catalogue has all of it"),
        ],
    )
    def test_with_nothing_to_write_says_why(self, client, rows, words):
        if "catalogue has" in words:
            bring_in(as_csv(kettle()))

        assert words in client.get(page_of(check(as_csv(*rows)))).text

    def test_without_rows_says_so(self, client):
        told = client.get(page_of(check(b"sku,name\n"))).text

        assert "The file has no rows below the names of its columns." in told
        assert "0 of 0" not in told

    @pytest.mark.parametrize("content", [b"", b"sku,colour of it\nA1,red\n", b"PK\x03\x04 no workbook"])
    def test_of_a_file_that_cannot_be_read_says_why(self, client, content):
        answer = client.post(f"{IMPORTS}add/", {"file": SimpleUploadedFile("goods.csv", content)})

        assert answer.status_code == 422
        assert answer.context["form"].errors["file"]
        assert not ImportBatch.objects.exists()

    def test_without_wrong_rows_is_written_whole_unless_one_says_otherwise(self, client):
        asked = client.get(f"{IMPORTS}{check(as_csv(kettle())).pk}/start/")

        assert asked.context["form"]["on_error"].value() == "stop"
        assert "To be written: 1." in asked.text
        assert "left out. To be" not in asked.text

    def test_offers_only_what_makes_sense(self, client):
        batch = check(goods())
        offered = f"{IMPORTS}{batch.pk}/"
        assert client.get(page_of(batch)).text.count(f'href="{offered}start') == 2
        assert f"{offered}roll_back" not in client.get(page_of(batch)).text

        batch = bring_in(goods(), on_error="skip")
        offered = f"{IMPORTS}{batch.pk}/"
        assert f"{offered}start" not in client.get(page_of(batch)).text
        assert f"{offered}roll_back" in client.get(page_of(batch)).text

    def test_loads_its_page_anew_when_it_has_ended(self, client):
        batch = check(goods())
        asked = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "progress"}
        assert client.get(page_of(batch), **asked)["HX-Refresh"] == "true"

        ImportBatch.objects.update(status="applying")
        assert "HX-Refresh" not in client.get(page_of(batch), **asked)


class TestRows:
    def test_are_shown_by_kind_with_what_changes(self, client):
        bring_in(as_csv(kettle(), kettle("PAN-1", product="pan")))
        batch = check(as_csv(kettle(name="Copper pot"), kettle("PAN-1", product="pan")))

        page = client.get(page_of(batch))

        assert "<del>Copper kettle</del> → <ins>Copper pot</ins>" in page.text
        assert "PAN-1" in client.get(f"{page_of(batch)}?rows=unchanged").text
        assert [tab.label for tab in page.context["listed"]["tabs"]] == ["Changed", "Unchanged"]

    @pytest.mark.parametrize("asked", ["rows=nonsense", "rows=new&after=x", "rows=new&after=99999999999", "rows=kept"])
    def test_are_shown_whatever_the_address_says(self, client, asked):
        assert client.get(f"{page_of(check(goods()))}?{asked}").status_code == 200

    def test_go_on_where_the_page_ends(self, client, monkeypatch):
        monkeypatch.setattr("catalog.views.imports.SHOWN_ROWS", 2)
        batch = check(as_csv(*(kettle(f"K-{n}", product=f"k-{n}") for n in range(3))))
        shown = client.get(page_of(batch)).context["listed"]
        assert [told["row"].sku for told in shown["rows"]] == ["K-0", "K-1"]

        shown = client.get(page_of(batch) + shown["next"].partition("#")[0]).context["listed"]

        assert ([told["row"].sku for told in shown["rows"]], shown["next"]) == (["K-2"], "")

    def test_that_are_wrong_or_kept_come_as_a_file(self, client):
        batch = bring_in(goods(), on_error="skip")
        services.update_product(product=Product.objects.get(), actor=None, name="=Golden")
        services.roll_back_import(batch=batch, actor=None, in_worker=False)
        services.run_import(batch_id=batch.pk)

        lines = b"".join(client.get(f"{IMPORTS}{batch.pk}/problems.csv").streaming_content).decode().splitlines()

        assert lines[0].lstrip("\ufeff") == "row,sku,product,column,cell,reason"
        assert lines[1] == "3,PAN-1,pan,price,cheap,“cheap” is not an amount. Give one such as 1499.00."
        assert lines[2].startswith("2,KET-1,copper-kettle,name,Copper kettle,Changed since: =Golden")

    def test_take_as_many_statements_for_twenty_as_for_two(self, client, warm):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        counts = []
        client.get(page_of(check(goods())))
        for many in (2, 20):
            batch = check(as_csv(*(kettle(f"K-{n}", product=f"k-{n}") for n in range(many))))
            with CaptureQueriesContext(connection) as watched:
                client.get(page_of(batch))
            counts.append(len(watched))

        assert counts[0] == counts[1]


class TestFiles:
    def test_of_the_list_of_products_are_what_an_import_reads(self, client):
        ProductFactory(slug="shown", status="draft")
        ProductFactory(slug="hidden", status="active")

        told = client.get("/admin/catalog/product/export.csv?status__exact=draft")

        content = b"".join(told.streaming_content)
        assert b"shown" in content
        assert b"hidden" not in content
        assert check(content).unchanged == 1

    def test_without_rows_name_every_column(self, client):
        content = b"".join(client.get(f"{IMPORTS}blank.csv").streaming_content)

        assert check(content).total == 0
        assert content.decode().lstrip("\ufeff").startswith("sku,product,currency,name")
