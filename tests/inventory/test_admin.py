"""Stock in the back office."""

import io

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from core.ids import uuid7
from inventory import services
from inventory.models import Reservation, StockItem
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory, VariantFactory
from tests.factories.inventory import BackInStockRequestFactory, LocationFactory, StockAlertFactory, StockItemFactory
from tests.inventory.shelf import counters, reserve

pytestmark = pytest.mark.django_db
COUNT = "/admin/inventory/stockitem/count/"


@pytest.fixture(autouse=True)
def _staff(client):
    client.force_login(UserFactory(admin=True))


class TestAlerts:
    def test_of_the_home_page_are_those_of_the_list_behind_it(self, client):
        told, new = StockAlertFactory(status="sent"), StockAlertFactory(status="pending")
        StockAlertFactory(status="resolved", is_below=False)

        queues = client.get("/admin/").context["queues"]
        figure = next(one["figure"] for one in queues if "stockalert" in one["figure"].url)

        assert figure.value == 2
        assert set(client.get(figure.url).context["cl"].queryset) == {told, new}


class TestStock:
    def test_is_set_on_its_page_as_it_was_seen(self, client):
        item = StockItemFactory(on_hand=20)
        url = f"/admin/inventory/stockitem/{item.pk}/change/"
        version = client.get(url).context["version"]
        form = {"quantity": 8, "low_stock_threshold": 4, "_version": version, "reason": "Counted"}

        assert client.post(url, form).status_code == 302
        assert counters(item) == (8, 0)
        again = client.post(url, form | {"quantity": 9})

        assert again.status_code == 200
        assert "Somebody else changed this" in again.text
        assert counters(item) == (8, 0)

    def test_leads_only_where_its_reader_may_go(self, client):
        item = StockItemFactory()
        clerk = UserFactory(is_staff=True)
        clerk.user_permissions.add(Permission.objects.get(codename="view_stockitem"))
        url = f"/admin/inventory/stockitem/{item.pk}/change/"
        product = f'href="/admin/catalog/product/{item.variant.product_id}/change/"'
        assert product in client.get(url).text

        client.force_login(clerk)
        shown = client.get(url).text

        assert item.variant.product.name in shown
        assert "In all locations" in shown
        assert (product in shown, "/stockmovement/" in shown) == (False, False)

    def test_below_what_is_held_is_refused_in_words(self, client):
        item = StockItemFactory(on_hand=20)
        reserve({item: 8})
        url = f"/admin/inventory/stockitem/{item.pk}/change/"
        version = client.get(url).context["version"]

        answer = client.post(url, {"quantity": 3, "low_stock_threshold": 7, "_version": version})

        assert "12 can be taken away" in answer.text
        assert answer.context["adminform"].form["low_stock_threshold"].value() == "7"
        assert counters(item) == (20, 8)

    def test_is_moved_to_another_place_only(self, client):
        item, there = StockItemFactory(on_hand=20), LocationFactory(code="there")
        url = f"/admin/inventory/stockitem/{item.pk}/transfer/"

        refused = client.post(url, {"quantity": 5, "target": item.location_id})
        assert "Enter at most 10,000,000." in client.post(url, {"quantity": 10_000_001, "target": there.pk}).text
        done = client.post(url, {"quantity": 5, "target": there.pk}, follow=True)

        product, sku = item.variant.product, item.variant.sku
        said = f"5 of {product.name} ({sku}) moved from {item.location.name} to {there.name}."
        assert said in [str(message) for message in done.context["messages"]]
        assert f'href="/admin/catalog/product/{product.pk}/change/">{product.name}</a>' in done.text
        moves = f"/admin/inventory/stockmovement/?q={sku}&item__location__id__exact={item.location_id}"
        shown = client.get(moves).context["cl"]
        assert [move.delta for move in shown.queryset] == [-5, 20]
        assert moves.replace("&", "&amp;") in done.text

        assert list(refused.context["form"].fields["target"].queryset) == [there]
        assert "target" in refused.context["form"].errors
        assert item.variant.product.name in refused.text
        assert counters(item) == (15, 0)
        assert StockItem.objects.get(location=there).on_hand == 5

    @pytest.mark.parametrize("model", ["stockitem", "stockmovement", "stockalert", "reservation", "location"])
    def test_lists_take_as_many_queries_for_many_rows_as_for_few(self, client, model, django_assert_max_num_queries):
        client.get(f"/admin/inventory/{model}/")
        counts = []
        for size in (5, 20):
            for number in range(size):
                item = StockItemFactory(location=LocationFactory(code=f"place-{size}-{number}"))
                reserve({item: 1})
                StockAlertFactory(variant=item.variant)
            with django_assert_max_num_queries(20) as captured:
                assert client.get(f"/admin/inventory/{model}/").status_code == 200
            counts.append(len(captured))

        assert counts[0] == counts[1]

    @pytest.mark.parametrize("query", ["?stock=low", "?stock=out", "?q=SKU", "?stock=odd"])
    def test_list_can_be_narrowed(self, client, query):
        StockItemFactory(on_hand=0)

        assert client.get(f"/admin/inventory/stockitem/{query}", follow=True).status_code == 200


