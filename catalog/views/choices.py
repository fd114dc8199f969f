"""The variant picker: what is chosen, and where each other choice leads."""

from dataclasses import dataclass

from catalog.selectors import Axis, AxisValue, Detail, VariantShown


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of an axis. `state` is here, in, out, or missing beside the values chosen of the other axes."""

    value: AxisValue
    sku: str
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    axis: Axis
    chosen: str
    choices: tuple[Choice, ...]


def chosen_variant(product: Detail, sku: str) -> VariantShown | None:
    """Return the variant of this SKU, else the default one if it can be bought, else the first that can."""
    named = next((one for one in product.variants if one.sku == sku), None)
    default = sorted(product.variants, key=lambda one: (not one.can_be_bought, not one.is_default))
    return named or next(iter(default), None)


def rows_of(product: Detail, chosen: VariantShown | None) -> list[Row]:
    """Return the picker: every value leads to the variant that keeps most of what is chosen."""
    if chosen is None:
        return []
    own = _values(chosen)
    return [
        Row(
            axis,
            next((value.label for value in axis.values if value.value == own.get(axis.code)), ""),
            tuple(_choice(product, own, axis, value) for value in axis.values),
        )
        for axis in product.axes
    ]


def _choice(product: Detail, own: dict[str, str], axis: Axis, value: AxisValue) -> Choice:
    wanted = own | {axis.code: value.value}
    having = [one for one in product.variants if _values(one).get(axis.code) == value.value]
    if not having:
        return Choice(value, "", "missing")
    nearest = max(having, key=lambda one: (_agreeing(one, wanted), one.can_be_bought))
    if own.get(axis.code) == value.value:
        state = "here"
    elif _values(nearest) != wanted:
        state = "missing"
    else:
        state = "in" if nearest.can_be_bought else "out"
    return Choice(value, nearest.sku, state)


def _agreeing(variant: VariantShown, wanted: dict[str, str]) -> int:
    return sum(wanted.get(code) == value for code, value in _values(variant).items())


def _values(variant: VariantShown) -> dict[str, str]:
    return {value.code: value.value for value in variant.attributes}
