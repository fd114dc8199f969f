"""Many rows in one statement: everything that a column can hold arrives as `save` would have written it."""

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.models import ImportBatch, ImportRow, Product
from core.rows import update_rows
from tests.factories.catalog import BrandFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def products():
    return ProductFactory.create_batch(3)


def stored(product):
    return Product.objects.values("name", "tags", "brand_id", "weight_grams", "published_at", "status").get(
        pk=product.pk
    )


def test_writes_texts_numbers_times_lists_nothing_and_references(products):
    first, second, untouched = products
    before, brand = stored(untouched), BrandFactory()
    first.name, first.tags, first.brand, first.weight_grams = "केतली “x” \\ 'y' % %s", ["a|b", "ü"], brand, 2**31 - 1
    second.name, second.tags, second.published_at, second.weight_grams = "null", [], None, None
    fields = ["name", "tags", "brand", "published_at", "weight_grams"]

    assert update_rows([first, second], fields) == 2

    for product in (first, second):
        assert stored(product) == {name: getattr(product, name) for name in before}
    assert stored(untouched) == before


def test_writes_objects_and_yes_or_no():
    batch = ImportBatch.objects.create(name="goods.csv")
    row = ImportRow.objects.create(batch=batch, number=1, outcome="new")
    row.is_written, row.changes, row.problems, row.variant_id = True, {"a": ["1", 'b"']}, [["x", "y"]], batch.pk

    update_rows([row], ["is_written", "changes", "problems", "variant_id"])

    fresh = ImportRow.objects.get()
    assert (fresh.is_written, fresh.changes, fresh.problems, fresh.variant_id) == (
        True, {"a": ["1", 'b"']}, [["x", "y"]], batch.pk,
    )  # fmt: skip


def test_takes_one_statement_for_any_number_and_none_for_no_rows(products):
    with CaptureQueriesContext(connection) as watched:
        update_rows(products, ["name"])
        assert update_rows([], ["name"]) == 0

    assert len(watched) == 1


@pytest.mark.postgres
def test_refuses_what_is_too_long_instead_of_cutting_it(products):
    products[0].name = "x" * 300

    with pytest.raises(DataError), transaction.atomic():
        update_rows(products[:1], ["name"])
