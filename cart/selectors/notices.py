"""What changed since somebody put a thing into the cart, said on its line."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog.selectors import Sellable, Unsellable
from core.money import Money


class NoticeCode(StrEnum):
    PRICE_UP = "PRICE_UP"
    PRICE_DOWN = "PRICE_DOWN"
    LESS_AVAILABLE = "LESS_AVAILABLE"
    OUT_OF_STOCK = "OUT_OF_STOCK"
    NOT_AVAILABLE_IN_REGION = "NOT_AVAILABLE_IN_REGION"
    STORE_CLOSED = "STORE_CLOSED"
    ITEM_UNAVAILABLE = "ITEM_UNAVAILABLE"


BY_REFUSAL = {
    Unsellable.NOT_HERE: NoticeCode.NOT_AVAILABLE_IN_REGION,
    Unsellable.STORE_CLOSED: NoticeCode.STORE_CLOSED,
}
SAID = {
    NoticeCode.OUT_OF_STOCK: gettext_lazy("Sold out at the moment."),
    NoticeCode.NOT_AVAILABLE_IN_REGION: gettext_lazy("Not sold in your region."),
    NoticeCode.STORE_CLOSED: gettext_lazy("The seller is away at the moment."),
    NoticeCode.ITEM_UNAVAILABLE: gettext_lazy("No longer sold."),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A code for machines, its facts, and a sentence for people."""

    code: NoticeCode
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def tone(self) -> str:
        return "good" if self.code is NoticeCode.PRICE_DOWN else "warn"

    @property
    def message(self) -> str:
        match self.code:
            case NoticeCode.PRICE_UP:
                return _("The price went up from %(before)s to %(now)s.") % _spoken(self.details)
            case NoticeCode.PRICE_DOWN:
                return _("The price went down from %(before)s to %(now)s.") % _spoken(self.details)
            case NoticeCode.LESS_AVAILABLE:
                return ngettext("Only %(left)d left.", "Only %(left)d left.", self.details["available"]) % {
                    "left": self.details["available"]
                }
            case _:
                return str(SAID[self.code])


def notices_of(goods: Sellable | None, *, quantity: int, available: int | None, before: Money) -> tuple[Notice, ...]:
    """Return what the line of these goods has to say, the gravest first. No goods are gone for good."""
    if goods is None:
        return (Notice(NoticeCode.ITEM_UNAVAILABLE),)
    if goods.refusal:
        return (Notice(BY_REFUSAL.get(goods.refusal, NoticeCode.ITEM_UNAVAILABLE)),)
    if available == 0:
        return (Notice(NoticeCode.OUT_OF_STOCK),)
    found = []
    if available is not None and available < quantity:
        found.append(Notice(NoticeCode.LESS_AVAILABLE, {"available": available, "wanted": quantity}))
    # Amounts of two currencies say nothing of each other: somebody shops elsewhere now.
    if goods.price and goods.price.currency == before.currency and goods.price != before:
        code = NoticeCode.PRICE_UP if goods.price > before else NoticeCode.PRICE_DOWN
        found.append(Notice(code, {"before": before, "now": goods.price}))
    return tuple(found)


def _spoken(details: dict[str, Money]) -> dict[str, str]:
    return {name: amount.display() for name, amount in details.items()}
