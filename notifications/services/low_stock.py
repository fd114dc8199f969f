"""Mails about what runs low, gathered: who orders goods gets one for many items, not one for each."""

from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from inventory import services as stock_services
from inventory.selectors import who_orders_goods
from notifications.mails import stock
from notifications.models import EmailLog
from notifications.models.message import WAITING
from notifications.services.queueing import queue_mail

GATHERED_FOR = timedelta(minutes=10)


@transaction.atomic
def tell_of_low_stock(*, cause: str, is_asked_for: bool) -> None:
    """Write one mail to each address that orders some of what is pending, unless it had one just now."""
    taken = stock_services.take_pending_alerts(must_wait=lambda store_id: not is_asked_for and _had_one(store_id))
    people: dict[str, User | None] = {}
    alert_ids: dict[str, list[str]] = defaultdict(list)
    for store_id, ids in taken.items():
        for address, user in who_orders_goods(store_id=store_id):
            people[address] = user
            alert_ids[address] += [str(alert_id) for alert_id in ids]
    for address, user in people.items():
        params = {"alert_ids": alert_ids[address]}
        queue_mail(mail=stock.STOCK_LOW, to=address, cause=cause, params=params, user=user)


def _had_one(store_id: UUID | None) -> bool:
    """A mail is new, or waits for each of them still: one that is stuck holds up nobody else."""
    addresses = {address for address, _user in who_orders_goods(store_id=store_id)}
    mails = EmailLog.objects.filter(template=stock.STOCK_LOW.name, to__in=addresses)
    if mails.filter(created_at__gt=timezone.now() - GATHERED_FOR).exists():
        return True
    return addresses <= set(mails.filter(WAITING).values_list("to", flat=True))
