"""What a file changes: told first, then written, and put back."""

from pathlib import Path

import pytest

from catalog import services
from catalog.enums import DataType, ProductStatus
from catalog.errors import ImportHasErrors
from catalog.models import ImportBatch, ImportRow, Product, ProductVariant
from catalog.porting.columns import known
from catalog.porting.reading import ImportRefused
from core.failpoints import FailpointReached
from core.models import OutboxEvent
from inventory.models import StockItem, StockMovement
from tests.catalog.porting.files import (
    apply,
    as_csv,
    as_xlsx,
    bring_in,
    check,
    everything,
    exported,
    kettle,
    problems,
    roll_back,
    run,
)
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    ProductFactory,
    VariantFactory,
)
from tests.factories.inventory import StockItemFactory

pytestmark = pytest.mark.django_db
UNREAD = "Line %d cannot be read: a quotation mark is missing or too many, or a cell is far too long."


class TestChecking:
    def test_tells_of_new_changed_and_unchanged_rows_and_writes_nothing(self, pots):
        known = ProductFactory(name="Pan", slug="pan", variant=None)
        VariantFactory(product=known, sku="PAN-1", is_default=True, barcode="12")
        VariantFactory(product=known, sku="PAN-2", barcode="34", combination="x")
        before = everything()
        events = OutboxEvent.objects.count()

        batch = check(as_csv(kettle(), {"sku": "pan-1", "barcode": "0099"}, {"sku": "PAN-2", "barcode": "34"}))

        assert (batch.status, batch.new, batch.changed, batch.unchanged, batch.errors) == ("checked", 1, 1, 1, 0)
        assert batch.rows.get(sku="PAN-1").changes == {"barcode": ["12", "0099"]}
        assert batch.rows.get(sku="KET-1").changes["category"] == ["", "Kitchen > Pots"]
        assert everything() == before
        assert OutboxEvent.objects.count() == events

    def test_names_row_column_and_reason_of_one_bad_row_among_a_thousand(self, pots):
        rows = [kettle(f"KET-{number}", product=f"kettle-{number}") for number in range(1000)]
        rows[500]["price"] = "cheap"

        batch = check(as_csv(*rows))

        assert (batch.total, batch.errors, Product.objects.count()) == (1000, 1, 0)
        assert problems(batch) == {502: {"price": "“cheap” is not an amount. Give one such as 1499.00."}}

    @pytest.mark.parametrize(
        ("stock", "words"),
        [("-4", "“-4” is not a whole number of at least 0."), ("9" * 15, "Give a whole number up to 10,000,000.")],
    )
    def test_says_which_numbers_there_are(self, pots, stock, words):
        assert problems(check(as_csv(kettle(stock=stock)))) == {2: {"stock": words}}

    def test_says_how_amounts_are_written(self, pots):
        why = "“12.499,00”: write a point before the decimals, nothing between thousands, such as 12499.00."

        assert problems(check(as_csv(kettle(price="12.499,00"), delimiter=";"))) == {2: {"price": why}}

    def test_names_every_fault_of_a_row_once(self, pots, colour):
        wrong = {"category": "Nowhere", "price": "-5", "weight_grams": "much", "stock": "many", "attr.colour": "green"}
        no_sku = kettle("", product="other", price="cheap")
        rows = check(as_csv(kettle(**wrong), no_sku, {"sku": "NEW-1", "price": "19.999"})).rows.order_by("number")

        told = [[column for column, _why in row.problems] for row in rows]
        assert [sorted(columns) for columns in told] == [sorted(wrong), ["price", "sku"], ["price", "product"]]
        assert dict(rows[0].problems)["price"] == "A price cannot be negative. Give an amount, such as 1499.00."
        assert dict(rows[2].problems)["price"] == "INR has 2 decimals: give an amount such as 19.99."

    def test_names_a_sku_that_stands_there_twice(self, pots):
        batch = check(as_csv(kettle(), kettle(" ket-1 ")))

        assert problems(batch) == {3: {"sku": "Row 2 has this SKU already."}}

    def test_sees_a_sku_twice_across_steps(self, pots, monkeypatch):
        monkeypatch.setattr("catalog.services.importing.STEP_ROWS", {"sqlite": 1, "postgresql": 1})

        batch = check(as_csv(kettle(), kettle("OTHER", product="other"), kettle("KET-1", product="third")))

        assert problems(batch) == {4: {"sku": "Row 2 has this SKU already."}}

    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            ({"category": "Kitchen > Pans"}, "category"),
            ({"brand": "Nobody"}, "brand"),
            ({"status": "sold"}, "status"),
            ({"price": "1499.001"}, "price"),
            ({"compare_at_price": "10"}, "compare_at_price"),
            ({"weight_grams": "1,5"}, "weight_grams"),
            ({"variant_weight_grams": "-1"}, "variant_weight_grams"),
            ({"on_sale": "perhaps"}, "on_sale"),
            ({"stock": "many"}, "stock"),
            ({"attr.colour": "green"}, "attr.colour"),
            ({"currency": "XXY"}, "currency"),
            ({"product": "Copper Kettle"}, "product"),
            ({"product": ""}, "product"),
            ({"sku": "!"}, "sku"),
            ({"name": ""}, "name"),
            ({"description": "short"}, "description"),
        ],
    )
    def test_refuses_what_the_services_refuse(self, pots, colour, cells, column):
        batch = check(as_csv(kettle(**cells)))

        assert list(problems(batch).get(2, {})) == [column]

    def test_refuses_a_row_with_more_cells_than_columns(self, pots):
        VariantFactory(sku="HEA-003-01")
        header = b"sku,name,barcode,seo_title,,\n"

        batch = check(header + b"HEA-003-01,Pan, large,12345,Best\nHEA-003-01,Pan,12345,Best,,\n")

        why = "The row has more cells than columns. Put quotes around text with commas."
        assert problems(batch)[2] == {"…": why}
        assert problems(check(header + b"HEA-003-01,Pan,12345,Best,,\n")) == {}

    def test_says_that_an_empty_cell_is_empty(self, pots):
        batch = check(as_csv(kettle("", product="")))

        assert problems(batch) == {
            2: {"sku": "Every row needs a SKU.", "product": "A new SKU needs to say of which product it is."}
        }

    def test_goes_on_where_it_was_killed(self, pots, settings, monkeypatch):
        monkeypatch.setattr("catalog.services.importing.STEP_ROWS", {"sqlite": 2, "postgresql": 2})
        rows = [kettle(f"KET-{number}", product=f"kettle-{number}") for number in range(7)]
        batch = services.start_import(file=_file(as_csv(*rows)), name="goods.csv", actor=None, in_worker=False)
        steps = services.steps_of(batch_id=batch.pk)
        next(steps)
        steps.close()
        settings.FAILPOINTS = {"import.checked": "raise"}
        with pytest.raises(FailpointReached):
            run(batch)
        settings.FAILPOINTS = {}

        assert run(batch).total == 7
        assert list(batch.rows.values_list("number", flat=True)) == list(range(2, 9))


