"""What tests of messages share."""

from collections.abc import Callable

import pytest

from core import outbox
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
        drained = outbox.drain()
        assert (drained.failed, drained.dead) == (0, 0)

    return deliver


@pytest.fixture
def mail_server(settings):
    """A real mail server on a port of this machine, and the shop sends through it."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
        yield server
