"""The one shape of an SMS carrier, and which one the shop uses."""

from typing import Protocol

from django.conf import settings

from notifications.gateways.sms_files import Files
from notifications.gateways.twilio import Twilio


class Carrier(Protocol):
    def send(self, *, to: str, text: str, reference: str) -> str:
        """Hand the text over and return the carrier's id for it.

        Raises NotDelivered, CarrierDown, Refused or Bounced.
        """


def carrier() -> Carrier:
    return Twilio.from_settings() if settings.SMS_PROVIDER == "twilio" else Files()