class TestFiles:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
    def test_are_read_as_spreadsheets_save_them(self, pots, delimiter, encoding):
        content = as_csv(kettle(name="चाय की केतली, groß"), delimiter=delimiter, encoding=encoding)

        assert bring_in(content).written == 1
        assert Product.objects.get().name == "चाय की केतली, groß"

    def test_may_be_workbooks(self, pots):
        row = kettle(barcode="00123", stock=5.0, on_sale=True)

        assert bring_in(as_xlsx(list(row), list(row.values()))).written == 1
        assert ProductVariant.objects.get().barcode == "00123"
        assert StockItem.objects.get().on_hand == 5

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "The file is empty."),
            (b"sku,nmae\nA1,Pan\n", "There is no column “nmae”. Did you mean “name”?"),
            (b"sku,Short  Descr\nA1,x\n", "There is no column “Short  Descr”. Did you mean “short_description”?"),
            (
                b"sku,weird column\nA1,x\n",
                f"There is no column “weird column”. The columns are: {', '.join(known())}.",
            ),
            (b"%PDF-1.4\n1 0 obj\n", "The file is neither CSV nor Excel (XLSX). Save it as one of them."),
            (b"sku,name,name\nA1,Pan,Pan\n", "These columns are there twice: name."),
            (b"name\nPan\n", "There is no column “sku”: it tells which row is which variant."),
            (b"sku,name\nA1,\xff\xfe\xfa\n", "The file is no text in UTF-8 or UTF-16. Save it as CSV UTF-8."),
            (b"PK\x03\x04broken", "The file is no workbook that opens."),
            (b'"sku"x,name\nA1,Pan\n', UNREAD % 1),
        ],
    )
    def test_are_refused_as_a_whole_with_the_reason(self, content, why):
        with pytest.raises(ImportRefused) as refusal:
            check(content)

        assert str(refusal.value) == why

    @pytest.mark.parametrize("text", [b'"Pan"x', b'"Pan\nA2,Pot', b"a" * 200_000])
    def test_name_the_line_that_cannot_be_read(self, pots, text):
        batch = check(b"sku,name\n\nA1," + text + b"\n")

        assert (batch.status, batch.refused_because) == ("refused", UNREAD % 3)

    def test_that_swell_are_refused(self):
        import io
        import zipfile

        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 30_000_000)

        with pytest.raises(ImportRefused) as refusal:
            check(out.getvalue())

        assert "too large unpacked" in str(refusal.value)


