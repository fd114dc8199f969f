"""Rolling rows back: what they changed gets its former values, what they made goes, unless changed since."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import references
from catalog.enums import Undoing
from catalog.events import ProductsImported
from catalog.models import ImportBatch, ImportRow, Product, ProductVariant
from catalog.porting import columns
from catalog.porting.places import Places
from catalog.porting.planning import PUBLISHED, Planner
from catalog.porting.present import Present
from catalog.porting.writing import write
from catalog.services.variants import make_default
from core.outbox import publish
from core.rows import update_rows

DEFAULT = "default"
NOT_CELLS = {DEFAULT, PUBLISHED}
PICTURES = (columns.PICTURES, columns.PICTURE_TEXTS)
OF_PRODUCT = {*columns.PRODUCT, *PICTURES, *NOT_CELLS}


def undo_rows(rows: list[ImportRow], batch: ImportBatch) -> tuple[int, int]:
    """Put the rows back, in the order given, inside the caller's transaction; return how many went and stay."""
    undoing = _Undoing(rows, batch)
    for row in rows:
        if why := undoing.put_back(row):
            row.undoing, row.problems = Undoing.KEPT, [list(one) for one in why]
        else:
            row.undoing = Undoing.DONE
    undoing.write()
    update_rows(rows, ["undoing", "problems"])
    kept = sum(row.undoing == Undoing.KEPT for row in rows)
    return len(rows) - kept, kept


