"""What a rule gives and when, as people say it: on the deals page, in the back office, in the API."""

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.money import Money
from promotions.pricing.terms import WHOLE, Reduction, ReductionKind, RuleKind, RuleTerms, TargetKind
from promotions.selectors.written import percent_as_written

A_DAY = 24 * 60


def what_it_gives(terms: RuleTerms) -> str:
    """Return "15% off", "Buy 2, get 1 free", and the like."""
    reduction, currency = terms.reduction, terms.currency
    match terms.kind:
        case RuleKind.BULK_TIER | RuleKind.QUANTITY_BREAK:
            steps = (
                _("from %(count)d: %(what)s") % {"count": tier.quantity, "what": _each(tier.reduction, currency)}
                for tier in terms.tiers
            )
            return ", ".join(steps)
        case RuleKind.BUY_X_GET_Y:
            return _buy_and_get(terms.buy, terms.get, reduction)
        case RuleKind.BUNDLE if reduction.kind == ReductionKind.PRICE:
            return _("together for %(amount)s") % {"amount": _money(reduction.value, currency)}
        case RuleKind.BUNDLE | RuleKind.FIXED if reduction.kind == ReductionKind.AMOUNT and _is_whole(terms):
            return _("%(amount)s off") % {"amount": _money(reduction.value, currency)}
        case RuleKind.TRADE_PRICE:
            return _("trade price: %(what)s") % {"what": _each(reduction, currency)}
        case _:
            return _each(reduction, currency)


def conditions_of(terms: RuleTerms) -> list[str]:
    """Return what must be so, each in a few words."""
    schedule, found = terms.schedule, []
    if terms.min_quantity > 1:
        found.append(_("from %(count)d units") % {"count": terms.min_quantity})
    if terms.min_cart_value:
        found.append(_("from a cart of %(amount)s") % {"amount": _money(terms.min_cart_value, terms.currency)})
    if schedule.weekdays:
        found.append(", ".join(str(WEEKDAYS[day]) for day in sorted(schedule.weekdays)))
    if (schedule.from_minute, schedule.until_minute) != (0, A_DAY):
        hours = {"begin": _clock(schedule.from_minute), "end": _clock(schedule.until_minute % A_DAY)}
        found.append(_("from %(begin)s to %(end)s") % hours)
    if schedule.ends_at:
        found.append(_("until %(day)s") % {"day": date_format(timezone.localtime(schedule.ends_at), "j M Y, H:i")})
    return found


def _is_whole(terms: RuleTerms) -> bool:
    """Whether an amount is taken once, not from each unit."""
    return terms.kind == RuleKind.BUNDLE or terms.target.kind == TargetKind.CART


def _buy_and_get(buy: int, get: int, reduction: Reduction) -> str:
    words = {"buy": buy, "get": get, "percent": percent_as_written(reduction.value)}
    if reduction.value == WHOLE:
        return _("Buy %(buy)d, get %(get)d free") % words
    return _("Buy %(buy)d, get %(get)d at %(percent)s%% off") % words


def _each(reduction: Reduction, currency: str) -> str:
    match reduction.kind:
        case ReductionKind.PERCENT:
            return _("%(percent)s%% off") % {"percent": percent_as_written(reduction.value)}
        case ReductionKind.AMOUNT:
            return _("%(amount)s off each") % {"amount": _money(reduction.value, currency)}
        case _:
            return _("%(amount)s each") % {"amount": _money(reduction.value, currency)}


def _money(minor: int, currency: str) -> str:
    return Money(minor, currency).display()


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
