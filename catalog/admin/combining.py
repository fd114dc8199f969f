"""Combinations of axes on a product's page: shown first, with what they would be mistaken for, then made."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import services
from catalog.admin.sections import Refused, Section
from catalog.forms.product import CombinationsForm
from catalog.models import Product, ProductVariant
from catalog.selectors.staff import list_variants
from core.errors import InvalidInput

NAMED_MOST = 5


def values_of(product: Product) -> dict[str, list[str]]:
    """The values by which the product's variants differ, by the codes of their axes."""
    found: dict[str, dict[str, None]] = {}
    for variant in list_variants().filter(product=product):
        for said in variant.attribute_values.all():
            found.setdefault(said.attribute.code, {})[said.value.value] = None
    return {code: list(values) for code, values in found.items()}


def make(request: HttpRequest, product: Product, form: CombinationsForm, made: Section) -> None:
    """Make them once they were seen; until then only show what would be made. Raises InvalidInput."""
    if not form.is_valid() or not form.chosen():
        raise InvalidInput(axes=[_("Choose values.")])
    before = set(product.variants.values_list("pk", flat=True))
    variants = services.generate_variants(
        product=product, axes=form.chosen(), actor=request.user, sku_pattern=form.cleaned_data["sku_pattern"]
    )
    if not variants:
        raise InvalidInput(axes=[_("The product has all of these already.")])
    wanted = {variant.pk for variant in variants}
    living = list(list_variants().filter(product=product).order_by("position"))
    shown = [variant for variant in living if variant.pk in wanted]
    preview = [(variant.labels, variant.sku) for variant in shown]
    warnings = _warnings(shown, [variant for variant in living if variant.pk not in wanted])
    # What is confirmed is what was seen: other values chosen since, or another's work, are shown anew.
    seen = hashlib.sha256(repr((preview, warnings)).encode()).hexdigest()
    if request.POST.get("confirmed") != seen:
        made.context |= {"preview": preview, "warnings": warnings, "seen": seen}
        made.question = _("Nothing is made yet. Look at the list below, then make them.")
        raise Refused
    made.done = _done(len(wanted - before), is_filled=bool(wanted & before))


def _warnings(made: Sequence[ProductVariant], others: Sequence[ProductVariant]) -> list[str]:
    """Say whom the new ones would be mistaken for: those that differ by other axes, and those that read the same."""
    axes = _axes(made[0])
    strangers = [variant for variant in others if _axes(variant) != axes]
    found = []
    if strangers:
        theirs = {code: name for variant in strangers for code, name in _axes(variant).items()}
        words = {"axes": _listed(axes.values()), "theirs": _listed(theirs.values()), "skus": _skus(strangers)}
        found.append(
            _(
                "These would differ by %(axes)s, but variants that are there differ by %(theirs)s: the new ones could "
                "not be told apart from %(skus)s."
            )
            % words
        )
    times = Counter(variant.labels for variant in [*made, *others])
    twins = [variant for variant in made if times[variant.labels] > 1]
    if twins:
        found.append(_("Another variant reads the same as each of these: %(skus)s.") % {"skus": _skus(twins)})
    return found


def _axes(variant: ProductVariant) -> dict[str, str]:
    return {said.attribute.code: said.attribute.name for said in variant.attribute_values.all()}


def _listed(names: Any) -> str:
    return ", ".join(names) or _("nothing")


def _skus(variants: Sequence[ProductVariant]) -> str:
    named = [variant.sku for variant in variants[:NAMED_MOST]]
    return ", ".join([*named, "…"] if len(variants) > NAMED_MOST else named)


def _done(count: int, *, is_filled: bool) -> str:
    said = []
    if count:
        said.append(ngettext("%(count)d variant was made.", "%(count)d variants were made.", count) % {"count": count})
    if is_filled:
        said.append(_("The variant that was there took the first combination."))
    return " ".join(said)
