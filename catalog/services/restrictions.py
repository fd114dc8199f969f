"""What a region may not be sold, or what may be sold there only."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.enums import RestrictionRule
from catalog.events import RestrictionsChanged
from catalog.models import Brand, Category, Product, ProductRestriction
from catalog.models.regional import RESTRICTABLE
from catalog.selectors.sellable import RESTRICTIONS
from catalog.services.editing import Problems, Values, record
from core import caching
from core.errors import InvalidInput, NotFound
from core.outbox import publish
from regions.models import Region
from stores.models import Store

MODELS = {"product": Product, "category": Category, "brand": Brand, "store": Store}
assert tuple(MODELS) == RESTRICTABLE


@transaction.atomic
def set_restrictions(
    *, region: Region, restrictions: Sequence[Values], actor: User | None, reason: str = ""
) -> list[ProductRestriction]:
    """Replace the restrictions of a region by these, each `{rule, and one of product, category, brand, store}`.

    Raises InvalidInput that names the row, or NotFound for a region that is gone.
    """
    region_now = Region.objects.select_for_update().filter(pk=region.pk).first()
    if region_now is None:
        raise NotFound
    wanted = _read(restrictions)
    present = {_named(row): row for row in ProductRestriction.objects.filter(region=region_now)}
    gone = [row.pk for named, row in present.items() if wanted.get(named) != row.rule]
    added = [
        ProductRestriction(region=region_now, rule=rule, **{f"{what}_id": pk})
        for (what, pk), rule in wanted.items()
        if (what, pk) not in present or present[what, pk].rule != rule
    ]
    if gone or added:
        ProductRestriction.objects.filter(pk__in=gone).delete()
        ProductRestriction.objects.bulk_create(added)
        record(
            actor, "restricted", region_now,
            {"restrictions": sorted(f"{row.rule} {what} {pk}" for (what, pk), row in present.items())},
            {"restrictions": sorted(f"{rule} {what} {pk}" for (what, pk), rule in wanted.items())},
            reason,
        )  # fmt: skip
        caching.bump(RESTRICTIONS)
        publish(RestrictionsChanged(region_id=region_now.pk))
    return list(ProductRestriction.objects.filter(region=region_now).order_by("created_at", "pk"))


@transaction.atomic
def add_restriction(
    *, region: Region, rule: str, actor: User | None, reason: str = "", **named: object
) -> ProductRestriction:
    """Add one restriction, of a product, category, brand or store by its id. Raises as `set_restrictions`."""
    present = _of_region(region)
    wanted = {what: pk for what, pk in named.items() if pk}
    if any(row.items() >= wanted.items() for row in present if wanted):
        raise InvalidInput(non_field_errors=[_("That is restricted there already.")])
    stored = set_restrictions(
        region=region, restrictions=[*present, {"rule": rule, **wanted}], actor=actor, reason=reason
    )
    return next(row for row in stored if dict([_named(row)]) == wanted)


@transaction.atomic
def remove_restriction(*, restriction: ProductRestriction, actor: User | None, reason: str = "") -> None:
    """Take one restriction away; one that is gone already is no reason to refuse."""
    named = _named(restriction)
    region = restriction.region
    others = [row for row in _of_region(region) if row.get(named[0]) != named[1]]
    set_restrictions(region=region, restrictions=others, actor=actor, reason=reason)


def _of_region(region: Region) -> list[Values]:
    """The restrictions as they are now, for nobody else to change. Raises NotFound."""
    if not Region.objects.select_for_update().filter(pk=region.pk).exists():
        raise NotFound
    rows = ProductRestriction.objects.filter(region_id=region.pk).order_by("created_at", "pk")
    return [{"rule": row.rule, **dict([_named(row)])} for row in rows]


def _read(restrictions: Sequence[Values]) -> dict[tuple[str, object], str]:
    """Return the rule for each thing that is named."""
    problems = Problems()
    wanted: dict[tuple[str, object], str] = {}
    known = _known(restrictions)
    for number, row in enumerate(restrictions):
        named = [(what, row[what]) for what in RESTRICTABLE if row.get(what)]
        place = f"restrictions.{number}"
        problems.choice(f"{place}.rule", row.get("rule"), RestrictionRule.values)
        if len(named) != 1 or named[0] in wanted:
            problems.add(place, _("Name one product, category, brand or store, each once."))
        elif named[0] not in known:
            problems.add(f"{place}.{named[0][0]}", _("There is no such thing."))
        else:
            wanted[named[0]] = row["rule"]
    problems.refuse()
    return wanted


def _known(restrictions: Sequence[Values]) -> set[tuple[str, object]]:
    """Return what exists of what is named, locked so that it does not go in the meantime."""
    return {
        (what, pk)
        for what, model in MODELS.items()
        if (named := {row[what] for row in restrictions if row.get(what)})
        for pk in _locked(model, named).values_list("pk", flat=True)
    }


def _locked(model: type[Model], ids: set[object]) -> QuerySet:
    return model._default_manager.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))


def _named(row: ProductRestriction) -> tuple[str, object]:
    return next((what, pk) for what in RESTRICTABLE if (pk := getattr(row, f"{what}_id")))
