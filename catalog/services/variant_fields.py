"""What a variant may say of itself, and how its SKU is spelled."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from catalog import constants as most
from catalog.models import Product, ProductVariant
from catalog.services.editing import Problems, Values
from catalog.services.prices import former_price_minor, price_minor
from catalog.services.product_fields import size
from core.ids import readable_code
from core.text import UNSEEN

A_SKU = re.compile(r"\w[\w ./+#&-]*")
NUMBERED = 20
POSITION_MOST = 1_000_000


def clean_variant(
    problems: Problems, fields: Values, *, product: Product, present: ProductVariant | None = None
) -> Values:
    """Return the columns to set. Whatever is not named here cannot be set."""
    values = _prices(problems, fields, product.currency, present)
    if "sku" in fields:
        values["sku"] = clean_sku(problems, fields["sku"] or free_skus([default_sku(product)])[0])
    if "barcode" in fields:
        values["barcode"] = problems.line("barcode", fields["barcode"], most=most.BARCODE_MOST_CHARACTERS)
    if "weight_grams" in fields:
        values["weight_grams"] = size(problems, "weight", fields["weight_grams"], most.WEIGHT_MOST_GRAMS)
    if fields.get("position") is not None:
        values["position"] = problems.whole("position", fields["position"], least=0, most=POSITION_MOST)
    for flag in ("is_default", "is_active"):
        if flag in fields:
            values[flag] = problems.flag(flag, fields[flag])
    return values


def normal_sku(sku: str) -> str:
    """Return the one spelling under which a SKU is stored and looked up."""
    return " ".join(unicodedata.normalize("NFKC", sku).translate(UNSEEN).split()).upper()


def clean_sku(problems: Problems, sku: Any) -> str:
    cleaned = normal_sku(sku) if isinstance(sku, str) else ""
    if not most.SKU_LEAST_CHARACTERS <= len(cleaned) <= most.SKU_MOST_CHARACTERS or not A_SKU.fullmatch(cleaned):
        limits = {"least": most.SKU_LEAST_CHARACTERS, "most": most.SKU_MOST_CHARACTERS}
        problems.add("sku", _("Use %(least)d to %(most)d letters, digits and . / + # & - _.") % limits)
    return cleaned


def default_sku(product: Product) -> str:
    return normal_sku(product.slug)[:80].rstrip("-")


def free_skus(wanted: Sequence[str]) -> list[str]:
    """Return SKUs like the wanted ones that nothing has or had, each once; a number tells them apart."""
    bases = [sku[: most.SKU_MOST_CHARACTERS - 10] for sku in wanted]
    candidates = {base: [base, *(f"{base}-{number}" for number in range(2, NUMBERED))] for base in bases}
    every = {sku for listed in candidates.values() for sku in listed}
    taken = set(ProductVariant.objects.filter(sku__in=every).values_list("sku", flat=True))
    free = []
    for base in bases:
        sku = next((sku for sku in candidates[base] if sku not in taken), f"{base}-{readable_code(8)}")
        taken.add(sku)
        free.append(sku)
    return free


def _prices(problems: Problems, fields: Values, currency: str, present: ProductVariant | None) -> Values:
    values: Values = {}
    if "price" in fields:
        value = fields["price"]
        shown = str(value) if hasattr(value, "minor") else value
        values["price_minor"] = price_minor(problems, "price", shown, currency)
    price = values.get("price_minor", present and present.price_minor)
    if "compare_at_price" in fields:
        values["compare_at_price_minor"] = former_price_minor(problems, fields["compare_at_price"], price, currency)
    elif present and price and present.compare_at_price_minor and present.compare_at_price_minor <= price:
        problems.add("price", _("The former price must be higher than the price."))
    if "cost_price" in fields:
        cost = fields["cost_price"]
        values["cost_price_minor"] = None if cost is None else price_minor(problems, "cost_price", cost, currency)
    return values