class _Undoing:
    def __init__(self, rows: list[ImportRow], batch: ImportBatch) -> None:
        self.batch = batch
        # All that was changed is looked at, with what it was and what it is; also what goes with its row.
        cells = [_former(row) for row in rows]
        cells += [{columns.SKU: row.sku} | {name: to for name, (_from, to) in row.changes.items()} for row in rows]
        heirs = [{columns.SKU: row.changes[DEFAULT][0]} for row in rows if DEFAULT in row.changes]
        self.present = Present([*cells, *heirs], Places(), for_writing=True)
        self.planner = Planner(self.present, currency="", now=timezone.now(), is_undoing=True)
        self.goes: dict[UUID, ImportRow] = {}
        self.products_go: dict[UUID, ImportRow] = {}

    def put_back(self, row: ImportRow) -> list[tuple[str, str]]:
        """Plan the row's way back; return why not, by column."""
        variant = self.present.variants.get(row.sku)
        if variant is None or variant.deleted_at or (row.variant_id and variant.pk != row.variant_id):
            return [(columns.SKU, _("It was deleted since."))]
        product = self.present.products[variant.product_id]
        since = [
            (name, _("Changed since: %(now)s instead of %(then)s.") % {"now": now or "–", "then": to or "–"})
            for name, (_from, to) in row.changes.items()
            if (now := self._now(product, variant, name, to)) != to
        ]
        if since:
            return since
        if row.made_product_id or row.variant_id:
            return self._remove(row, product, variant)
        return self._restore(row, product)

    def _restore(self, row: ImportRow, product: Product) -> list[tuple[str, str]]:
        cells = _former(row)
        if row.variant_id:
            cells = {name: cell for name, cell in cells.items() if name in columns.KEYS or self._is_of_product(name)}
        planned = self.planner.plan(row.number, cells)
        if planned.problems:
            return [(name, why) for name, why in planned.problems]
        self._restore_rest(row, product)
        return []

    def _restore_rest(self, row: ImportRow, product: Product) -> None:
        """What has no cell of its own: when it was first published, and which variant was the default."""
        if PUBLISHED in row.changes and not row.changes[PUBLISHED][0]:
            product.published_at = None
            self.planner.writes.products.setdefault(product.pk, (product, set()))[1].add(PUBLISHED)
            self.planner.writes.touched.add(product.pk)
        if DEFAULT in row.changes:
            heir = self.present.variants.get(row.changes[DEFAULT][0])
            if heir and heir.deleted_at is None and heir.product_id == product.pk:
                self.present.defaults[product.pk] = self.planner.writes.defaults[product.pk] = heir
                self.planner.writes.touched.add(product.pk)

    def _remove(self, row: ImportRow, product: Product, variant: ProductVariant) -> list[tuple[str, str]]:
        living = self.present.combinations[product.pk]
        others = [sku for sku in living.values() if sku != variant.sku]
        if row.made_product_id:
            if others:
                return [(columns.PRODUCT_SLUG, _("It has variants that this import did not make."))]
            self.products_go[product.pk] = row
        elif not others:
            return [(columns.SKU, _("It is the product's last variant."))]
        elif any(self._is_of_product(name) for name in row.changes) and (why := self._restore(row, product)):
            return why
        self.goes[variant.pk] = row
        self.present.combinations[product.pk] = {key: sku for key, sku in living.items() if sku != variant.sku}
        return []

    def _is_of_product(self, name: str) -> bool:
        """Whether it is the product's, and so is put back although the variant goes."""
        attribute = self.present.attributes.get(name.removeprefix(columns.ATTRIBUTE))
        return name in OF_PRODUCT or (attribute is not None and not attribute.is_variant_axis)

    def _now(self, product: Product, variant: ProductVariant, name: str, to: str) -> str:
        if name == PUBLISHED:
            return to
        if name == DEFAULT:
            default = self.present.defaults.get(product.pk)
            return default.sku if default else ""
        if name.startswith(columns.ATTRIBUTE):
            attribute = self.present.attributes.get(name.removeprefix(columns.ATTRIBUTE))
            if attribute is None:
                return ""
            if attribute.is_variant_axis:
                return self.present.axis_shown(variant, attribute)
            return self.present.said_shown(product, attribute)
        if name in self.present.extras:
            return str(self.present.extra_values[name].get(variant.pk, ""))
        if name in PICTURES:
            return self.present.album.cells(product.pk)[name]
        if column := columns.PRODUCT.get(name):
            return self.present.shown(product, column)
        return self.present.shown(variant, columns.VARIANT[name])

    def write(self) -> None:
        products = set(self.products_go)
        of_products = {pk for pk in self.goes if self.present.variants[self.goes[pk].sku].product_id in products}
        needed = self._needed(set(self.goes), products)
        self._delete(ProductVariant, set(self.goes) - of_products - needed, self.goes)
        self._delete(Product, products - needed, self.products_go)
        for pk in needed:
            _keep(self.goes.get(pk) or self.products_go[pk])
        # After what goes: a variant may get back the values that one of those had taken.
        write(self.planner.writes, self.present, actor=self.batch.created_by, reference=self.batch.pk)
        touched = {self.present.variants[row.sku].product_id for row in self.goes.values()}
        self._give_defaults(touched)
        if touched:
            publish(ProductsImported(product_ids=sorted(str(pk) for pk in touched)))

    def _needed(self, variant_ids: set[UUID], product_ids: set[UUID]) -> set[UUID]:
        """Return the variants and products that something else points at."""
        needed: set[UUID] = set()
        if references.count(product_ids, variant_ids):
            needed = {pk for pk in variant_ids if references.count([], [pk])}
            needed |= {pk for pk in product_ids if references.count([pk], [])}
        for make in columns.extras().values():
            needed |= make().forget(variant_ids - needed, reference=self.batch.pk)
        owners = {pk: self.present.variants[row.sku].product_id for pk, row in self.goes.items()}
        needed |= {owners[pk] for pk in needed & owners.keys()} & product_ids
        return needed | {pk for pk, owner in owners.items() if owner in needed}

    def _delete(self, model: Any, ids: Collection[UUID], rows: dict[UUID, ImportRow]) -> None:
        try:
            with transaction.atomic():
                model.objects.filter(pk__in=ids).delete()
        except (ProtectedError, RestrictedError):
            if len(ids) == 1:
                _keep(rows[next(iter(ids))])
                return
            for pk in ids:
                self._delete(model, {pk}, rows)

    def _give_defaults(self, product_ids: set[UUID]) -> None:
        living = ProductVariant.objects.alive().filter(product__in=product_ids).order_by("position", "sku")
        with_default = {variant.product_id for variant in living if variant.is_default}
        for variant in living:
            if variant.product_id not in with_default:
                with_default.add(variant.product_id)
                make_default(variant)


def _former(row: ImportRow) -> dict[str, str]:
    """Return the row as it would have been before it was written."""
    cells = {columns.SKU: row.sku, columns.PRODUCT_SLUG: row.product}
    for name, (former, _to) in row.changes.items():
        if name not in NOT_CELLS:
            cells[name] = former or columns.EMPTY
    return cells


def _keep(row: ImportRow) -> None:
    row.undoing, row.problems = Undoing.KEPT, [[columns.SKU, _("Something else needs it by now.")]]
