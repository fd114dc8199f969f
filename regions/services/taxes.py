"""Tax classes and rates."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ManyToOneRel, Model, ProtectedError
from django.utils.translation import gettext as _
from django_countries import countries

from core import caching
from core.back_office import recording
from core.errors import Duplicate, InvalidInput, NotFound
from core.outbox import publish
from regions.enums import Applies
from regions.errors import TaxClassInUse
from regions.events import TaxesChanged
from regions.models import Region, TaxClass, TaxRate
from regions.snapshot import TAXES
from regions.taxes import WHOLE

CLASS_FIELDS = {"code", "name", "is_default"}
RATE_FIELDS = {
    "region", "tax_class", "name", "rate_millionths", "country", "state", "postal_pattern", "applies", "is_compound",
    "position",
}  # fmt: skip


def save_tax_class(*, tax_class: TaxClass | None = None, actor: Model | None, **fields: Any) -> TaxClass:
    """Make or change a class of goods. Raises InvalidInput, Duplicate, or NotFound when it was deleted meanwhile."""
    try:
        with transaction.atomic():
            return _write_class(tax_class, actor, fields)
    except IntegrityError:
        raise Duplicate from None


@transaction.atomic
def delete_tax_class(*, tax_class: TaxClass, actor: Model | None) -> None:
    """Delete a class that nothing belongs to. Raises TaxClassInUse, for the default one too."""
    if tax_class.is_default or has_members(tax_class):
        raise TaxClassInUse
    recording.record_deleted(actor, tax_class)
    try:
        with transaction.atomic():
            tax_class.delete()
    except (ProtectedError, IntegrityError):
        raise TaxClassInUse from None
    caching.bump(TAXES)


def has_members(tax_class: TaxClass) -> bool:
    """Return whether goods or tax rates belong to it, in whichever app they are."""
    return any(
        relation.field.model._base_manager.filter(**{relation.field.name: tax_class}).exists()
        for relation in TaxClass._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel)
    )


def save_tax_rate(*, rate: TaxRate | None = None, actor: Model | None, **fields: Any) -> TaxRate:
    """Make or change a tax. Raises InvalidInput, Duplicate for the same name and place, or NotFound."""
    try:
        with transaction.atomic():
            return _write_rate(rate, actor, fields)
    except IntegrityError:
        raise Duplicate from None


@transaction.atomic
def delete_tax_rate(*, rate: TaxRate, actor: Model | None) -> None:
    recording.record_deleted(actor, rate)
    rate.delete()
    _tell(rate.region_id)


def _write_class(tax_class: TaxClass | None, actor: Model | None, fields: dict[str, Any]) -> TaxClass:
    held = {row.pk: row for row in TaxClass.objects.select_for_update().order_by("pk")}
    row = TaxClass() if tax_class is None else held.get(tax_class.pk)
    if row is None:
        raise NotFound
    before = recording.snapshot(row)
    for name in CLASS_FIELDS & fields.keys():
        setattr(row, name, fields[name])
    if before["is_default"] and not row.is_default:
        raise InvalidInput(is_default=[_("Make another class the default instead.")])
    if row.is_default:
        TaxClass.objects.filter(is_default=True).exclude(pk=row.pk).update(is_default=False)
    row.save()
    if tax_class is None:
        recording.record_added(actor, row)
    elif before != (after := recording.snapshot(row)):
        recording.record_changed(actor, row, before, after)
    if row.is_default != before["is_default"]:
        _tell(*Region.objects.values_list("pk", flat=True))
    caching.bump(TAXES)
    return row


def _write_rate(rate: TaxRate | None, actor: Model | None, fields: dict[str, Any]) -> TaxRate:
    row = TaxRate() if rate is None else TaxRate.objects.select_for_update(of=("self",)).filter(pk=rate.pk).first()
    if row is None:
        raise NotFound
    before = recording.snapshot(row)
    for name in RATE_FIELDS & fields.keys():
        setattr(row, name, fields[name])
    row.country = row.country.upper()
    _check(row)
    row.save()
    after = recording.snapshot(row)
    if rate is None:
        recording.record_added(actor, row)
    elif before != after:
        recording.record_changed(actor, row, before, after)
    if rate is None or before != after:
        _tell(*{row.region_id, before["region_id"] or row.region_id})
    return row


def _check(rate: TaxRate) -> None:
    wrong: dict[str, list[str]] = {}
    if not 1 <= len(rate.name.strip()) <= 40:
        wrong["name"] = [_("Give a name of at most 40 characters, such as VAT.")]
    if not 0 <= rate.rate_millionths <= WHOLE:
        wrong["rate"] = [_("Give a rate from 0 to 100 percent.")]
    if rate.country and rate.country not in countries.countries:
        wrong["country"] = [_("Choose a country.")]
    elif (rate.state or rate.postal_pattern) and not rate.country:
        wrong["country"] = [_("Say in which country the state or postal code is.")]
    if "*" in rate.postal_pattern[:-1]:
        wrong["postal_pattern"] = [_("A star stands for the rest of the postal code, at the end only.")]
    if rate.applies not in Applies.values:
        wrong["applies"] = [_("Choose when the tax applies.")]
    if wrong:
        raise InvalidInput(**wrong)


def _tell(*region_ids: UUID) -> None:
    for region_id in sorted(region_ids):
        publish(TaxesChanged(region_id=region_id))
    caching.bump(TAXES)
