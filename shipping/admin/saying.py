"""Ways to send in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.money import Money
from shipping.enums import Basis
from shipping.models import ShippingMethod

KILOGRAM = 1000


def say_prices(row: ShippingMethod) -> str:
    """Return what it costs, from the smallest parcel on: ₹49.00 · from 500 g: ₹79.00 · free from ₹999.00."""
    parts = []
    for number, (begin, price) in enumerate(row.steps):
        amount = Money(price, row.currency).display() if price else _("free")
        if number or begin:
            start = _weight(begin) if row.basis == Basis.WEIGHT else Money(begin, row.currency).display()
            amount = _("from %(start)s: %(amount)s") % {"start": start, "amount": amount}
        parts.append(amount)
    if row.free_from_minor is not None:
        parts.append(_("free from %(amount)s") % {"amount": Money(row.free_from_minor, row.currency).display()})
    if row.most_grams is not None:
        parts.append(_("up to %(weight)s") % {"weight": _weight(row.most_grams)})
    return " · ".join(parts)


def say_days(row: ShippingMethod) -> str:
    """Return how long it takes: 2–4 days, if ordered by 14:00."""
    days = str(row.most_days) if row.least_days == row.most_days else f"{row.least_days}–{row.most_days}"
    said = ngettext("%(days)s day", "%(days)s days", row.most_days) % {"days": days}
    if not row.most_days:
        said = _("The same day")
    if row.cut_off is None:
        return said
    return _("%(days)s, if ordered by %(time)s") % {"days": said, "time": f"{row.cut_off:%H:%M}"}


def _weight(grams: int) -> str:
    return f"{grams} g" if grams % KILOGRAM else f"{grams // KILOGRAM} kg"
