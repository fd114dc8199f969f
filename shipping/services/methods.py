"""Ways to send: what they cost, how long they take, when parcels leave."""

from datetime import date
from typing import Any

from babel import Locale
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.services.editing import Problems, record, set_values, stored_values
from core import caching
from core.errors import NotFound
from core.money import MOST_MINOR
from core.text import one_line
from regions.models import TaxClass
from shipping import constants as most
from shipping import snapshot
from shipping.enums import Basis
from shipping.models import ShippingMethod
from shipping.offers import EVERY_DAY, days_of
from shipping.services.zones import lock_zone
from shipping.snapshot import SHIPPING

TAX_CLASS = "shipping"
OTHERS = {"zone", "store", "tax_class"}
FIELDS = {
    "name", "names", "description", "descriptions", "basis", "currency", "steps", "free_from_minor", "most_grams",
    "least_days", "most_days", "cut_off", "sends_on", "delivers_on", "closed_on", "position",
    "is_active",
}  # fmt: skip


@transaction.atomic
def save_method(*, method: ShippingMethod | None = None, actor: User | None, **fields: Any) -> ShippingMethod:
    """Make a way to send, or change what is given. Raises InvalidInput, or NotFound when it or its zone is gone."""
    row = ShippingMethod() if method is None else _locked(method)
    if fields.get("zone"):
        lock_zone(fields["zone"])
    if (method is None or "tax_class" in fields) and not fields.get("tax_class"):
        fields["tax_class"] = tax_class_of_shipping()
    given = {name: fields[name] for name in FIELDS & fields.keys()}
    given |= {f"{name}_id": fields[name] and fields[name].pk for name in OTHERS & fields.keys()}
    before, after = set_values(row, _cleaned(row, given))
    _check_calendar(row)
    row.save()
    if method is None:
        record(actor, "added", row, after=stored_values(row))
    elif after:
        record(actor, "changed", row, before, after)
    caching.bump(SHIPPING)
    return row


@transaction.atomic
def delete_method(*, method: ShippingMethod, actor: User | None) -> None:
    """Take a way out of the shop; orders that were sent by it keep what they know. Raises NotFound."""
    row = _locked(method)
    row.hide(timezone.now())
    row.save(update_fields=["deleted_at", "updated_at"])
    record(actor, "deleted", row, before=stored_values(row))
    caching.bump(SHIPPING)


def tax_class_of_shipping() -> TaxClass:
    """Return the class that shipping is taxed by where nobody says otherwise."""
    return TaxClass.objects.filter(code=TAX_CLASS).first() or TaxClass.objects.get(is_default=True)


def _locked(method: ShippingMethod) -> ShippingMethod:
    row = ShippingMethod.objects.alive().select_for_update(of=("self",)).filter(pk=method.pk).first()
    if row is None:
        raise NotFound
    return row


def _cleaned(row: ShippingMethod, given: dict[str, Any]) -> dict[str, Any]:
    problems, values = Problems(), dict(given)
    if not given.get("zone_id", row.zone_id):
        problems.add("zone", _("Choose a zone."))
    _clean_words(problems, row, values)
    _clean_prices(problems, row, values)
    _clean_times(problems, row, values)
    if "position" in values:
        problems.whole("position", values["position"], least=0, most=most.MOST_POSITION)
    problems.refuse()
    return values


def _clean_words(problems: Problems, row: ShippingMethod, values: dict[str, Any]) -> None:
    if row._state.adding or "name" in values:
        values["name"] = problems.line("name", values.get("name"), least=1, most=most.NAME_MOST_CHARACTERS)
    if "description" in values:
        values["description"] = problems.line(
            "description", values["description"], most=most.DESCRIPTION_MOST_CHARACTERS
        )
    for name, longest in (
        ("names", most.NAME_MOST_CHARACTERS),
        ("descriptions", most.DESCRIPTION_MOST_CHARACTERS),
    ):
        if name in values:
            texts = {language: one_line(text) for language, text in values[name].items()}
            values[name] = {language: text for language, text in texts.items() if text}
            if set(texts) - set(dict(settings.LANGUAGES)) or any(len(text) > longest for text in texts.values()):
                words = _("Give texts by language, such as hi, each of at most %(most)d characters.")
                problems.add(name, words % {"most": longest})


def _clean_prices(problems: Problems, row: ShippingMethod, values: dict[str, Any]) -> None:
    currency = values["currency"] = str(values.get("currency", row.currency)).upper()
    basis = values.setdefault("basis", row.basis)
    if currency not in Locale.parse("en").currencies:
        problems.add("currency", _("Give a currency by its three letters, such as INR."))
    problems.choice("basis", basis, Basis.values)
    is_read_anew = row._state.adding or (currency, basis) != (row.currency, row.basis)
    if "steps" in values:
        values["steps"] = sorted([begin, price] for begin, price in values["steps"])
        _check_steps(problems, values["steps"], basis)
    elif is_read_anew:
        problems.add("steps", _("Give the prices for it."))
    if "free_from_minor" in values:
        free_from = values["free_from_minor"]
        if free_from is not None and not 0 <= free_from <= MOST_MINOR:
            problems.add("free_from", _("Give an amount from zero on."))
    elif row.free_from_minor is not None and currency != row.currency:
        problems.add("free_from", _("Say in the new currency from when on it is free."))
    if values.get("most_grams") is not None:
        problems.whole("most_grams", values["most_grams"], least=1, most=most.MOST_GRAMS)


def _check_steps(problems: Problems, steps: list[list[int]], basis: str) -> None:
    begins = [begin for begin, _price in steps]
    if not 1 <= len(steps) <= most.MOST_STEPS:
        problems.add("steps", _("Give from 1 to %(most)d prices.") % {"most": most.MOST_STEPS})
    elif len(set(begins)) < len(begins):
        problems.add("steps", _("Two prices begin at the same place."))
    elif any(number < 0 or number > MOST_MINOR for step in steps for number in step):
        problems.add("steps", _("Give amounts from zero on."))
    elif basis == Basis.FLAT and begins != [0]:
        problems.add("steps", _("One price is one line, for every parcel."))


def _clean_times(problems: Problems, row: ShippingMethod, values: dict[str, Any]) -> None:
    least, longest = (values.get(name, getattr(row, name)) for name in ("least_days", "most_days"))
    for name, number in (("least_days", least), ("most_days", longest)):
        problems.whole(name, number, least=0, most=most.MOST_DAYS)
    if not problems.keys() & {"least_days", "most_days"} and least > longest:
        problems.add("most_days", _("It is less than the days at least."))
    for name in ("sends_on", "delivers_on"):
        if name in values:
            values[name] = sorted(set(values[name]))
            if not values[name] or not set(values[name]) <= EVERY_DAY:
                problems.add(name, _("Choose at least one day of the week."))
    if "closed_on" in values:
        days = sorted({day if isinstance(day, date) else date.fromisoformat(day) for day in values["closed_on"]})
        values["closed_on"] = [day.isoformat() for day in days]
        if len(days) > most.MOST_CLOSED_DAYS:
            problems.add("closed_on", _("Those are too many."))


def _check_calendar(row: ShippingMethod) -> None:
    """Refuse a way that no parcel would ever go or arrive by. Raises InvalidInput."""
    problems = Problems()
    try:
        days_of(snapshot.known(row).method, timezone.now())
    except ValueError:
        problems.add("closed_on", _("With these days off nothing arrives for a year."))
    problems.refuse()
