"""The switch that keeps a shop from speaking to the world: a restored or anonymised copy must not mail real people."""

from datetime import datetime

from django.conf import settings

from core.models import ShopSettings


def is_paused() -> bool:
    """Whether mails, SMS and calls to other companies have to wait."""
    return settings.OUTGOING_OFF or ShopSettings.objects.filter(outgoing_paused_at__isnull=False).exists()


def pause(*, now: datetime) -> None:
    """Hold everything back, from now on and through restarts. What is queued stays queued."""
    shop, _ = ShopSettings.objects.get_or_create(singleton=True)
    ShopSettings.objects.filter(pk=shop.pk, outgoing_paused_at=None).update(outgoing_paused_at=now)


def resume() -> None:
    ShopSettings.objects.update(outgoing_paused_at=None)
