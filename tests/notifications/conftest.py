"""What tests of messages share."""

from collections.abc import Callable

import pytest

from core import outbox
from core.events import Event
from core.models import OutboxDelivery
from notifications.services import sending
from tests.notifications.smtp_server import MailServer


@pytest.fixture(autouse=True)
def _carriers_rested(settings, tmp_path):
    """No test finds a carrier resting after another's failure; files go where nobody keeps them."""
    settings.SMS_FILE_PATH = tmp_path / "sms"
    for rest in (sending.mail_rest, sending.sms_rest):
        rest.reset()
    yield
    for rest in (sending.mail_rest, sending.sms_rest):
        rest.reset()


@pytest.fixture
def deliver() -> Callable[[], None]:
    """Tell everybody what was published, until nothing is left to tell."""

    def deliver() -> None:
        while pending := list(OutboxDelivery.objects.filter(status="pending").select_related("event")):
            for delivery in pending:
                function = outbox._wiring[delivery.event.name][delivery.handler]
                with outbox.delivering(delivery.event_id):
                    function(Event.registry[delivery.event.name].from_payload(delivery.event.payload))
                OutboxDelivery.objects.filter(pk=delivery.pk).update(status="done")

    return deliver


@pytest.fixture
def mail_server(settings):
    """A real mail server on a port of this machine, and the shop sends through it."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
        yield server
