"""What the demo's goods stand on: categories, brands, properties and their values, tax classes, stores."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from catalog.demo.goods_table import read_goods
from catalog.demo.looks import shelf_look
from catalog.demo.words import ATTRIBUTES, BRANDS, CATEGORIES, COLOURS, HINDI, SIZES, YES_AND_NO
from catalog.enums import DataType
from catalog.models import Attribute, AttributeValue, Brand, Category, Translation, tag_id
from core import demo
from core.models import Picture
from core.slugs import slug_of
from regions.models import TaxClass
from stores.models import Store

# Which of the demo's tax classes each kind of goods is in. A shop without one of them has it made without a rate.
TAX_CLASSES = {
    "standard": ("electronics", "household", "furniture", "beauty", "bags"),
    "reduced": ("footwear", "toys", "sports", "stationery", "garden"),
    "essential": ("apparel", "food"),
    "exempt": ("books",),
}


@dataclass(frozen=True)
class Shelves:
    """Everything that is there, by the words of the tables."""

    categories: Mapping[str, Category]
    brands: Mapping[str, Brand]
    values: Mapping[tuple[str, str], AttributeValue]
    tax_classes: Mapping[str, TaxClass]
    stores: Mapping[str, Store]
    pictures: Mapping[str, Picture]


def put_up(pictures: Mapping[str, Picture]) -> Shelves:
    """Make what is missing, and return all of it."""
    for tag in {tag for goods in read_goods() for tag in goods.tags}:
        _keep_hindi(tag_id(tag), "tag", "label", HINDI[tag])
    return Shelves(
        categories=_categories(pictures),
        brands=_brands(pictures),
        values=_values(),
        tax_classes=_tax_classes(),
        stores=_stores(),
        pictures=pictures,
    )


def _say_in_hindi(row: Category | Brand | Attribute | AttributeValue, **texts: str) -> None:
    for field, text in texts.items():
        _keep_hindi(row.pk, row._meta.model_name or "", field, text)


def _keep_hindi(object_id: UUID, kind: str, field: str, text: str) -> None:
    defaults = {"text": text, "kind": kind}
    Translation.objects.get_or_create(object_id=object_id, language="hi", field=field, defaults=defaults)


def _categories(pictures: Mapping[str, Picture]) -> dict[str, Category]:
    made: dict[str, Category] = {}
    for position, (slug, shelf) in enumerate(CATEGORIES.items()):
        category, is_new = Category.objects.get_or_create(
            slug=slug,
            defaults={
                "name": shelf.name,
                "parent": made.get(shelf.within),
                "description": shelf.description,
                "picture": pictures[shelf_look(slug).name],
                "position": position,
            },
        )
        made[slug] = category
        if is_new:
            _say_in_hindi(category, name=shelf.hindi, **({"description": shelf.in_hindi} if shelf.in_hindi else {}))
    return made


def _brands(pictures: Mapping[str, Picture]) -> dict[str, Brand]:
    """One of them has no mark, as happens."""
    made: dict[str, Brand] = {}
    for name, (description, hindi) in BRANDS.items():
        slug = slug_of(name, most=140)
        made[name], is_new = Brand.objects.get_or_create(
            slug=slug, defaults={"name": name, "picture": pictures.get(slug), "description": description}
        )
        if is_new:
            _say_in_hindi(made[name], description=hindi)
    return made


def _values() -> dict[tuple[str, str], AttributeValue]:
    wanted: dict[str, list[str]] = {}
    for goods in read_goods():
        for code, texts in goods.facts.items():
            known = wanted.setdefault(code, [])
            known += [text for text in texts if text not in known]
    made = {}
    for position, (code, described) in enumerate(ATTRIBUTES.items()):
        attribute, is_new = Attribute.objects.get_or_create(
            code=code.replace("_", "-"),
            defaults={
                "name": described.name,
                "data_type": described.kind,
                "unit": described.unit,
                "position": position,
                "is_filterable": described.filter,
                "is_variant_axis": described.axis,
            },
        )
        if is_new:
            unit = HINDI.get(f"unit {described.unit}")
            _say_in_hindi(attribute, name=described.hindi, **({"unit": unit} if unit else {}))
        for place, text in enumerate(_in_order(wanted.get(code, []), described.kind)):
            made[code, text] = _value(attribute, text, place)
    return made


def _in_order(texts: list[str], kind: DataType) -> list[str]:
    if kind in {DataType.INT, DataType.FLOAT}:
        return sorted(texts, key=float)
    order = [*COLOURS] if kind == DataType.COLOUR else [*SIZES]
    return [one for one in order if one in texts] + [text for text in texts if text not in order]


def _value(attribute: Attribute, text: str, place: int) -> AttributeValue:
    is_colour = attribute.data_type == DataType.COLOUR
    colour, hindi = COLOURS.get(text, ("", "")) if is_colour else ("", (YES_AND_NO | HINDI).get(text))
    is_yes = attribute.data_type == DataType.BOOL and text == "yes"
    normal = ("true" if is_yes else "false") if attribute.data_type == DataType.BOOL else text.casefold()
    value, is_new = AttributeValue.objects.get_or_create(
        attribute=attribute,
        value=normal,
        defaults={"label": text.capitalize() if text.islower() else text, "colour_hex": colour, "position": place},
    )
    if is_new and hindi:
        _say_in_hindi(value, label=hindi)
    value.attribute = attribute
    return value


def _tax_classes() -> dict[str, TaxClass]:
    classes = {
        code: TaxClass.objects.get_or_create(code=code, defaults={"name": code.title()})[0] for code in TAX_CLASSES
    }
    return {kind: classes[code] for code, kinds in TAX_CLASSES.items() for kind in kinds}


def _stores() -> dict[str, Store]:
    people = ("seller", "seller2")
    found = Store.objects.filter(owner__email__in=[f"{who}@{demo.DOMAIN}" for who in people]).select_related("owner")
    return {store.owner.email.partition("@")[0]: store for store in found}