class TestWriting:
    def test_makes_products_with_variants_attributes_and_stock(self, pots, colour):
        BrandFactory(name="Tamra", slug="tamra")
        rows = [
            kettle(brand="tamra", tags="tea | copper", status="active", stock="7", **{"attr.colour": "Red"}),
            {"sku": "KET-2", "product": "copper-kettle", "price": "1599", "default": "yes", "attr.colour": "blue"},
        ]

        batch = bring_in(as_csv(*rows))

        product = Product.objects.get()
        assert (batch.status, batch.written, product.brand.name) == ("applied", 2, "Tamra")
        assert (product.tags, product.status) == (["tea", "copper"], ProductStatus.ACTIVE)
        assert product.published_at is not None
        assert product.base_price_minor == 149_900
        variants = {variant.sku: variant for variant in product.variants.all()}
        assert (variants["KET-2"].price_minor, variants["KET-2"].is_default) == (159_900, True)
        assert variants["KET-1"].is_default is False
        assert variants["KET-2"].attribute_values.get().value.value == "blue"
        assert StockMovement.objects.get().delta == 7

    def test_changes_only_what_cells_say(self, pots):
        product = ProductFactory(slug="pan", seo_title="Pan", variant=None)
        variant = VariantFactory(product=product, sku="PAN-1", is_default=True, barcode="12")

        bring_in(as_csv({"sku": "PAN-1", "barcode": "", "seo_title": "[empty]", "price": "10.50"}))

        product.refresh_from_db()
        variant.refresh_from_db()
        assert (variant.barcode, variant.price_minor, product.seo_title) == ("12", 1050, "")

    def test_written_again_changes_nothing(self, pots):
        content = as_csv(kettle(stock="3"))
        bring_in(content)

        again = check(content)

        assert (again.unchanged, again.new, again.changed) == (1, 0, 0)

    def test_is_refused_while_rows_are_wrong(self, pots):
        batch = check(as_csv(kettle(), kettle("X-2", product="x", price="0")))

        with pytest.raises(ImportHasErrors):
            apply(batch)

        assert not Product.objects.exists()

    def test_leaves_wrong_rows_out_when_told_so(self, pots):
        batch = apply(check(as_csv(kettle(), kettle("X-2", product="x", price="0"))), on_error="skip")

        assert (batch.status, batch.written, batch.errors) == ("applied", 1, 1)
        assert ProductVariant.objects.get().sku == "KET-1"

    def test_stops_at_a_row_that_has_become_wrong_and_takes_back_what_was_written(self, pots, monkeypatch):
        monkeypatch.setattr("catalog.services.importing.STEP_ROWS", {"sqlite": 2, "postgresql": 2})
        item = StockItemFactory(variant__sku="PAN-1", on_hand=9)
        rows = [kettle(f"KET-{number}", product=f"kettle-{number}") for number in range(3)]
        content = as_csv(*rows, {"sku": "PAN-1", "stock": "3"}, kettle("KET-9", product="kettle-9"))
        before, batch = everything(), check(content)
        also = check(content)
        StockItem.objects.filter(pk=item.pk).update(reserved=4)

        batch = apply(batch)

        assert everything() == before
        assert (batch.status, batch.written, batch.undone, batch.errors) == ("undone", 2, 2, 1)
        assert batch.refused_because == "Row 5 has become wrong since the check: what was written is rolled back."
        assert problems(batch) == {5: {"stock": "Orders hold 4 of them."}}
        also = apply(also, on_error="skip")
        assert (also.status, also.written, also.errors) == ("applied", 4, 1)

    def test_takes_no_stock_that_orders_hold(self, pots):
        item = StockItemFactory(variant__sku="PAN-1", on_hand=9)
        StockItem.objects.filter(pk=item.pk).update(reserved=4)

        batch = check(as_csv({"sku": "PAN-1", "stock": "3"}))

        assert problems(batch) == {2: {"stock": "Orders hold 4 of them."}}

    def test_goes_on_where_it_was_killed_and_writes_each_row_once(self, pots, settings, monkeypatch):
        monkeypatch.setattr("catalog.services.importing.STEP_ROWS", {"sqlite": 2, "postgresql": 2})
        rows = [kettle(f"KET-{number}", product=f"kettle-{number}", stock=2) for number in range(5)]
        batch = check(as_csv(*rows))
        services.apply_import(batch=batch, actor=None, in_worker=False)
        steps = services.steps_of(batch_id=batch.pk)
        next(steps)
        steps.close()
        settings.FAILPOINTS = {"import.written": "raise"}
        with pytest.raises(FailpointReached):
            run(batch)
        assert Product.objects.count() == 2
        settings.FAILPOINTS = {}

        batch = run(batch)

        assert (batch.status, batch.written, StockMovement.objects.count()) == ("applied", 5, 5)

    def test_tells_the_listing_once_a_step(self, pots):
        bring_in(as_csv(*(kettle(f"KET-{number}", product=f"kettle-{number}") for number in range(20))))

        assert OutboxEvent.objects.filter(name="ProductChanged").count() == 0
        event = OutboxEvent.objects.get(name="ProductsImported")
        assert len(event.payload["product_ids"]) == 20

    def test_takes_as_many_statements_for_thirty_rows_as_for_ten(self, pots):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        counts = []
        for many in (1, 10, 30):
            rows = [kettle(f"K{many}-{n}", product=f"k{many}-{n}", stock=1) for n in range(many)]
            with CaptureQueriesContext(connection) as watched:
                bring_in(as_csv(*rows))
            counts.append(len(watched))

        assert counts[1] == counts[2]


