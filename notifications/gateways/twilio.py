"""Twilio, over plain HTTP."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Self

import requests
from django.conf import settings

from notifications.gateways.failures import Bounced, CarrierDown, NotDelivered, Refused

CONNECT_SECONDS, ANSWER_SECONDS = 3, 8
# Twilio's codes for a number that does not exist, is no mobile, cannot be reached or asked for no more.
OF_THE_NUMBER = {21211, 21214, 21217, 21610, 21612, 21614}


@dataclass(frozen=True)
class Twilio:
    url: str
    account_sid: str
    auth_token: str
    sender: str

    @classmethod
    def from_settings(cls) -> Self:
        return cls(
            url=settings.TWILIO_URL.rstrip("/"),
            account_sid=settings.TWILIO_ACCOUNT_SID,
            auth_token=settings.TWILIO_AUTH_TOKEN,
            sender=settings.TWILIO_FROM,
        )

    def send(self, *, to: str, text: str, reference: str) -> str:
        try:
            response = requests.post(
                f"{self.url}/2010-04-01/Accounts/{self.account_sid}/Messages.json",
                data={"To": to, "From": self.sender, "Body": text},
                auth=(self.account_sid, self.auth_token),
                timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
                allow_redirects=False,
            )
        except requests.RequestException as fault:
            raise CarrierDown(type(fault).__name__) from None
        return _sid(response)


def _sid(response: requests.Response) -> str:
    """Return the id of the accepted message; tell the refusals apart by status."""
    try:
        answer = response.json()
    except ValueError:
        answer = {}
    if response.status_code == HTTPStatus.CREATED and "sid" in answer:
        return str(answer["sid"])
    said = f"{response.status_code} {answer.get('code', '')} {answer.get('message', '')}".strip()
    if response.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise CarrierDown(said)
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        raise NotDelivered(said)
    if 400 <= response.status_code < 500:
        raise (Bounced if answer.get("code") in OF_THE_NUMBER else Refused)(said)
    raise CarrierDown(said)
