"""Sending a logged message once more, because staff were asked to."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import actions
from core.outbox import publish
from notifications.enums import MessageStatus
from notifications.errors import MessageExpired, MessageNotFinished, RecipientGone
from notifications.events import MailQueued, SMSQueued
from notifications.gateways.mail import new_message_id
from notifications.mails import MAILS, TEXT_MESSAGES
from notifications.mails.base import Mail, SecretGone, TextMessage
from notifications.models import EmailLog, SMSLog

GONE = "@erased.invalid"


@transaction.atomic
def resend_mail(*, email: EmailLog, actor: User) -> EmailLog:
    """Queue the mail again as a new row. Raises MessageNotFinished, MessageExpired or RecipientGone."""
    _refuse_impossible(email, MAILS.get(email.template))
    copy, is_new = _copy(email, subject=email.subject, text=email.text, html=email.html, message_id=new_message_id())
    if is_new:
        publish(MailQueued(email_id=copy.pk))
        actions.record(actor=actor, action="notifications.email.resent", target=email, after={"as": str(copy.pk)})
    return copy


@transaction.atomic
def resend_text_message(*, sms: SMSLog, actor: User) -> SMSLog:
    """Queue the SMS again as a new row. Raises MessageNotFinished, MessageExpired or RecipientGone."""
    _refuse_impossible(sms, TEXT_MESSAGES.get(sms.template))
    copy, is_new = _copy(sms, text=sms.text)
    if is_new:
        publish(SMSQueued(sms_id=copy.pk))
        actions.record(actor=actor, action="notifications.sms.resent", target=sms, after={"as": str(copy.pk)})
    return copy


def _refuse_impossible(row: EmailLog | SMSLog, kind: Mail | TextMessage | None) -> None:
    if row.status in {MessageStatus.QUEUED, MessageStatus.SENDING}:
        raise MessageNotFinished
    if row.to.endswith(GONE):
        raise RecipientGone
    if kind and kind.secret:
        try:
            kind.secret.reveal(row.params)
        except SecretGone:
            raise MessageExpired from None


def _copy(row: EmailLog | SMSLog, **content: Any) -> tuple[Any, bool]:
    """Write the same message under a cause of its own. Two clicks at once make one copy."""
    model = type(row)
    again = model.objects.filter(cause__startswith=f"resend:{row.pk}:").count() + 1
    return model.objects.get_or_create(
        cause=f"resend:{row.pk}:{again}",
        template=row.template,
        to=row.to,
        defaults={
            "user": row.user,
            "topic": row.topic,
            "language": row.language,
            "params": row.params,
            "next_try_at": timezone.now(),
            **content,
        },
    )
