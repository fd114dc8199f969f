"""What the outbox puts on the home page."""

from django.urls import reverse
from django.utils.http import urlencode

from core.back_office.registry import Figure
from core.models import OutboxDelivery
from core.models.outbox import DeliveryStatus


def dead_letters() -> Figure:
    """Deliveries that gave up and wait for somebody who knows what went wrong."""
    count = OutboxDelivery.objects.filter(status=DeliveryStatus.DEAD).count()
    query = urlencode({"status__exact": DeliveryStatus.DEAD.value})
    return Figure(
        value=count, url=f"{reverse('admin:core_outboxdelivery_changelist')}?{query}", needs_attention=count > 0
    )
