"""Mails about stock: to staff when it runs low, to shoppers when it is back."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from inventory.models import BackInStockRequest, StockAlert
from notifications.enums import Topic
from notifications.mails.base import Mail, Params, Values

# The rest is in the back office.
LONGEST_LIST = 50


def _alerts(params: Params) -> Values:
    alerts = StockAlert.objects.filter(pk__in=params["alert_ids"]).order_by("stock_level", "variant__sku")
    number = alerts.count()
    listed = list(alerts.values("stock_level", "threshold", "variant__sku", "variant__product__name")[:LONGEST_LIST])
    lines = [
        gettext("%(product)s (%(sku)s): %(left)d left, low-stock level %(threshold)d")
        % {
            "product": row["variant__product__name"],
            "sku": row["variant__sku"],
            "left": row["stock_level"],
            "threshold": row["threshold"],
        }
        for row in listed
    ]
    if unnamed := max(number - LONGEST_LIST, 0):
        lines.append(ngettext("and %(number)d more", "and %(number)d more", unnamed) % {"number": unnamed})
    count = ngettext("%(number)d item runs low", "%(number)d items run low", number) % {"number": number}
    if number == 1:
        about = {"product": listed[0]["variant__product__name"], "left": listed[0]["stock_level"]}
        count = gettext("%(product)s: %(left)d left") % about
    return {
        "count": count,
        "items": "\n\n".join(lines),
        "alerts_url": settings.SITE_URL + reverse("admin:inventory_stockalert_changelist"),
    }


def _request(params: Params) -> Values:
    row = BackInStockRequest.objects.select_related("variant__product").get(pk=UUID(params["request_id"]))
    product = row.variant.product
    return {"product": product.name, "product_url": f"{settings.SITE_URL}/product/{product.slug}/"}


STOCK_LOW = Mail(
    name="stock_low",
    folder="inventory",
    title=_("Stock runs low"),
    topic=Topic.ACCOUNT,
    subject="{{ count }}",
    preheader=_("Time to order more."),
    sample={
        "count": "2 items run low",
        "items": "Brass filter (BRASS-4): 3 left, low-stock level 10\n\nClay pot (CLAY-2): 0 left, low-stock level 5",
        "alerts_url": "https://haat.example/admin/",
    },
    values=_alerts,
)
BACK_IN_STOCK = Mail(
    name="back_in_stock",
    folder="inventory",
    title=_("Back in stock"),
    topic=Topic.ACCOUNT,
    subject=_("{{ product }} is back"),
    preheader=_("You asked us to tell you. Here it is."),
    sample={"product": "Brass coffee filter", "product_url": "https://haat.example/product/brass-coffee-filter/"},
    values=_request,
)
MAILS = [STOCK_LOW, BACK_IN_STOCK]
