"""Attributes and their values: what can be said of products, and by what variants differ."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from catalog import constants as most
from catalog.enums import DataType
from catalog.errors import CodeTaken, StillUsed, ValueTaken
from catalog.events import AttributeChanged
from catalog.models import Attribute, AttributeValue, ProductAttributeValue, VariantAttributeValue
from catalog.services.editing import Problems, Values, record, refuse_stale, set_values, stored_values
from catalog.services.translations import clean_texts, forget_texts, write_texts
from core.errors import NotFound
from core.outbox import publish
from core.slugs import slug_of
from core.text import one_line

# Kinds whose values staff write down beforehand; those of the others come with the products.
LISTED = {DataType.ENUM, DataType.COLOUR}
COLOUR = re.compile(r"#[0-9a-f]{6}")
WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
YES, NO = {"true", "yes", "1"}, {"false", "no", "0"}
POSITION_MOST = 32_000


@transaction.atomic
def create_attribute(
    *, actor: User | None, name: str, data_type: str, code: str = "", translations: dict | None = None, **fields: Any
) -> Attribute:
    """Add an attribute; without a code, one is made of its name. Raises InvalidInput or CodeTaken."""
    problems = Problems()
    values = _cleaned(problems, {"name": name, "data_type": data_type, "code": code or name, **fields})
    texts = clean_texts(problems, "attribute", translations or {})
    problems.refuse()
    attribute = Attribute(**values)
    _save(attribute, CodeTaken, force_insert=True)
    write_texts(attribute, texts)
    record(actor, "added", attribute, after=stored_values(attribute))
    publish(AttributeChanged(attribute_id=attribute.pk))
    return attribute


@transaction.atomic
def update_attribute(
    *, attribute: Attribute, actor: User | None, version: datetime | None = None,
    translations: dict | None = None, **fields: Any,
) -> Attribute:  # fmt: skip
    """Change what is given. Raises InvalidInput, CodeTaken, VersionConflict, or StillUsed for the type of values."""
    problems = Problems()
    values = _cleaned(problems, fields)
    texts = clean_texts(problems, "attribute", translations or {})
    problems.refuse()
    attribute = _locked(attribute)
    refuse_stale(attribute, version)
    before, after = set_values(attribute, values)
    if "data_type" in after and (count := attribute.values.count()):
        raise StillUsed(values=count)
    if before.get("is_variant_axis") and (count := VariantAttributeValue.objects.filter(attribute=attribute).count()):
        raise StillUsed(variants=count)
    _save(attribute, CodeTaken)
    texts_before, texts_after = write_texts(attribute, texts)
    if after or texts_after:
        record(actor, "changed", attribute, before | texts_before, after | texts_after)
        publish(AttributeChanged(attribute_id=attribute.pk))
    return attribute


@transaction.atomic
def delete_attribute(*, attribute: Attribute, actor: User | None, reason: str = "") -> None:
    """Delete an attribute with its values. Raises StillUsed while products or variants have one of them."""
    attribute = _locked(attribute)
    _refuse_used(attribute=attribute)
    record(actor, "deleted", attribute, before=stored_values(attribute), reason=reason)
    gone = attribute.pk
    forget_texts(gone, *attribute.values.values_list("pk", flat=True))
    attribute.delete()
    publish(AttributeChanged(attribute_id=gone))


@transaction.atomic
def add_value(
    *, attribute: Attribute, actor: User | None, label: str, value: str = "", colour_hex: str = "",
    position: int | None = None, translations: dict | None = None,
) -> AttributeValue:  # fmt: skip
    """Add a value to an attribute. Raises InvalidInput or ValueTaken."""
    attribute = _locked(attribute)
    problems = Problems()
    read = read_value(problems, "value" if value else "label", attribute, value or label)
    values = {
        "label": problems.line("label", label, least=1, most=most.LABEL_MOST_CHARACTERS),
        "colour_hex": _colour(problems, attribute, colour_hex),
        "position": attribute.values.count()
        if position is None
        else problems.whole("position", position, least=0, most=POSITION_MOST),
    }
    texts = clean_texts(problems, "attributevalue", translations or {})
    problems.refuse()
    row = AttributeValue(attribute=attribute, value=read, **values)
    _save(row, ValueTaken, force_insert=True)
    write_texts(row, texts)
    record(actor, "added", row, after=stored_values(row))
    publish(AttributeChanged(attribute_id=attribute.pk))
    return row


@transaction.atomic
def update_value(
    *, value: AttributeValue, actor: User | None, version: datetime | None = None,
    translations: dict | None = None, **fields: Any,
) -> AttributeValue:  # fmt: skip
    """Change what is given: label, value, colour_hex, position. Raises InvalidInput, ValueTaken or VersionConflict."""
    attribute = _locked(value.attribute)
    value = attribute.values.select_for_update(of=("self",)).filter(pk=value.pk).first() or _gone()
    refuse_stale(value, version)
    problems = Problems()
    values: Values = {}
    if "label" in fields:
        values["label"] = problems.line("label", fields["label"], least=1, most=most.LABEL_MOST_CHARACTERS)
    if "value" in fields:
        values["value"] = read_value(problems, "value", attribute, fields["value"])
    if "colour_hex" in fields:
        values["colour_hex"] = _colour(problems, attribute, fields["colour_hex"])
    if fields.get("position") is not None:
        values["position"] = problems.whole("position", fields["position"], least=0, most=POSITION_MOST)
    texts = clean_texts(problems, "attributevalue", translations or {})
    problems.refuse()
    before, after = set_values(value, values)
    _save(value, ValueTaken)
    texts_before, texts_after = write_texts(value, texts)
    if after or texts_after:
        record(actor, "changed", value, before | texts_before, after | texts_after)
        publish(AttributeChanged(attribute_id=attribute.pk))
    return value


@transaction.atomic
def delete_value(*, value: AttributeValue, actor: User | None, reason: str = "") -> None:
    """Delete a value that nothing has. Raises StillUsed."""
    attribute = _locked(value.attribute)
    value = attribute.values.filter(pk=value.pk).first() or _gone()
    _refuse_used(value=value)
    record(actor, "deleted", value, before=stored_values(value), reason=reason)
    forget_texts(value.pk)
    value.delete()
    publish(AttributeChanged(attribute_id=attribute.pk))


def find_values(
    problems: Problems, field: str, said: Mapping[str, Any], *, axes_only: bool = False
) -> dict[Attribute, list[AttributeValue]]:
    """Return the values that are meant by `{code: value or [values]}`, in two queries unless some are new.

    Locks the attributes, so that none of them goes before what is said is stored.
    """
    known = {
        attribute.code: attribute
        for attribute in Attribute.objects.filter(code__in=list(said)).order_by("pk").select_for_update(of=("self",))
    }
    wanted: dict[Attribute, dict[str, str]] = {}
    for code, raw in said.items():
        attribute = known.get(code)
        if attribute is None or (axes_only and not attribute.is_variant_axis):
            problems.add(f"{field}.{code}", _("There is no such attribute, or variants do not differ by it."))
            continue
        listed = raw if isinstance(raw, list | tuple) else [] if raw is None else [raw]
        read = ((read_value(problems, f"{field}.{code}", attribute, one), one) for one in listed)
        wanted[attribute] = {value: label_of(attribute, value, raw) for value, raw in read if value}
    rows = AttributeValue.objects.filter(
        attribute__in=wanted, value__in={value for values in wanted.values() for value in values}
    )
    stored = {(row.attribute_id, row.value): row for row in rows}
    return {
        attribute: [
            row
            for value, label in values.items()
            if (row := stored.get((attribute.pk, value)) or _made(problems, field, attribute, value, label))
        ]
        for attribute, values in wanted.items()
    }


def _made(problems: Problems, field: str, attribute: Attribute, value: str, label: str) -> AttributeValue | None:
    if attribute.data_type in LISTED:
        problems.add(f"{field}.{attribute.code}", _("%(value)s is not one of its values.") % {"value": label})
        return None
    return AttributeValue.objects.get_or_create(attribute=attribute, value=value, defaults={"label": label})[0]


def read_value(problems: Problems, field: str, attribute: Attribute, raw: Any) -> str:
    """Return the value as machines compare it."""
    text = one_line(str(raw)) if isinstance(raw, str | int | float | Decimal) else ""
    folded = "-".join(unicodedata.normalize("NFKC", text).casefold().split())
    match attribute.data_type:
        case DataType.BOOL:
            read = "true" if folded in YES else "false" if folded in NO else ""
        case DataType.INT:
            read = str(int(text)) if WHOLE.fullmatch(text) else ""
        case DataType.FLOAT:
            read = _number(text)
        case _:
            read = folded if len(folded) <= most.LABEL_MOST_CHARACTERS else ""
    if not read:
        problems.add(field, _("That is no value of the type %(type)s.") % {"type": attribute.data_type})
    return read


def _number(text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return ""
    exponent = number.as_tuple().exponent
    if not text.isascii() or not isinstance(exponent, int) or abs(exponent) > 12 or abs(number) >= 10**15:
        return ""
    plain = f"{number:f}"
    short = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return short if number else "0"


def label_of(attribute: Attribute, value: str, raw: Any) -> str:
    if attribute.data_type == DataType.BOOL:
        return "Yes" if value == "true" else "No"
    return one_line(str(raw))[: most.LABEL_MOST_CHARACTERS] if attribute.data_type == DataType.STRING else value


def _colour(problems: Problems, attribute: Attribute, colour_hex: Any) -> str:
    colour = colour_hex.lower() if isinstance(colour_hex, str) else ""
    is_colour = attribute.data_type == DataType.COLOUR
    if (is_colour or colour_hex) and not (is_colour and COLOUR.fullmatch(colour)):
        problems.add("colour_hex", _("A colour needs its value, such as #1e88e5; nothing else has one."))
    return colour


def _cleaned(problems: Problems, fields: Values) -> Values:
    """Return the columns to set. Whatever is not named here cannot be set."""
    values: Values = {}
    if "name" in fields:
        values["name"] = problems.line("name", fields["name"], least=1, most=80)
    if "code" in fields:
        values["code"] = slug_of(fields["code"], most=60) if isinstance(fields["code"], str) else ""
        if not values["code"]:
            problems.add("code", _("Use letters, digits and dashes."))
    if "data_type" in fields:
        values["data_type"] = problems.choice("data_type", fields["data_type"], DataType.values)
    if "unit" in fields:
        values["unit"] = problems.line("unit", fields["unit"], most=20)
    if fields.get("position") is not None:
        values["position"] = problems.whole("position", fields["position"], least=0, most=POSITION_MOST)
    for flag in ("is_filterable", "is_variant_axis"):
        if flag in fields:
            values[flag] = problems.flag(flag, fields[flag])
    return values


def _refuse_used(**what: Attribute | AttributeValue) -> None:
    used = {
        "products": ProductAttributeValue.objects.filter(**what).count(),
        "variants": VariantAttributeValue.objects.filter(**what).count(),
    }
    if used := {by: count for by, count in used.items() if count}:
        raise StillUsed(**used)


def _save(
    row: Attribute | AttributeValue, refusal: type[CodeTaken | ValueTaken], *, force_insert: bool = False
) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=force_insert)
    except IntegrityError:
        raise refusal from None


def _locked(attribute: Attribute) -> Attribute:
    return Attribute.objects.select_for_update().filter(pk=attribute.pk).first() or _gone()


def _gone() -> Any:
    raise NotFound
