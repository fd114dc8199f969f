"""Two workers at one import: one works, and nothing is done twice."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from unittest.mock import patch

import pytest
from django.db.models import QuerySet

from catalog import services
from catalog.models import ImportBatch
from inventory.models import StockItem, StockMovement
from inventory.services.levels import Ledger
from tests.catalog.porting.files import as_csv, check
from tests.catalog.test_categories_race import at_once
from tests.factories.inventory import StockItemFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def batch(monkeypatch) -> ImportBatch:
    """Three rows, each with five pieces more. Who is about to write them waits for the other, who may not come."""
    for number in range(3):
        StockItemFactory(variant__sku=f"PAN-{number}", variant__is_default=True, on_hand=1)
    batch = check(as_csv(*({"sku": f"PAN-{number}", "stock": 6} for number in range(3))))
    services.apply_import(batch=batch, actor=None, in_worker=False)
    met, write = Barrier(2), Ledger.write

    def meet_and_write(ledger: Ledger) -> None:
        with suppress(BrokenBarrierError):
            met.wait(timeout=0.3)
        write(ledger)

    monkeypatch.setattr(Ledger, "write", meet_and_write)
    return batch


def both(batch: ImportBatch) -> None:
    at_once(*[lambda: services.run_import(batch_id=batch.pk)] * 2)
    batch.refresh_from_db()


def test_each_row_is_written_once(batch):
    both(batch)

    assert (batch.status, batch.written) == ("applied", 3)
    assert list(StockItem.objects.values_list("on_hand", flat=True)) == [6, 6, 6]
    assert list(StockMovement.objects.filter(reference=batch.pk).values_list("delta", flat=True)) == [5, 5, 5]


def test_control_without_the_lock_on_the_batch_writes_rows_twice(batch):
    with patch.object(QuerySet, "select_for_update", lambda rows, **_: rows):
        both(batch)

    assert list(StockMovement.objects.filter(reference=batch.pk).values_list("delta", flat=True)) == [5] * 6
