"""Files of goods for tests."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from openpyxl import Workbook

from catalog import services
from catalog.models import ImportBatch, Product, ProductVariant
from catalog.porting import exporting
from core.back_office.exports import stream_csv, stream_xlsx

GOODS = {
    "name": "Copper kettle",
    "short_description": "A kettle of copper, for every day.",
    "description": "<p>Boils water, and looks well while it does.</p>",
    "price": "1499.00",
}


def kettle(sku: str = "KET-1", **cells: Any) -> dict[str, Any]:
    return {"sku": sku, "product": "copper-kettle", "category": "Kitchen > Pots", **GOODS, **cells}


def problems(batch: ImportBatch) -> dict[int, dict[str, str]]:
    """Return what is wrong, by row and column."""
    return {row.number: dict(row.problems) for row in batch.rows.filter(outcome="error")}


def as_csv(*rows: dict[str, Any], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    header = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, header, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(*rows: Sequence[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def check(content: bytes, **how: Any) -> ImportBatch:
    """Have a file checked, as the worker would."""
    batch = services.start_import(
        file=ContentFile(content), name="goods.csv", **{"actor": None, "in_worker": False, **how}
    )
    return run(batch)


def run(batch: ImportBatch) -> ImportBatch:
    services.run_import(batch_id=batch.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def apply(batch: ImportBatch, **how: Any) -> ImportBatch:
    services.apply_import(batch=batch, **{"actor": None, "in_worker": False, **how})
    return run(batch)


def bring_in(content: bytes, **how: Any) -> ImportBatch:
    """Check and write."""
    return apply(check(content, **how))


def roll_back(batch: ImportBatch) -> ImportBatch:
    services.roll_back_import(batch=batch, actor=None, in_worker=False)
    return run(batch)


def exported(kind: str = "csv") -> bytes:
    header, rows = exporting.header(), exporting.rows(Product.objects.alive())
    if kind == "xlsx":
        return b"".join(stream_xlsx(header, rows))
    return "".join(stream_csv(header, rows)).encode()


def everything() -> dict[str, Any]:
    """What the catalogue has, but the times of its rows."""
    told = {}
    for model in (Product, ProductVariant):
        for row in model.objects.values():
            row.pop("updated_at")
            told[row["id"]] = row
    for variant in ProductVariant.objects.prefetch_related("attribute_values", "stock_items"):
        told["axes", variant.pk] = {(one.attribute_id, one.value_id) for one in variant.attribute_values.all()}
        told["stock", variant.pk] = sum(item.on_hand for item in variant.stock_items.all())
    for product in Product.objects.prefetch_related("attribute_values"):
        told["said", product.pk] = {(one.attribute_id, one.value_id) for one in product.attribute_values.all()}
    return told
