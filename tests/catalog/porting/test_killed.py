"""An import whose worker is killed in the middle, and gone on with: the catalogue is what it would be without."""

import signal

import pytest

from catalog import services
from catalog.models import ImportBatch, Product
from inventory.models import StockMovement
from tests.catalog.porting.files import GOODS, as_csv, bring_in, check, everything, exported, roll_back, run
from tests.core.processes import run_python
from tests.factories.catalog import CategoryFactory, ProductFactory, VariantFactory
from tests.factories.inventory import StockItemFactory
from tests.factories.regions import TaxClassFactory

pytestmark = pytest.mark.django_db(transaction=True)

# Two steps are committed; the process dies in the third, when everything of it is written.
KILLED_IN_THE_THIRD_STEP = """
import os, signal
from django.conf import settings
from catalog import services
from catalog.services import importing
importing.STEP_ROWS = {{"sqlite": 2, "postgresql": 2}}
steps = iter(range(2))
settings.FAILPOINTS = {{"{where}": lambda: next(steps, None) is None and os.kill(os.getpid(), signal.SIGKILL)}}
services.run_import(batch_id="{pk}")
"""


@pytest.fixture
def goods():
    """A file of new and changed rows: ten rows in five steps."""
    TaxClassFactory(is_default=True)
    CategoryFactory(name="Pots", slug="pots")
    for number in range(5):
        pan = ProductFactory(name="Pan", slug=f"pan-{number}", variant=None)
        StockItemFactory(variant=VariantFactory(product=pan, sku=f"PAN-{number}", is_default=True), on_hand=1)
    changed = [{"sku": f"PAN-{number}", "name": f"Iron pan {number}", "stock": 4} for number in range(5)]
    new = [{"sku": f"KET-{n}", "product": f"kettle-{n}", "category": "Pots", "stock": 2, **GOODS} for n in range(5)]
    return as_csv(*changed, *new)


def kill(batch: ImportBatch, where: str) -> None:
    process = run_python(KILLED_IN_THE_THIRD_STEP.format(where=where, pk=batch.pk))
    assert process.returncode == -signal.SIGKILL, process.stderr
    batch.refresh_from_db()


def moved(batch: ImportBatch) -> list[tuple[str, int]]:
    movements = StockMovement.objects.filter(reference=batch.pk, delta__gt=0)
    return sorted(movements.values_list("item__variant__sku", "delta"))


class TestAKilledImport:
    def test_that_is_gone_on_with_leaves_what_an_undisturbed_one_does(self, goods):
        batch = check(goods)
        services.apply_import(batch=batch, actor=None, in_worker=False)

        kill(batch, "import.written")
        assert (batch.status, batch.written, Product.objects.filter(name__startswith="Iron").count()) == (
            "applying", 4, 4,
        )  # fmt: skip
        batch = run(batch)

        assert (batch.status, batch.written) == ("applied", 10)
        killed = exported(), moved(batch)
        roll_back(batch)
        undisturbed = bring_in(goods)
        assert killed == (exported(), moved(undisturbed))

    def test_is_checked_to_its_end_with_each_row_once(self, goods):
        undisturbed = list(check(goods).rows.values_list("number", "sku", "outcome", "changes"))
        batch = check(goods)
        ImportBatch.objects.filter(pk=batch.pk).update(
            status="checking", done_until=0, total=0, new=0, changed=0, unchanged=0
        )
        batch.rows.all().delete()

        kill(batch, "import.checked")
        assert (batch.status, batch.total) == ("checking", batch.rows.count())
        assert 0 < batch.total < 10
        batch = run(batch)

        assert (batch.status, batch.total, batch.new, batch.changed) == ("checked", 10, 5, 5)
        assert list(batch.rows.values_list("number", "sku", "outcome", "changes")) == undisturbed

    def test_is_rolled_back_to_its_end(self, goods):
        before = everything()
        batch = bring_in(goods)
        services.roll_back_import(batch=batch, actor=None, in_worker=False)

        kill(batch, "import.undone")
        assert (batch.status, batch.undone) == ("undoing", 4)
        batch = run(batch)

        assert (batch.status, batch.undone, batch.kept) == ("undone", 10, 0)
        assert everything() == before
