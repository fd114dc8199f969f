"""What a row of a file would change, told by the same rules as everywhere else. Nothing is written here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog import constants as most
from catalog.enums import PRODUCT_TRANSITIONS, ProductStatus, RowOutcome
from catalog.models import Attribute, AttributeValue, Product, ProductVariant
from catalog.porting import columns
from catalog.porting.pictures import Entry
from catalog.porting.present import Cells, Present
from catalog.porting.saying import Said, read_said
from catalog.services.editing import Problems, Values
from catalog.services.prices import known_currency
from catalog.services.product_fields import clean_product
from catalog.services.slugs import clean_slug
from catalog.services.variant_fields import clean_sku, clean_variant
from catalog.services.variants import combination_of
from core.errors import InvalidInput

CALLED = {"weight": "weight_grams", "dimensions": "length_mm", "is_default": "default", "is_active": "on_sale"}
PUBLISHED = "published_at"


@dataclass
class Planned:
    """A row with what came of it."""

    number: int
    cells: Cells
    sku: str = ""
    slug: str = ""
    problems: list[list[str]] = field(default_factory=list)
    changes: dict[str, list[str]] = field(default_factory=dict)
    product: Product | None = None
    variant: ProductVariant | None = None
    makes_product: bool = False
    makes_variant: bool = False

    @property
    def outcome(self) -> RowOutcome:
        if self.problems:
            return RowOutcome.ERROR
        if self.makes_variant:
            return RowOutcome.NEW
        return RowOutcome.CHANGED if self.changes else RowOutcome.UNCHANGED


@dataclass
class Writes:
    """What the rows of a step come to, together."""

    products: dict[UUID, tuple[Product, set[str]]] = field(default_factory=dict)
    variants: dict[UUID, tuple[ProductVariant, set[str]]] = field(default_factory=dict)
    new_products: list[Product] = field(default_factory=list)
    new_variants: list[ProductVariant] = field(default_factory=list)
    new_values: list[AttributeValue] = field(default_factory=list)
    axes: dict[tuple[UUID, UUID], AttributeValue | None] = field(default_factory=dict)
    said: dict[tuple[UUID, UUID], list[AttributeValue]] = field(default_factory=dict)
    pictures: dict[UUID, list[Entry]] = field(default_factory=dict)
    defaults: dict[UUID, ProductVariant] = field(default_factory=dict)
    extras: dict[str, dict[UUID, int]] = field(default_factory=dict)
    touched: set[UUID] = field(default_factory=set)


class Planner:
    """Plans rows one after the other; each sees what the ones before it come to.

    `seen` has the rows of SKUs that stood earlier in the file, `awaited` the products that those would make.
    """

    def __init__(
        self, present: Present, *, currency: str, now: datetime,
        seen: Mapping[str, int] | None = None, awaited: Collection[str] = (), is_undoing: bool = False,
    ) -> None:  # fmt: skip
        self.present, self.currency, self.now = present, currency, now
        self.seen, self.awaited = dict(seen or {}), awaited
        self.is_undoing = is_undoing
        self.writes = Writes()

    def plan(self, number: int, cells: Cells) -> Planned:
        row = Planned(number, cells, slug=cells.get(columns.PRODUCT_SLUG, ""))
        problems = Problems()
        self._find(problems, row)
        if columns.SURPLUS in cells:
            # Which cell is which, nobody knows: one comma too many moves all behind it.
            problems.clear()
            problems.add(
                columns.SURPLUS, _("The row has more cells than columns. Put quotes around text with commas.")
            )
        else:
            self._plan(problems, row)
        called = CALLED if "base_price" in cells else CALLED | {"base_price": "price"}
        # One price may be that of the product and of its variant: its fault is told once.
        told = dict.fromkeys((called.get(name, name), why) for name, whys in problems.items() for why in whys)
        row.problems = [list(problem) for problem in told]
        if problems:
            row.changes = {}
        return row

    def _find(self, problems: Problems, row: Planned) -> None:
        """Find the variant and its product, or see that there are none yet."""
        if not row.cells.get(columns.SKU):
            problems.add(columns.SKU, _("Every row needs a SKU."))
            if not row.slug:
                problems.add(columns.PRODUCT_SLUG, _("A new SKU needs to say of which product it is."))
            row.product = self.present.by_slug.get(row.slug)
            return
        row.sku = clean_sku(problems, row.cells[columns.SKU])
        if row.sku in self.seen:
            problems.add(columns.SKU, _("Row %(row)d has this SKU already.") % {"row": self.seen[row.sku]})
        self.seen.setdefault(row.sku, row.number)
        variant = self.present.variants.get(row.sku)
        if variant and variant.deleted_at:
            problems.add(columns.SKU, _("A deleted variant has this SKU. Restore it first."))
        owner = self.present.products.get(variant.product_id) if variant else None
        product = self.present.by_slug.get(row.slug) if row.slug else owner
        if owner and product is not owner:
            problems.add(columns.SKU, _("This SKU belongs to %(product)s.") % {"product": owner.slug})
        if product and product.deleted_at:
            problems.add(columns.PRODUCT_SLUG, _("This product is deleted. Restore it first."))
        if product is None and not row.slug:
            problems.add(columns.PRODUCT_SLUG, _("A new SKU needs to say of which product it is."))
        row.variant, row.product = variant, product
        if product:
            row.slug = product.slug

    def _plan(self, problems: Problems, row: Planned) -> None:
        """Look at every cell before anything is refused: whoever puts the file right wants to know of all of it."""
        product_values = self._product_values(problems, row)
        product = row.product
        assert product is not None
        variant_values = self._variant_values(problems, row)
        said = read_said(problems, self.present, row.cells, product, row.variant)
        pictures = self.present.album.read(problems, row.cells, product.pk)
        combination = "" if columns.SKU in problems else self._combination(problems, row, said)
        extra = self._extra_values(problems, row)
        wants_default = variant_values.pop("is_default", None)
        if wants_default is False and row.variant and self.present.defaults.get(product.pk) is row.variant:
            problems.add("default", _("Make another variant the default instead."))
        if problems:
            return
        if row.makes_product:
            self._keep_product(row, product)
        self._set(row, product, product_values, columns.PRODUCT, self.writes.products)
        self._show(row, product, pictures)
        variant = row.variant or self._make_variant(row, product, variant_values)
        self._set(row, variant, variant_values, columns.VARIANT, self.writes.variants)
        self._say(row, product, variant, said, combination)
        if wants_default or product.pk not in self.present.defaults:
            self._make_default(row, product, variant)
        for name, value in extra.items():
            before = self.present.extra_values[name].get(variant.pk)
            row.changes[name] = ["" if before is None else str(before), str(value)]
            self.present.extra_values[name][variant.pk] = value
            self.writes.extras.setdefault(name, {})[variant.pk] = value
        if row.changes or row.makes_variant:
            self.writes.touched.add(product.pk)

    def _product_values(self, problems: Problems, row: Planned) -> Values:
        """Return the columns of the product that differ; a product that is not there yet is made, with all of them."""
        known = row.product
        currency = known.currency if known else row.cells.get(columns.CURRENCY, self.currency).upper()
        if known is None:
            currency = known_currency(problems, columns.CURRENCY, currency) or self.currency
        elif row.cells.get(columns.CURRENCY, currency).upper() != currency:
            problems.add(
                columns.CURRENCY, _("The currency of a product stays what it is: %(now)s.") % {"now": currency}
            )
        fields, values = self._read(problems, row, columns.PRODUCT, known)
        status = fields.pop("status", None)
        if known is None and row.slug and row.slug not in self.awaited:
            self._need(problems, row, fields)
        values |= clean_product(problems, fields, currency=currency)
        if status is not None:
            self._move(problems, known, status, values)
        if known:
            return values
        row.product = self._make_product(problems, row, values, currency)
        return {}

    def _need(self, problems: Problems, row: Planned, fields: Values) -> None:
        for name in columns.NEEDED_BY_NEW:
            if not row.cells.get(name):
                problems.add(name, _("A new product needs this."))
        if "base_price" not in fields and "price" in row.cells:
            fields["base_price"] = row.cells["price"]
        if "base_price" not in fields:
            problems.add("price", _("A new product needs this."))

    def _make_product(self, problems: Problems, row: Planned, values: Values, currency: str) -> Product:
        row.makes_product = row.slug not in self.awaited
        product = Product(currency=currency, **{"tax_class_id": self.present.places.default_tax_class, **values})
        product.status = product.status or ProductStatus.DRAFT
        product.base_price_minor = product.base_price_minor or 1
        if columns.PRODUCT_SLUG not in problems:
            self._name_product(problems, row, product)
        if product.tax_class_id is None:
            problems.add("tax_class", _("The shop has no tax class yet."))
        return product

    def _name_product(self, problems: Problems, row: Planned, product: Product) -> None:
        try:
            product.slug = clean_slug(product, row.slug)
        except InvalidInput as refusal:
            problems.add(columns.PRODUCT_SLUG, refusal.details["slug"][0])
        if product.slug and product.slug != row.slug:
            problems.add(columns.PRODUCT_SLUG, _("Write this address as %(slug)s.") % {"slug": product.slug})

    def _keep_product(self, row: Planned, product: Product) -> None:
        self.present.products[product.pk] = self.present.by_slug[product.slug] = product
        self.writes.new_products.append(product)
        for name, column in columns.PRODUCT.items():
            if name in row.cells and (shown := self.present.shown(product, column)):
                row.changes[name] = ["", shown]

    def _variant_values(self, problems: Problems, row: Planned) -> Values:
        product, variant = row.product, row.variant
        assert product is not None
        fields, values = self._read(problems, row, columns.VARIANT, variant)
        if variant is None:
            if len(self.present.combinations[product.pk]) >= most.VARIANTS_MOST_PER_PRODUCT:
                problems.add(
                    columns.SKU,
                    _("A product has at most %(most)d variants.") % {"most": most.VARIANTS_MOST_PER_PRODUCT},
                )
            if not problems.keys() & {"base_price", "price"}:
                fields.setdefault("price", product.base_price)
        own = Problems()
        values |= clean_variant(own, fields, product=product, present=variant)
        for name, whys in own.items():
            called = "variant_weight_grams" if name == "weight" else name
            problems.setdefault(called, []).extend(whys)
        return values

    def _read(
        self, problems: Problems, row: Planned, wanted: Mapping[str, columns.Column], known: Any
    ) -> tuple[Values, Values]:
        """Return what the services are to check, and the places. A cell that says what is there is not looked at."""
        fields, places = {}, {}
        for name, column in wanted.items():
            text = row.cells.get(name)
            if not text or (known is not None and text == self.present.shown(known, column)):
                continue
            if column.kind == "place":
                places[column.stored] = self.present.places.find(problems, column, text)
            else:
                fields[column.field] = columns.read(problems, column, text)
        return fields, places

    def _move(self, problems: Problems, known: Product | None, status: str, values: Values) -> None:
        problems.choice("status", status, ProductStatus.values)
        if "status" in problems:
            return
        steps = PRODUCT_TRANSITIONS[ProductStatus(known.status)] if known and not self.is_undoing else ProductStatus
        if known and status != known.status and status not in steps:
            problems.add(
                "status",
                _("What is %(from)s does not become %(to)s.") % {"from": known.get_status_display(), "to": status},
            )
        values["status"] = status
        if status == ProductStatus.ACTIVE and not self.is_undoing and (known is None or known.published_at is None):
            values[PUBLISHED] = self.now

    def _combination(self, problems: Problems, row: Planned, said: Said) -> str:
        """Return the digest of the values by which the variant differs, unless another one has it."""
        product, variant = row.product, row.variant
        assert product is not None
        present = self.present.axes[variant.pk] if variant else {}
        if variant and not said.axes:
            return variant.combination
        axes = present | {attribute.pk: value for attribute, value in said.axes.items()}
        combination = combination_of([value for value in axes.values() if value])
        holder = self.present.combinations[product.pk].get(combination)
        if holder and holder != row.sku:
            problems.add(columns.SKU, _("%(sku)s of this product has the same values.") % {"sku": holder})
        return combination

    def _extra_values(self, problems: Problems, row: Planned) -> dict[str, int]:
        values = {}
        for name, extra in self.present.extras.items():
            text = row.cells.get(name)
            if not text:
                continue
            value = 0 if text == columns.EMPTY else extra.read(problems, text)
            before = self.present.extra_values[name].get(row.variant.pk) if row.variant else None
            if value is None or value == before:
                continue
            if row.variant:
                extra.refuse(problems, row.variant.pk, value)
            values[name] = value
        return values

    def _make_variant(self, row: Planned, product: Product, values: Values) -> ProductVariant:
        row.makes_variant = True
        row.variant = variant = ProductVariant(
            product=product, sku=row.sku, currency=product.currency,
            position=len(self.present.combinations[product.pk]),
        )  # fmt: skip
        self.present.variants[row.sku] = variant
        self.writes.new_variants.append(variant)
        return variant

    def _set(
        self, row: Planned, target: Any, values: Values, named: Mapping[str, columns.Column], writes: dict
    ) -> None:
        by_stored = {column.stored: column for column in named.values()}
        changed = set()
        for stored, value in values.items():
            if (before := getattr(target, stored)) == value:
                continue
            column = by_stored.get(stored)
            shown = self.present.shown(target, column) if column else _time(before)
            setattr(target, stored, value)
            row.changes[column.name if column else stored] = [
                shown, self.present.shown(target, column) if column else _time(value),
            ]  # fmt: skip
            changed.add(stored)
        if changed and not target._state.adding:
            writes.setdefault(target.pk, (target, set()))[1].update(changed)

    def _say(self, row: Planned, product: Product, variant: ProductVariant, said: Said, combination: str) -> None:
        held = self.present.combinations[product.pk]
        if variant.combination != combination or row.makes_variant:
            held.pop(variant.combination, None) if held.get(variant.combination) == variant.sku else None
            held[combination] = variant.sku
            if variant.combination != combination:
                variant.combination = combination
                if not variant._state.adding:
                    self.writes.variants.setdefault(variant.pk, (variant, set()))[1].add("combination")
        for attribute, value in said.axes.items():
            row.changes[_called(attribute)] = [
                self.present.axis_shown(variant, attribute), columns.join([value.value]) if value else "",
            ]  # fmt: skip
            self.writes.axes[variant.pk, attribute.pk] = value
            if value:
                self.present.axes[variant.pk][attribute.pk] = value
            else:
                self.present.axes[variant.pk].pop(attribute.pk, None)
        for attribute, values in said.product.items():
            before = self.present.said_shown(product, attribute)
            self.present.said[product.pk][attribute.pk] = values
            self.writes.said[product.pk, attribute.pk] = values
            row.changes[_called(attribute)] = [before, self.present.said_shown(product, attribute)]
        self.present.keep_values(said.made)
        self.writes.new_values.extend(said.made)

    def _show(self, row: Planned, product: Product, pictures: list[Entry] | None) -> None:
        if pictures is None:
            return
        album = self.present.album
        before = album.cells(product.pk)
        album.shown[product.pk] = self.writes.pictures[product.pk] = pictures
        after = album.cells(product.pk)
        row.changes |= {name: [before[name], after[name]] for name in before if before[name] != after[name]}

    def _make_default(self, row: Planned, product: Product, variant: ProductVariant) -> None:
        former = self.present.defaults.get(product.pk)
        if former is variant:
            return
        if former:
            former.is_default = False
            row.changes["default"] = [former.sku, variant.sku]
        variant.is_default = True
        self.present.defaults[product.pk] = self.writes.defaults[product.pk] = variant


def _called(attribute: Attribute) -> str:
    return f"{columns.ATTRIBUTE}{attribute.code}"


def _time(value: datetime | None) -> str:
    return value.isoformat() if value else ""
