"""Carrying queued messages out of the shop: claimed by one worker, tried until the carrier takes them."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core import outgoing
from core.breaker import Breaker
from core.errors import RateLimitExceeded
from core.failpoints import failpoint
from core.rate_limits import parse, spend
from core.selectors import get_shop
from notifications.enums import Channel, MessageStatus, Topic
from notifications.gateways import mail as mail_gateway
from notifications.gateways.failures import Bounced, CarrierDown, Refused
from notifications.gateways.sms import carrier
from notifications.mails import MAILS, TEXT_MESSAGES
from notifications.mails.account import ACCOUNT_ERASED
from notifications.mails.base import Secret, SecretGone, Values
from notifications.models import EmailLog, SMSLog
from notifications.services import preferences
from notifications.services.privacy import forget_recipients
from notifications.services.queueing import compose_mail, compose_text_message

log = logging.getLogger(__name__)

WAITS = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 30)]
# A mail server may be away over a long weekend.
GIVE_UP_AFTER = timedelta(days=5)
BATCH = 100
LONGEST_ERROR = 500

# A carrier that is down is asked twice a minute, not once per waiting message.
mail_rest, sms_rest = Breaker(rest_seconds=30), Breaker(rest_seconds=30)


class NoLongerWanted(Exception):
    """The person switched such messages off while this one waited."""


GIVEN_UP = (SecretGone, NoLongerWanted, Refused)
REASONS = {
    SecretGone: _("The code or link expired before it could be sent."),
    NoLongerWanted: _("The person no longer wants such messages."),
}


def send_mail(*, email_id: UUID) -> None:
    """Send the mail if it is due and nobody else is sending it. Safe to call again at any time."""
    _send(EmailLog, email_id, _hand_over_mail, mail_rest)


def send_text_message(*, sms_id: UUID) -> None:
    """Send the SMS if it is due and nobody else is sending it. Safe to call again at any time."""
    _send(SMSLog, sms_id, _hand_over_text_message, sms_rest)


def send_due_messages(*, seconds: float = 45) -> int:
    """Send what waits for its next try or was left behind by a dead worker; stop when the time is up.

    Returns how many were tried.
    """
    ends_at = time.monotonic() + seconds
    tried = 0
    for model, send, rest in ((EmailLog, _hand_over_mail, mail_rest), (SMSLog, _hand_over_text_message, sms_rest)):
        for pk in _due(model):
            if time.monotonic() > ends_at or rest.is_open():
                break
            _send(model, pk, send, rest)
            tried += 1
    return tried


def _due(model: type[EmailLog] | type[SMSLog]) -> Iterator[UUID]:
    """Yield what is due, batch by batch, until a batch brings nothing new."""
    seen: set[UUID] = set()
    while not outgoing.is_paused():
        due = model.objects.due(timezone.now()).order_by("next_try_at").values_list("pk", flat=True)[:BATCH]
        fresh = [pk for pk in due if pk not in seen]
        if not fresh:
            return
        seen.update(fresh)
        yield from fresh


def _send(model: type[EmailLog] | type[SMSLog], pk: UUID, hand_over: Callable[[Any], str], rest: Breaker) -> None:
    now = timezone.now()
    if outgoing.is_paused() or rest.is_open() or not _claim(model, pk, now):
        return
    row = model.objects.select_related("user").get(pk=pk)
    failpoint("messages.claimed")
    try:
        if row.attempts == 1:
            spend(f"message-to:{row.to}", parse(settings.MAIL_RATE_LIMIT))
        _refuse_unwanted(row)
        provider_id = hand_over(row)
    except RateLimitExceeded as refusal:
        wait = timedelta(seconds=refusal.details["retry_after"])
        _finish(row, status=MessageStatus.QUEUED, next_try_at=now + wait, attempts=0, error="")
    except GIVEN_UP as end:
        status = MessageStatus.BOUNCED if isinstance(end, Bounced) else MessageStatus.FAILED
        _finish(row, status=status, error=str(REASONS.get(type(end), end)))
    except Exception as fault:  # noqa: BLE001 - a bug in one mail must neither lose it nor stop the others
        if isinstance(fault, CarrierDown):
            rest.trip()
        log.warning("A message was not sent", extra={"message_id": str(row.pk), "reason": type(fault).__name__})
        _try_later(row, fault, now)
    else:
        failpoint("messages.handed_over")
        _finish(row, status=MessageStatus.SENT, sent_at=timezone.now(), provider_id=provider_id, error="")
        if row.template == ACCOUNT_ERASED.name:
            forget_recipients(type(row).objects.filter(pk=row.pk))


def _claim(model: type[EmailLog] | type[SMSLog], pk: UUID, now: datetime) -> bool:
    """Take the message for sending; only one worker gets True."""
    failpoint("messages.claiming")
    due = model.objects.due(now).filter(pk=pk)
    return bool(due.update(status=MessageStatus.SENDING, claimed_at=now, attempts=F("attempts") + 1))


def _refuse_unwanted(row: EmailLog | SMSLog) -> None:
    channel = Channel.EMAIL if isinstance(row, EmailLog) else Channel.SMS
    if not preferences.may_send(row.user, Topic(row.topic), channel):
        raise NoLongerWanted


def _hand_over_mail(row: EmailLog) -> str:
    text, html = row.text, row.html
    mail = MAILS.get(row.template)
    if mail and mail.secret:
        rendered = compose_mail(
            mail, row.params, user=row.user, language=row.language, secret_values=_reveal(mail.secret, row)
        )
        text, html = rendered.text, rendered.html
    urls = preferences.urls_for(row.user, Topic(row.topic), row.language) if row.user else {}
    mail_gateway.deliver(
        to=row.to,
        subject=row.subject,
        text=text,
        html=html,
        message_id=row.message_id,
        template=row.template,
        unsubscribe_url=urls.get("unsubscribe_url", ""),
        reply_to=get_shop().contact_email,
    )
    return ""


def _hand_over_text_message(row: SMSLog) -> str:
    message, text = TEXT_MESSAGES[row.template], row.text
    if message.secret:
        text = compose_text_message(
            message, row.params, language=row.language, secret_values=_reveal(message.secret, row)
        )
    return carrier().send(to=row.to, text=text, reference=str(row.pk))


def _reveal(secret: Secret, row: EmailLog | SMSLog) -> Values:
    with override(row.language):
        return secret.reveal(row.params)


def _try_later(row: EmailLog | SMSLog, fault: Exception, now: datetime) -> None:
    if now - row.created_at > GIVE_UP_AFTER:
        _finish(row, status=MessageStatus.FAILED, error=str(fault))
        return
    wait = WAITS[min(row.attempts, len(WAITS)) - 1]
    _finish(row, status=MessageStatus.QUEUED, next_try_at=now + wait, error=f"{type(fault).__name__}: {fault}")


def _finish(row: EmailLog | SMSLog, *, error: str, **fields: Any) -> None:
    """Record the result, unless the claim was taken over in the meantime."""
    mine = type(row).objects.filter(pk=row.pk, status=MessageStatus.SENDING, claimed_at=row.claimed_at)
    mine.update(error=error[:LONGEST_ERROR], updated_at=timezone.now(), **fields)
