"""What stands below a product's form: variants, combinations, specification, pictures, prices in regions."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog import services
from catalog.admin import combining
from catalog.admin.sections import Refused, Section, SectionsMixin, page_of, section
from catalog.forms.grids import MediaRow, RegionPriceRow, SaidRow, VariantRow, rows_of
from catalog.forms.product import CombinationsForm
from catalog.models import Attribute, Product, ProductVariant, VariantPrice
from catalog.models.media import MOST_MEDIA
from catalog.selectors.staff import list_media, list_variants
from core.back_office.refusals import in_words
from core.back_office.registry import back_office
from core.errors import DomainError
from regions.models import Region

# Rows of so many fields each that one form may send them.
VARIANTS_AT_ONCE, CELLS_MOST = 60, 200
PRICES_PAGE = "prices"


@dataclass(frozen=True)
class PriceCell:
    """A variant in a region, with its price there if it has one."""

    variant: ProductVariant
    region: Region
    price: VariantPrice | None

    @property
    def key(self) -> str:
        return f"{self.variant.pk}:{self.region.pk}"


@dataclass(frozen=True)
class Said:
    code: str
    labels: list[str]


class ProductSections(SectionsMixin):
    """The grids of a product's page."""

    change_form_template = "admin/catalog/product_form.html"
    change_form_outer_after_template = "admin/catalog/product_sections.html"
    section_names = ("media_grid", "variants", "combinations", "specification", "region_prices")

    @section(gettext_lazy("Variants"), permission="catalog.change_productvariant", template="admin/catalog/grid.html")
    def variants(self, request: HttpRequest, product: Product) -> Section:
        page = page_of(request, list(living_variants(product).items()), "variants", most=VARIANTS_AT_ONCE)
        stored = dict(page)
        rows = rows_of(VariantRow, request, "variants", stored, extra=1)
        close_stock(request, rows)
        note = _("Amounts in %(currency)s. On hand: in the default place.") % {"currency": product.currency}
        return Section(
            rows, lambda: _save_variants(request, product, rows, stored), {"note": note}, page=page,
            parameter="variants",
        )  # fmt: skip

    @section(
        gettext_lazy("Make combinations"),
        permission="catalog.add_productvariant",
        template="admin/catalog/combinations.html",
    )
    def combinations(self, request: HttpRequest, product: Product) -> Section:
        axes = Attribute.objects.filter(is_variant_axis=True).prefetch_related("values")
        sent = request.POST if request.method == "POST" else None
        form = CombinationsForm(sent, axes=axes, own=combining.values_of(product), prefix="make")
        made = Section(None, lambda: None, {"form": form, "is_folded": True})
        made.save = lambda: combining.make(request, product, form, made)
        return made

    @section(gettext_lazy("Specification"), permission="catalog.change_product", template="admin/catalog/grid.html")
    def specification(self, request: HttpRequest, product: Product) -> Section:
        said: dict[str, Said] = {}
        for row in product.attribute_values.select_related("attribute", "value").order_by("attribute__position", "pk"):
            said.setdefault(row.attribute.code, Said(row.attribute.code, [])).labels.append(row.value.label)
        known = {attribute.code: attribute for attribute in Attribute.objects.all()}
        rows = rows_of(SaidRow, request, "specification", said, extra=3)
        choices = [("", "–"), *((code, attribute.name) for code, attribute in known.items())]
        for form in [*rows.forms, rows.empty_form]:
            form.fields["attribute"].choices = choices
        return Section(rows, lambda: _say(request, product, rows, known))

    @section(
        gettext_lazy("Pictures"), permission="catalog.change_productmedia", template="admin/catalog/media_grid.html"
    )
    def media_grid(self, request: HttpRequest, product: Product) -> Section:
        stored = {str(media.pk): media for media in list_media(product=product)}
        rows = rows_of(MediaRow, request, "media_grid", stored)
        choices = [("", _("all variants")), *((pk, str(variant)) for pk, variant in living_variants(product).items())]
        for form in [*rows.forms, rows.empty_form]:
            form.fields["variant"].choices = choices
        left = MOST_MEDIA - len(stored)
        note = _("JPEG, PNG or WebP, up to 10 MB each. The first is shown in lists.")
        files = [file.name for file in request.FILES.getlist("files")]
        made = Section(rows, lambda: None, {"left": left, "note": note, "files": files})
        made.save = lambda: _save_media(request, product, made, stored)
        return made

    @section(
        gettext_lazy("Prices in regions"),
        permission="catalog.change_variantprice",
        template="admin/catalog/grid.html",
    )
    def region_prices(self, request: HttpRequest, product: Product) -> Section:
        regions = list(Region.objects.filter(is_active=True).order_by("position", "name"))
        variants = list(living_variants(product).values())
        page = page_of(request, variants, PRICES_PAGE, most=max(CELLS_MOST // max(len(regions), 1), 1))
        known = {(row.variant_id, row.region_id): row for row in VariantPrice.objects.filter(variant__in=page)}
        cells = [
            PriceCell(variant, region, known.get((variant.pk, region.pk))) for variant in page for region in regions
        ]
        stored = {cell.key: cell for cell in cells}
        rows = rows_of(RegionPriceRow, request, "region_prices", stored)
        context = {
            "note": _("Empty: converted from the variant's price."),
            "is_folded": PRICES_PAGE not in request.GET,
        }
        return Section(rows, lambda: _price(request, rows, stored), context, page=page, parameter=PRICES_PAGE)


def living_variants(product: Product) -> dict[str, ProductVariant]:
    """The living variants in their order, with what is on hand of each."""
    variants = list(list_variants().filter(product=product).order_by("position", "sku"))
    seen = back_office.variant_stock.read([row.pk for row in variants]) if back_office.variant_stock else {}
    for row in variants:
        row.stock_seen = seen.get(row.pk, (0, None))
    return {str(row.pk): row for row in variants}


def close_stock(request: HttpRequest, rows: Any) -> None:
    """Show stock to those who may not write it."""
    stock = back_office.variant_stock
    may_write = stock is not None and request.user.has_perm(stock.permission)
    for form in rows.forms:
        form.fields["stock"].disabled = not may_write


def write_stock(request: HttpRequest, variant: ProductVariant, form: Any, reason: str = "") -> None:
    """Set what is on hand if somebody wrote into it. What was sold meanwhile is no reason to refuse a price."""
    words = form.cleaned_data
    is_written = "stock" in form.changed_data and words["stock"] not in (None, words["stock_seen"])
    if is_written and back_office.variant_stock:
        back_office.variant_stock.write(variant, words["stock"], words["stock_version"], request.user, reason)


def _save_variants(request: HttpRequest, product: Product, rows: Any, stored: dict[str, ProductVariant]) -> None:
    for form in rows.filled():
        form.write(lambda form=form: _save_variant(request, product, form, stored))


def _save_variant(request: HttpRequest, product: Product, form: Any, stored: dict[str, ProductVariant]) -> None:
    words, variant = form.cleaned_data, stored.get(form.cleaned_data["id"])
    if words["DELETE"]:
        if variant:
            services.delete_variant(variant=variant, actor=request.user)
        return
    fields = form.service_fields()
    if variant is None:
        if not fields.get("price"):
            fields.pop("price", None)
        variant = services.add_variant(product=product, actor=request.user, **fields)
    elif set(form.changed_data) - {"id", "version", *form.OF_STOCK}:
        services.update_variant(variant=variant, actor=request.user, version=words["version"], **fields)
    write_stock(request, variant, form)


def _say(request: HttpRequest, product: Product, rows: Any, known: dict[str, Attribute]) -> None:
    said: dict[str, list[str]] = {}
    for form in rows.filled():
        words = form.cleaned_data
        former = form.initial.get("attribute")
        if former and former != words["attribute"]:
            said.setdefault(former, [])
        if words["attribute"]:
            said[words["attribute"]] = [part.strip() for part in words["values"].split(",") if part.strip()]
    if said:
        services.update_product(product=product, actor=request.user, attributes=said)


def _save_media(request: HttpRequest, product: Product, made: Section, stored: dict) -> None:
    """Keep what is right: one broken file is no reason to choose the others again.

    Raises Refused if nothing is right, or if a picture would go whose new one was refused.
    """
    written = made.rows.filled()
    for form in written:
        form.write(lambda form=form: _save_one_media(request, form, stored))
    files = request.FILES.getlist("files")
    for file in files:
        try:
            with transaction.atomic():
                services.upload_media(product=product, actor=request.user, file=file)
        except DomainError as refusal:
            made.left_out.append(f"{file.name}: {in_words(refusal)}")
    kept = len(files) - len(made.left_out)
    is_one_deleted = any(form.cleaned_data["DELETE"] for form in written)
    if made.left_out and (is_one_deleted or not (written or kept)):
        made.problem = "\n".join([*made.left_out, _("Nothing was saved.")])
        raise Refused
    if kept:
        counted = ngettext("%(count)d picture was added.", "%(count)d pictures were added.", kept)
        made.done = counted % {"count": kept}


def _save_one_media(request: HttpRequest, form: Any, stored: dict) -> None:
    words, media = form.cleaned_data, stored.get(form.cleaned_data["id"])
    if media is None:
        return
    if words["DELETE"]:
        services.delete_media(media=media, actor=request.user)
        return
    fields = {name: words[name] for name in ("alt_text", "variant", "position") if name in form.changed_data}
    if "variant" in fields:
        fields["variant"] = fields["variant"] or None
    if fields.get("position", 0) is None:
        del fields["position"]
    services.update_media(media=media, actor=request.user, version=words["version"], **fields)


def _price(request: HttpRequest, rows: Any, stored: dict[str, PriceCell]) -> None:
    for form in rows.filled():
        cell, words = stored[form.cleaned_data["id"]], form.cleaned_data
        price = {
            "region": cell.region.pk,
            "price": words["price"] or None,
            "compare_at_price": words["compare_at_price"] or None,
        }
        form.write(
            lambda cell=cell, price=price: services.set_region_prices(
                variant=cell.variant, prices=[price], actor=request.user
            )
        )
