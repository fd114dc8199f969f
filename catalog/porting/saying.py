"""Attributes in a file: those by which variants differ belong to the row's variant, the others to its product."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catalog.models import Attribute, AttributeValue, Product, ProductVariant
from catalog.porting import columns
from catalog.porting.present import Cells, Present
from catalog.services.attributes import LISTED, label_of, read_value
from catalog.services.editing import Problems


@dataclass
class Said:
    """What differs from what is said now. `made` are values that the attribute does not have yet."""

    axes: dict[Attribute, AttributeValue | None] = field(default_factory=dict)
    product: dict[Attribute, list[AttributeValue]] = field(default_factory=dict)
    made: list[AttributeValue] = field(default_factory=list)


def read_said(
    problems: Problems, present: Present, cells: Cells, product: Product, variant: ProductVariant | None
) -> Said:
    said = Said()
    for name, text in cells.items():
        if not name.startswith(columns.ATTRIBUTE):
            continue
        attribute = present.attributes.get(name.removeprefix(columns.ATTRIBUTE))
        if attribute is None:
            problems.add(name, _("There is no such attribute."))
            continue
        parts = [] if text == columns.EMPTY else columns.split(text)
        values = [value for part in parts if (value := _value(problems, name, present, said, attribute, part))]
        if name in problems:
            continue
        if attribute.is_variant_axis:
            _differ(problems, name, present, said, variant, attribute, values)
        elif {value.pk for value in values} != {value.pk for value in present.said[product.pk].get(attribute.pk, ())}:
            said.product[attribute] = values
    return said


def _differ(
    problems: Problems, name: str, present: Present, said: Said, variant: ProductVariant | None,
    attribute: Attribute, values: list[AttributeValue],
) -> None:  # fmt: skip
    if len(values) > 1:
        problems.add(name, _("A variant has one value of each."))
        return
    value = values[0] if values else None
    now = present.axes[variant.pk].get(attribute.pk) if variant else None
    if (value and value.pk) != (now and now.pk):
        said.axes[attribute] = value


def _value(
    problems: Problems, name: str, present: Present, said: Said, attribute: Attribute, text: str
) -> AttributeValue | None:
    if known := present.value_of(attribute, text):
        return known
    own = Problems()
    read = read_value(own, name, attribute, text)
    if own:
        problems.setdefault(name, []).extend(own[name])
        return None
    known = present.value_of(attribute, read)
    known = known or next((one for one in said.made if (one.attribute_id, one.value) == (attribute.pk, read)), None)
    if known:
        return known
    if attribute.data_type in LISTED:
        problems.add(name, _("%(value)s is not one of its values.") % {"value": text})
        return None
    made = AttributeValue(attribute=attribute, value=read, label=label_of(attribute, read, text))
    said.made.append(made)
    return made