class TestSearching:
    @pytest.mark.parametrize("words", ["brass la", "lamp-0", "4006381333931"])
    def test_finds_by_name_number_and_barcode(self, client, words):
        variant = VariantFactory(
            sku="LAMP-07", barcode="4006381333931", product=ProductFactory(name="Brass Lamp", variant=None)
        )
        item = StockItemFactory(variant=variant, reserved=1)
        reserved = Reservation.objects.create(item=item, quantity=1, reference=uuid7())
        rows = [item, item.movements.get(), reserved, StockAlertFactory(variant=variant)]
        rows.append(BackInStockRequestFactory(variant=variant))
        for made in (StockItemFactory(), StockAlertFactory(), BackInStockRequestFactory()):
            assert made.pk

        for row in rows:
            page = client.get(f"/admin/inventory/{row._meta.model_name}/", {"q": words})
            assert [found.pk for found in page.context["cl"].result_list] == [row.pk], row

    def test_finds_reservations_by_reference_and_requests_by_address(self, client):
        wanted = Reservation.objects.create(item=StockItemFactory(reserved=1), quantity=1, reference=uuid7())
        waiting = BackInStockRequestFactory(email="asha@example.com")
        Reservation.objects.create(item=StockItemFactory(reserved=1), quantity=1, reference=uuid7())
        BackInStockRequestFactory()

        for row, words in ((wanted, str(wanted.reference)), (waiting, "asha@")):
            page = client.get(f"/admin/inventory/{row._meta.model_name}/", {"q": words})
            assert [found.pk for found in page.context["cl"].result_list] == [row.pk]


def write(client, page, typed):
    return client.post(COUNT, {**typed, "seen": page.context["seen"], "write": "1"}, follow=True)


