"""Roles that one process at a time may have, such as being the beat."""

from datetime import timedelta

from django.utils import timezone

from core.models import Lease


def hold(name: str, *, holder: str, seconds: float) -> bool:
    """Take or renew the role for so many seconds. Returns False while another holds it."""
    now = timezone.now()
    until = now + timedelta(seconds=seconds)
    lease, created = Lease.objects.get_or_create(name=name, defaults={"holder": holder, "held_until": until})
    if created or lease.holder == holder:
        return created or bool(Lease.objects.filter(name=name, holder=holder).update(held_until=until))
    return bool(Lease.objects.filter(name=name, held_until__lte=now).update(holder=holder, held_until=until))


def release(name: str, *, holder: str) -> None:
    """Let the next one have the role at once."""
    Lease.objects.filter(name=name, holder=holder).update(held_until=timezone.now())
