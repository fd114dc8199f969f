"""The switch that keeps a shop from speaking to the world: a restored or anonymised copy must not mail real people."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from core import actions
from core.models import ShopSettings


def is_paused() -> bool:
    """Whether mails, SMS and calls to other companies have to wait."""
    return settings.OUTGOING_OFF or ShopSettings.objects.filter(outgoing_paused_at__isnull=False).exists()


@transaction.atomic
def pause(*, now: datetime, reason: str = "") -> None:
    """Hold everything back, from now on and through restarts. What is queued stays queued."""
    shop, _ = ShopSettings.objects.get_or_create(singleton=True)
    if ShopSettings.objects.filter(pk=shop.pk, outgoing_paused_at=None).update(outgoing_paused_at=now):
        actions.record(actor=None, action="core.outgoing.paused", target=shop, reason=reason)


@transaction.atomic
def resume(*, reason: str = "") -> None:
    if ShopSettings.objects.exclude(outgoing_paused_at=None).update(outgoing_paused_at=None):
        actions.record(actor=None, action="core.outgoing.resumed", target=ShopSettings.objects.get(), reason=reason)
