"""Handing mails to the mail server, and telling its refusals apart."""

import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from core.ids import uuid7
from notifications.gateways.failures import Bounced, CarrierDown, NotDelivered, Refused

CONFIGURATION_FAULTS = (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError, smtplib.SMTPSenderRefused)
# Said of a mailbox (RFC 5321); where the server adds an enhanced code (RFC 3463), that one decides.
MAILBOX_CODES = {550, 551, 552, 553}
ENHANCED = re.compile(r"5\.(?P<subject>\d{1,3})\.\d{1,3}\b")
ADDRESS_OR_MAILBOX = {"1", "2"}


def new_message_id() -> str:
    """Return a Message-ID of this shop's domain. A mail keeps it over all its tries."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{uuid7().hex}@{domain}>"


def deliver(
    *, to: str, subject: str, text: str, html: str, message_id: str, template: str, unsubscribe_url: str, reply_to: str
) -> None:
    """Give one mail to the mail server. Raises NotDelivered, CarrierDown, Refused or Bounced."""
    headers = {"Message-ID": message_id, "X-Template": template, "Auto-Submitted": "auto-generated"}
    if unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(subject=subject, body=text, to=[to], headers=headers, reply_to=[reply_to])
    mail.attach_alternative(html, "text/html")
    with _failures_told_apart():
        get_connection().send_messages([mail])


@contextmanager
def _failures_told_apart() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        raise _by_code(code, words, of_recipient=True) from None
    except CONFIGURATION_FAULTS as fault:
        # The shop's own mistake: no customer's mail is given up for it.
        raise CarrierDown(f"{type(fault).__name__}: {fault}") from None
    except smtplib.SMTPResponseException as refusal:
        raise _by_code(refusal.smtp_code, refusal.smtp_error) from None
    except (smtplib.SMTPException, OSError) as fault:
        raise CarrierDown(f"{type(fault).__name__}: {fault}") from None
    except ValueError as fault:
        # A header or address that cannot be written down.
        raise Refused(f"{type(fault).__name__}: {fault}") from None


def _by_code(code: int, words: bytes | str, *, of_recipient: bool = False) -> Exception:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    if code == 421:
        return CarrierDown(f"{code} {said}")
    if code < 500:
        return NotDelivered(f"{code} {said}")
    return (Bounced if _came_back(code, said, of_recipient=of_recipient) else Refused)(f"{code} {said}")


def _came_back(code: int, said: str, *, of_recipient: bool) -> bool:
    """Whether the address is at fault, and not what the mail says or who sends it."""
    if enhanced := ENHANCED.match(said):
        return enhanced["subject"] in ADDRESS_OR_MAILBOX
    return of_recipient and code in MAILBOX_CODES
