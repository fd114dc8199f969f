"""What a product may say of itself: every field checked at once, and nothing set that is not named here."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog import constants as most
from catalog.enums import ProductKind, TargetRole
from catalog.models import Brand, Category
from catalog.services.editing import Problems, Values
from catalog.services.prices import price_minor
from core.text import one_line
from regions.models import TaxClass
from stores.models import Store

SIDES = ("length_mm", "width_mm", "height_mm")


def clean_product(problems: Problems, fields: Values, *, currency: str) -> Values:
    """Return the columns to set. Locks the category and the brand, so that they do not go in the meantime."""
    values = _texts(problems, fields) | _places(problems, fields)
    if "base_price" in fields:
        values["base_price_minor"] = price_minor(problems, "base_price", fields["base_price"], currency)
    if "kind" in fields:
        values["kind"] = problems.choice("kind", fields["kind"], ProductKind.values)
    if "target_role" in fields:
        values["target_role"] = problems.choice("target_role", fields["target_role"] or "", ["", *TargetRole.values])
    if "tags" in fields:
        values["tags"] = clean_tags(problems, fields["tags"])
    if "weight_grams" in fields:
        values["weight_grams"] = size(problems, "weight", fields["weight_grams"], most.WEIGHT_MOST_GRAMS)
    for side in SIDES:
        if side in fields:
            values[side] = size(problems, "dimensions", fields[side], most.SIDE_MOST_MILLIMETRES)
    return values


def clean_tags(problems: Problems, tags: Any) -> list[str]:
    """Return the tags in small letters, each once, in the order given."""
    if not isinstance(tags, list | tuple) or not all(isinstance(tag, str) for tag in tags):
        problems.add("tags", _("Give a list of words."))
        return []
    cleaned = list(dict.fromkeys(filter(None, (one_line(tag).casefold() for tag in tags))))
    if len(cleaned) > most.TAGS_MOST:
        problems.add("tags", _("Use at most %(most)d tags.") % {"most": most.TAGS_MOST})
    if any(len(tag) > most.TAG_MOST_CHARACTERS for tag in cleaned):
        problems.add("tags", _("Use at most %(most)s characters.") % {"most": most.TAG_MOST_CHARACTERS})
    return cleaned


def default_tax_class() -> UUID | None:
    return TaxClass.objects.order_by("-is_default", "name").values_list("pk", flat=True).first()


def _texts(problems: Problems, fields: Values) -> Values:
    values: Values = {}
    lines: Sequence[tuple[str, int, int]] = (
        ("name", most.NAME_LEAST_CHARACTERS, most.NAME_MOST_CHARACTERS),
        ("short_description", most.SHORT_LEAST_CHARACTERS, most.SHORT_MOST_CHARACTERS),
        ("seo_title", 0, most.SEO_TITLE_MOST_CHARACTERS),
        ("seo_description", 0, most.SEO_DESCRIPTION_MOST_CHARACTERS),
    )
    for name, least, longest in lines:
        if name in fields:
            values[name] = problems.line(name, fields[name], least=least, most=longest)
    if "description" in fields:
        values["description"] = problems.rich("description", fields["description"])
    return values


def _places(problems: Problems, fields: Values) -> Values:
    """Where it belongs: category, brand, store and tax class, each by its id."""
    values: Values = {}
    if "category" in fields:
        values["category_id"] = fields["category"]
        if not Category.objects.filter(pk=fields["category"]).select_for_update(of=("self",)).exists():
            problems.add("category", _("There is no such category."))
    if "brand" in fields:
        values["brand_id"] = fields["brand"]
        brands = Brand.objects.filter(pk=fields["brand"]).select_for_update(of=("self",))
        if fields["brand"] and not brands.exists():
            problems.add("brand", _("There is no such brand."))
    if "store" in fields:
        values["store_id"] = fields["store"]
        if fields["store"] and not Store.objects.filter(pk=fields["store"]).exists():
            problems.add("store", _("There is no such store."))
    if "tax_class" in fields:
        values["tax_class_id"] = fields["tax_class"]
        if not TaxClass.objects.filter(pk=fields["tax_class"]).exists():
            problems.add("tax_class", _("There is no such tax class."))
    return values


def size(problems: Problems, field: str, value: Any, most_of_it: int) -> int | None:
    return None if value is None else problems.whole(field, value, least=1, most=most_of_it)
