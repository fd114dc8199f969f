"""What carts put on the back office's shared pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cart.holders import Holder
from cart.selectors import CartLine, find_cart, view_cart
from core.back_office.tables import Cell, Table


def cart_of(request: HttpRequest, person: User) -> dict[str, Any]:
    """What a person has in the cart, as they see it themselves."""
    cart, items = find_cart(Holder(user=person))
    rows, title, url = [], _("Cart"), ""
    if cart:
        view = view_cart(cart, timezone.now(), items=items)
        rows = [_row(line) for line in view.lines] + [_row(line, _("saved for later")) for line in view.saved]
        title = _("Cart: %(total)s") % {"total": view.quote.total_amount.display()}
        url = reverse("admin:cart_cart_change", args=[cart.pk])
    columns = [_("What"), _("How many"), _("Costs")]
    return {"table": Table(title=title, columns=columns, rows=rows, empty=_("The cart is empty."), url=url)}


def _row(line: CartLine, note: str = "") -> list[Cell]:
    told = [note, *(notice.message for notice in line.notices)]
    price = line.priced.final_price.display() if line.priced else "–"
    return [
        Cell(line.goods.name if line.goods else _("Gone"), note=" · ".join(filter(None, told))),
        Cell(line.quantity),
        Cell(price),
    ]