class TestStockTake:
    def test_shows_the_differences_then_writes_what_was_shown(self, client):
        item = StockItemFactory(on_hand=20)
        lines = f"{item.variant.sku}, 17\nNO-SUCH\n{item.variant.sku}"

        typed = {"location": item.location_id, "counted": lines, "reason": "Year's end"}

        page = client.post(COUNT, typed)
        assert "NO-SUCH" in page.text
        assert counters(item) == (20, 0)
        done = write(client, page, typed | {"counted": lines.replace("\n", "\r\n")})

        assert "1 corrected" in done.text
        assert counters(item) == (18, 0)

    def test_never_writes_what_is_not_what_was_compared(self, client):
        item, there = StockItemFactory(on_hand=20), LocationFactory(code="there")
        typed = {"location": item.location_id, "counted": f"{item.variant.sku}, 17", "reason": "Year's end"}
        page = client.post(COUNT, typed)
        changes = [
            {"counted": f"{item.variant.sku}, 16"},
            {"location": there.pk},
            {"reason": "Found"},
            {"counted": ""},
        ]

        for change in changes:
            again = write(client, page, typed | change)
            assert again.status_code == 409
            assert "You changed what was compared." in again.text
            assert counters(item) == (20, 0)

        again = write(client, page, typed | changes[0])
        assert [line.counted for line in again.context["compared"].lines] == [16]
        assert "1 corrected" in write(client, again, typed | changes[0]).text
        assert counters(item) == (16, 0)

    def test_writes_what_was_compared_from_a_file(self, client):
        item = StockItemFactory(on_hand=20)
        typed = {"location": item.location_id, "counted": ""}
        file = SimpleUploadedFile("counts.csv", f"{item.variant.sku},7".encode())
        page = client.post(COUNT, typed | {"file": file})

        file.seek(0)
        assert "You changed what was compared." in write(client, page, typed | {"file": file}).text
        assert "1 corrected" in write(client, page, typed).text
        assert counters(item) == (7, 0)

    def test_keeps_all_counts_when_a_line_moved_meanwhile(self, client):
        moved, other = StockItemFactory(on_hand=20), StockItemFactory(on_hand=9)
        lines = f"{moved.variant.sku}, 17\n{other.variant.sku}, 8"
        typed = {"location": moved.location_id, "counted": lines, "reason": "Year's end"}
        page = client.post(COUNT, typed)
        services.change_stock(item=moved, delta=30, actor=None)

        again = write(client, page, typed)

        assert again.status_code == 409
        assert [line.variant for line in again.context["compared"].changed] == [moved.variant]
        assert f'<a href="#line-{moved.variant_id}">{moved.variant.sku}</a>' in again.text
        assert {(line.on_hand, line.counted) for line in again.context["compared"].lines} == {(50, 17), (9, 8)}
        assert (counters(moved), counters(other)) == ((50, 0), (9, 0))
        write(client, again, typed | {"counted": again.context["form"]["counted"].value()})
        assert (counters(moved), counters(other)) == ((17, 0), (8, 0))
        assert moved.movements.latest("pk").reason == "Year's end"

    def test_names_the_lines_of_which_more_is_held(self, client):
        item = StockItemFactory(on_hand=20)
        reserve({item: 8})
        typed = {"location": item.location_id, "counted": f"{item.variant.sku}, 5"}

        again = write(client, client.post(COUNT, typed), typed)

        assert again.status_code == 409
        assert [line.variant for line in again.context["compared"].held] == [item.variant]
        assert counters(item) == (20, 8)

    def test_refuses_what_was_tampered_with(self, client):
        item = StockItemFactory(on_hand=20)

        done = client.post(COUNT, {"write": "1", "seen": "forged"}, follow=True)

        assert "too old" in done.text
        assert counters(item) == (20, 0)

    @pytest.mark.parametrize(
        ("counted", "why"),
        [
            ("", ""),
            (",,", "Nothing was counted."),
            ("A,B", "Line 1: give a code, a comma and a number."),
            ("C\nA,1,2", "Line 2: give a code, a comma and a number."),
            ("A,-1", "Line 1: give a code, a comma and a number."),
            ("C,2\nTSH-064-05 ten", "Line 2: this line is not understood: TSH-064-05 ten"),
            (",5", "Line 1: give a code, a comma and a number."),
            ("a" * 200_000, "Line 1: give a code, a comma and a number."),
            ("C,2\nA,1234567890", "Line 2: count at most 10,000,000 pieces."),
            ("A," + "9" * 9000, "Line 1: count at most 10,000,000 pieces."),
            ("A,9999999\nA,2", "Line 2: count at most 10,000,000 pieces."),
        ],
    )
    def test_names_the_line_that_is_wrong(self, client, counted, why):
        page = client.post(COUNT, {"location": LocationFactory().pk, "counted": counted})

        assert page.status_code == 422
        assert why in " ".join(page.context["form"].errors["counted"])
        assert not StockItem.objects.exists()

    def test_reads_each_line_for_itself(self, client):
        item = StockItemFactory(on_hand=20, variant=VariantFactory(sku="HEA-001-01"))
        lines = '"\nHEA-001-01,0000000005\nhea-001-01;2,\nhea-001-01\t3\n'

        page = client.post(COUNT, {"location": item.location_id, "counted": lines})

        assert [(line.variant.sku, line.counted) for line in page.context["compared"].lines] == [("HEA-001-01", 10)]
        assert page.context["compared"].unknown == ['"']

    def test_reads_blanks_before_numbers_but_not_within_a_sku(self, client):
        item = StockItemFactory(on_hand=20, variant=VariantFactory(sku="BIC-261-01"))
        StockItemFactory(variant=VariantFactory(sku="LAMP 07"))
        lines = "SKU Counted\nBIC-261-01 50\nlamp 07"

        page = client.post(COUNT, {"location": item.location_id, "counted": lines})

        shown = {line.variant.sku: line.counted for line in page.context["compared"].lines}
        assert shown == {"BIC-261-01": 50, "LAMP 07": 1}
        assert page.context["compared"].unknown == []

    def test_names_all_lines_that_are_wrong(self, client):
        page = client.post(COUNT, {"location": LocationFactory().pk, "counted": "C\n" + "A,B\n" * 23})

        errors = list(page.context["form"].errors["counted"])
        assert errors[:2] == [f"Line {line}: give a code, a comma and a number." for line in (2, 3)]
        assert (len(errors), errors[-1]) == (21, "and 3 more")

    def test_takes_a_file(self, client):
        item = StockItemFactory(on_hand=20, variant=VariantFactory(sku="BIC-261-01"))
        book, sheet = Workbook(), io.BytesIO()
        for row in (["SKU", "Counted"], ["BIC-261-01", 7]):
            book.active.append(row)
        book.save(sheet)
        files = [b"SKU,Counted\nBIC-261-01,7\n", b"BIC-261-01 7\n", sheet.getvalue()]

        for content in files:
            file = SimpleUploadedFile("counts", content)
            page = client.post(COUNT, {"location": item.location_id, "counted": "", "file": file})
            assert [line.counted for line in page.context["compared"].lines] == [7]
        broken = client.post(COUNT, {"location": item.location_id, "file": SimpleUploadedFile("c.xlsx", b"PK-no")})
        assert broken.context["form"].errors["file"] == ["The file is no workbook that opens."]

    def test_a_code_of_several_variants_counts_for_none(self, client):
        item = StockItemFactory(on_hand=20, variant=VariantFactory(barcode="8901030865278"))
        VariantFactory(barcode="8901030865278")

        page = client.post(COUNT, {"location": item.location_id, "counted": "8901030865278,4"})

        assert page.context["compared"].lines == []
        assert page.context["compared"].ambiguous == ["8901030865278"]
        assert "Several variants have these codes" in page.text

    def test_is_for_those_who_may_change_stock(self, client):
        client.force_login(UserFactory(support=True))

        assert client.get(COUNT).status_code == 403
