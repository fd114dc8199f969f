"""A client made from the API's document brings products in from a file, takes them back, and fetches them all."""

from django.core.files.uploadedfile import SimpleUploadedFile

from core import outbox
from tests.catalog.porting.files import GOODS, as_csv
from tests.factories.catalog import CategoryFactory
from tests.factories.regions import TaxClassFactory


def move_goods(admin) -> None:
    TaxClassFactory(is_default=True)
    row = {"sku": "KETTLE-1", "product": "copper-kettle", "category": CategoryFactory().slug, **GOODS}
    file = SimpleUploadedFile("goods.csv", as_csv(row), content_type="text/csv")
    batch = admin.admin_products_import({"file": file}).data["id"]
    outbox.drain()
    assert batch in {one["id"] for one in admin.admin_imports_list().data}
    assert admin.admin_imports_get(batch_id=batch).data["id"] == batch
    assert len(admin.admin_imports_rows(batch_id=batch).data) <= 1
    admin.admin_imports_apply(batch_id=batch)
    outbox.drain()
    admin.admin_imports_rollback(batch_id=batch)
    outbox.drain()
    assert admin.admin_products_export().content
