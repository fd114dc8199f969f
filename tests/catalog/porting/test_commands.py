"""`import_products` and `export_products`."""

import json

import pytest
from django.core.management import CommandError, call_command

from audit.models import AdminActionLog
from catalog.models import Category, ImportBatch, Product
from tests.catalog.porting.files import GOODS, as_csv
from tests.factories.catalog import CategoryFactory
from tests.factories.regions import TaxClassFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods(tmp_path):
    TaxClassFactory(is_default=True)
    CategoryFactory(name="Pots", slug="pots")
    path = tmp_path / "goods.csv"
    path.write_bytes(as_csv({"sku": "KET-1", "product": "kettle", "category": "Pots", **GOODS}))
    return path


def told(capsys):
    return json.loads(capsys.readouterr().out)


class TestImporting:
    def test_writes_and_puts_back(self, goods, capsys):
        call_command("import_products", str(goods), "--json")
        first = told(capsys)
        assert (first["status"], first["written"], Product.objects.count()) == ("applied", 1, 1)

        call_command("import_products", "--rollback", first["id"], "--json")

        assert (told(capsys)["status"], Product.objects.count()) == ("undone", 0)
        log = AdminActionLog.objects.order_by("pk")
        assert [row.title for row in log] == ["Import: added", "Import: begun", "Import: taken back"]
        assert {row.reason for row in log} == {"manage.py import_products"}

    def test_writes_nothing_in_a_dry_run(self, goods, capsys):
        call_command("import_products", str(goods), "--dry-run")

        assert "new 1" in capsys.readouterr().out
        assert not Product.objects.exists()

    def test_goes_on_with_a_dry_run(self, goods, capsys):
        call_command("import_products", str(goods), "--dry-run", "--json")

        call_command("import_products", "--resume", told(capsys)["id"], "--json")

        assert told(capsys)["written"] == 1

    def test_fails_when_a_row_becomes_wrong_after_the_check(self, goods, capsys):
        call_command("import_products", str(goods), "--dry-run", "--json")
        batch = told(capsys)["id"]
        Category.objects.all().delete()

        with pytest.raises(CommandError, match="Row 2 has become wrong since the check"):
            call_command("import_products", "--resume", batch)

        assert "Row 2, category:" in capsys.readouterr().out
        assert not Product.objects.exists()

    def test_fails_when_a_row_is_wrong(self, goods, capsys):
        goods.write_bytes(as_csv({"sku": "KET-1", "product": "kettle"}))

        with pytest.raises(CommandError, match="nothing was written"):
            call_command("import_products", str(goods))

        assert "Row 2, name: A new product needs this." in capsys.readouterr().out

    @pytest.mark.parametrize(("name", "why"), [("none.csv", "There is no file"), ("", "cannot be read")])
    def test_says_in_plain_words_which_file_it_cannot_read(self, tmp_path, name, why):
        with pytest.raises(CommandError, match=why) as refusal:
            call_command("import_products", str(tmp_path / name))

        assert str(tmp_path / name) in str(refusal.value)
        assert "Errno" not in str(refusal.value)

    @pytest.mark.parametrize("words", [[], ["--resume", "x"], ["a.csv", "--rollback", "x"]])
    def test_says_what_it_needs(self, words):
        with pytest.raises(CommandError):
            call_command("import_products", *words)


class TestExporting:
    @pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
    def test_gives_a_file_that_changes_nothing(self, goods, capsys, tmp_path, name):
        call_command("import_products", str(goods), "--json")
        call_command("export_products", str(tmp_path / name))
        capsys.readouterr()

        call_command("import_products", str(tmp_path / name), "--json")

        assert (told(capsys)["unchanged"], ImportBatch.objects.count()) == (1, 2)

    def test_goes_to_standard_output(self, goods, capsys):
        call_command("import_products", str(goods), "--json")
        capsys.readouterr()

        call_command("export_products")

        assert "KET-1,kettle" in capsys.readouterr().out
