"""Making, changing and deleting regions. Whoever writes holds all of them: there is one default, whatever happens."""

import re
from collections.abc import Iterable
from typing import Any

from babel import Locale
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django_countries import countries as known_countries

from core import caching
from core.back_office import recording
from core.errors import Duplicate, InvalidInput, NotFound
from core.outbox import publish
from regions import usage
from regions.enums import TaxMode
from regions.errors import BaseCurrencyInUse, RegionInUse
from regions.events import RegionChanged
from regions.models import Region, RegionCountry
from regions.snapshot import REGIONS

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
MOST_STEP = 10**6
EDITABLE = {
    "code", "name", "names", "currency", "languages", "tax_mode", "price_step_minor", "price_ending_minor", "position",
    "is_default", "is_active",
}  # fmt: skip


def create_region(*, actor: Model | None, countries: Iterable[str] = (), **fields: Any) -> Region:
    """Make a region. Raises InvalidInput, Duplicate for a code that is taken, or BaseCurrencyInUse."""
    return _save(Region(), actor, list(countries), fields)


def update_region(
    *, region: Region, actor: Model | None, countries: Iterable[str] | None = None, **fields: Any
) -> Region:
    """Change what is given; the countries are replaced as a whole.

    Raises what `create_region` raises, and NotFound when it was deleted meanwhile.
    """
    return _save(region, actor, None if countries is None else list(countries), fields)


@transaction.atomic
def delete_region(*, region: Region, actor: Model | None) -> None:
    """Delete a region that nothing needs. Raises RegionInUse, for the default one too, or NotFound."""
    region = _locked(region)
    if uses := uses_of(region):
        raise RegionInUse(uses=", ".join(uses))
    recording.record_deleted(actor, region)
    publish(RegionChanged(region_id=region.pk))
    region.delete()
    _tell_caches()


def uses_of(region: Region) -> list[str]:
    """Return what keeps the region from being deleted, in words."""
    return [str(_("it is the default"))] if region.is_default else usage.uses_of(region.pk)


def _save(region: Region, actor: Model | None, countries: list[str] | None, fields: dict[str, Any]) -> Region:
    try:
        with transaction.atomic():
            return _write(region, actor, countries, fields)
    except IntegrityError:
        raise Duplicate from None


def _write(region: Region, actor: Model | None, countries: list[str] | None, fields: dict[str, Any]) -> Region:
    is_new = region._state.adding
    held = list(Region.objects.select_for_update().order_by("pk"))
    region = region if is_new else _found(region, held)
    before = {} if is_new else _shown(region)
    for name in EDITABLE & fields.keys():
        setattr(region, name, fields[name])
    region.currency = region.currency.upper()
    _check(region, was_default=bool(before.get("is_default")), countries=countries)
    if region.is_default:
        _take_over(region, held)
    region.save()
    if countries is not None:
        _replace_countries(region, countries)
    after = _shown(region)
    if is_new:
        recording.record_added(actor, region)
    elif before != after:
        recording.record_changed(actor, region, before, after)
    if before != after:
        publish(RegionChanged(region_id=region.pk))
        _tell_caches()
    return region


def _locked(region: Region) -> Region:
    return _found(region, list(Region.objects.select_for_update().order_by("pk")))


def _found(region: Region, held: list[Region]) -> Region:
    found = next((other for other in held if other.pk == region.pk), None)
    if found is None:
        raise NotFound
    return found


def _take_over(region: Region, held: list[Region]) -> None:
    """Make room for the one default. Base prices stay what they are: in the same currency."""
    former = next((other for other in held if other.is_default and other.pk != region.pk), None)
    stored = next((other for other in held if other.pk == region.pk), None)
    currency = former.currency if former else _stored_currency(stored)
    if currency and currency != region.currency and usage.has_base_prices():
        raise BaseCurrencyInUse
    Region.objects.filter(is_default=True).exclude(pk=region.pk).update(is_default=False)


def _stored_currency(region: Region | None) -> str:
    return Region.objects.values_list("currency", flat=True).get(pk=region.pk) if region else ""


def _replace_countries(region: Region, countries: list[str]) -> None:
    region.countries.exclude(country__in=countries).delete()
    there = set(region.countries.values_list("country", flat=True))
    RegionCountry.objects.bulk_create(
        RegionCountry(region=region, country=country) for country in dict.fromkeys(countries) if country not in there
    )


def _check(region: Region, *, was_default: bool, countries: list[str] | None) -> None:
    wrong = _wrong_words(region)
    if region.currency not in Locale.parse("en").currencies:
        wrong["currency"] = [_("Give a currency by its three letters, such as INR.")]
    if region.tax_mode not in TaxMode.values:
        wrong["tax_mode"] = [_("Choose whether prices include tax.")]
    if not (1 <= region.price_step_minor <= MOST_STEP and 0 <= region.price_ending_minor < region.price_step_minor):
        wrong["price_step"] = [_("The step is at least one unit, and the ending less than the step.")]
    if was_default and not region.is_default:
        wrong["is_default"] = [_("Make another region the default instead.")]
    elif region.is_default and not region.is_active:
        wrong["is_active"] = [_("The default region cannot be switched off.")]
    if countries is not None and (message := _wrong_countries(region, countries)):
        wrong["countries"] = [message]
    if wrong:
        raise InvalidInput(**wrong)


def _wrong_words(region: Region) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    languages = dict(settings.LANGUAGES)
    if not CODE.fullmatch(region.code):
        wrong["code"] = [_("Small letters, digits and hyphens, at most 20.")]
    if not 1 <= len(region.name.strip()) <= 80:
        wrong["name"] = [_("Give a name of at most 80 characters.")]
    if set(region.languages) - set(languages):
        wrong["languages"] = [_("Choose among the shop's languages.")]
    if set(region.names) - set(languages) or any(len(name) > 80 for name in region.names.values()):
        wrong["names"] = [_("Give names by language, such as hi, each of at most 80 characters.")]
    return wrong


def _wrong_countries(region: Region, countries: list[str]) -> str:
    if unknown := [country for country in countries if country not in known_countries.countries]:
        return _("There is no such country: %(codes)s.") % {"codes": ", ".join(unknown[:5])}
    taken = RegionCountry.objects.filter(country__in=countries).exclude(region_id=region.pk)
    codes = ", ".join(taken.values_list("country", flat=True)[:5])
    return _("These belong to another region: %(codes)s.") % {"codes": codes} if codes else ""


def _shown(region: Region) -> dict[str, Any]:
    return recording.snapshot(region) | {
        "countries": sorted(region.countries.values_list("country", flat=True)),
    }


def _tell_caches() -> None:
    # The list of regions stands on every page.
    caching.bump(REGIONS, "shop")