class TestRollingBack:
    def test_restores_former_values_exactly(self, pots, colour):
        product = ProductFactory(name="Pan", slug="pan", status=ProductStatus.DRAFT, published_at=None, variant=None)
        first = VariantFactory(product=product, sku="PAN-1", is_default=True)
        services.set_variant_attribute(variant=first, code="colour", value="red", actor=None)
        second = VariantFactory(product=product, sku="PAN-2", combination="x")
        StockItemFactory(variant=first, on_hand=4)
        before = everything()
        rows = [
            {"sku": "PAN-1", "name": "Frying pan", "status": "active", "category": "pots", "stock": 9,
             "compare_at_price": "9999", "tags": "iron", "attr.colour": "blue"},
            {"sku": "PAN-2", "name": "Big frying pan", "default": "yes", "barcode": "99"},
            kettle(product="pan", sku="PAN-3", stock=3, **{"attr.colour": "red"}) | {"name": "Huge pan"},
            kettle(stock=1),
        ]  # fmt: skip
        batch = bring_in(as_csv(*rows))
        assert batch.written == 4
        assert everything() != before

        batch = roll_back(batch)

        assert (batch.status, batch.undone, batch.kept) == ("undone", 4, 0)
        assert everything() == before
        assert second.pk in before

    def test_restores_values_that_its_file_does_not_name(self, pots, colour):
        variant = VariantFactory(sku="PAN-1", is_default=True)
        services.set_variant_attribute(variant=variant, code="colour", value="red", actor=None)
        before = everything()

        batch = roll_back(bring_in(as_csv({"sku": "PAN-1", "attr.colour": "blue"})))

        assert (batch.undone, everything()) == (1, before)

    def test_keeps_what_was_changed_since_and_says_so(self, pots):
        batch = bring_in(as_csv(kettle(), kettle("PAN-1", product="pan")))
        kettle_row = Product.objects.get(slug="copper-kettle")
        services.update_product(product=kettle_row, actor=None, name="Golden kettle")

        batch = roll_back(batch)

        assert (batch.undone, batch.kept) == (1, 1)
        kept = batch.rows.get(undoing="kept")
        assert kept.problems == [["name", "Changed since: Golden kettle instead of Copper kettle."]]
        assert list(Product.objects.values_list("slug", flat=True)) == ["copper-kettle"]

    def test_lets_the_corrected_file_come_in_again(self, pots):
        content = as_csv(kettle(stock=3))
        roll_back(bring_in(content))

        assert bring_in(content).written == 1

    def test_goes_on_where_it_was_killed(self, pots, settings, monkeypatch):
        monkeypatch.setattr("catalog.services.importing.STEP_ROWS", {"sqlite": 2, "postgresql": 2})
        batch = bring_in(as_csv(*(kettle(f"KET-{n}", product=f"kettle-{n}", stock=2) for n in range(5))))
        services.roll_back_import(batch=batch, actor=None, in_worker=False)
        steps = services.steps_of(batch_id=batch.pk)
        next(steps)
        steps.close()
        settings.FAILPOINTS = {"import.undone": "raise"}
        with pytest.raises(FailpointReached):
            run(batch)
        settings.FAILPOINTS = {}

        assert (run(batch).undone, Product.objects.count()) == (5, 0)


class TestRoundTrip:
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_of_what_is_exported_changes_nothing(self, pots, colour, kind):
        material = AttributeFactory(code="material", data_type=DataType.STRING)
        for number, name in enumerate(["=1+1", "+cmd", "-1", "@SUM(A1)", "'quoted", "''twice", 'a;b,"c"', "'=x"]):
            product = services.create_product(
                actor=None, category=pots.pk, name=f"{name} {number}", base_price="10.00",
                short_description="=HYPERLINK(A1) in short", description="<p>Long enough, is it not?</p>",
                tags=["a|b", "c\\d"], attributes={"material": [f"Steel | {number}", "Wool"]},
                variants=[{"sku": f"S-{number}", "attributes": {"colour": "red"}, "barcode": "-007"},
                          {"sku": f"T-{number}", "attributes": {"colour": "blue"}, "weight_grams": 5}],
            )  # fmt: skip
        StockItemFactory(variant=product.variants.first(), on_hand=4)
        before = everything()

        batch = check(exported(kind))

        assert (batch.total, batch.unchanged) == (16, 16), list(batch.rows.values("sku", "changes", "problems"))
        assert material.values.count() == 9
        assert everything() == before

    def test_shields_cells_that_spreadsheets_would_calculate(self):
        ProductFactory(name="=HYPERLINK(A1)")

        assert b"'=HYPERLINK(A1)" in exported()


def _file(content):
    from django.core.files.base import ContentFile

    return ContentFile(content)


class TestForgetting:
    def test_takes_old_imports_with_rows_and_files(self, pots):
        from datetime import timedelta

        from django.utils import timezone

        from core import cleaning

        batch = bring_in(as_csv(kettle()))
        kept = check(as_csv(kettle()))
        path = batch.file.path
        ImportBatch.objects.filter(pk=batch.pk).update(updated_at=timezone.now() - timedelta(days=91))

        dict(cleaning.clean(timezone.now()))

        assert list(ImportBatch.objects.all()) == [kept]
        assert not ImportRow.objects.filter(batch=batch.pk).exists()
        assert not Path(path).exists()
