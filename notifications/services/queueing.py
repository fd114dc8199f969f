"""Writing messages into the log. Called inside the transaction of what they answer, so none is lost or doubled."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from core.outbox import publish
from notifications.enums import Channel, Topic
from notifications.events import MailQueued, SMSQueued
from notifications.gateways.mail import new_message_id
from notifications.mails.base import Mail, Params, TextMessage, Values
from notifications.models import EmailLog, SMSLog
from notifications.services import preferences
from notifications.services.rendering import Rendered, render_mail, render_text_message
from notifications.wording import greeting_name

DEFAULT_LANGUAGE = "en"


def queue_mail(
    *, mail: Mail, to: str, cause: str, params: Params, user: User | None = None, language: str = ""
) -> EmailLog | None:
    """Write the mail for this recipient, once per cause; the sender is told after commit.

    Returns the row, also when it was written before, and None when the person does not want such mails.
    """
    if not (_is_address(to) and preferences.may_send(user, mail.topic, Channel.EMAIL)):
        return None
    language = language or (user.language if user else DEFAULT_LANGUAGE)
    masks = mail.secret.masks if mail.secret else {}
    rendered = compose_mail(mail, params, user=user, language=language, secret_values=masks)
    with transaction.atomic():
        row, is_new = EmailLog.objects.get_or_create(
            cause=cause,
            template=mail.name,
            to=to,
            defaults={
                "user": user,
                "topic": mail.topic,
                "language": language,
                "params": dict(params),
                "subject": rendered.subject,
                "text": rendered.text,
                "html": rendered.html,
                "message_id": new_message_id(),
                "next_try_at": timezone.now(),
            },
        )
        if is_new:
            publish(MailQueued(email_id=row.pk))
    return row


def queue_text_message(
    *, message: TextMessage, to: str, cause: str, params: Params, user: User | None = None
) -> SMSLog | None:
    """Write the SMS for this number, once per cause; the sender is told after commit."""
    if not (to and preferences.may_send(user, message.topic, Channel.SMS)):
        return None
    language = user.language if user else DEFAULT_LANGUAGE
    masks = message.secret.masks if message.secret else {}
    with transaction.atomic():
        row, is_new = SMSLog.objects.get_or_create(
            cause=cause,
            template=message.name,
            to=to,
            defaults={
                "user": user,
                "topic": message.topic,
                "language": language,
                "params": dict(params),
                "text": compose_text_message(message, params, language=language, secret_values=masks),
                "next_try_at": timezone.now(),
            },
        )
        if is_new:
            publish(SMSQueued(sms_id=row.pk))
    return row


def queue_rendered(rendered: Rendered, *, to: str, user: User, cause: str, language: str) -> EmailLog:
    """Write a mail whose words are finished, such as staff's trial of a template."""
    row = EmailLog.objects.create(
        user=user,
        to=to,
        template="template_test",
        topic=Topic.ACCOUNT,
        language=language,
        cause=cause,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        message_id=new_message_id(),
        next_try_at=timezone.now(),
    )
    publish(MailQueued(email_id=row.pk))
    return row


def compose_mail(
    mail: Mail, params: Params, *, user: User | None, language: str, secret_values: Mapping[str, str]
) -> Rendered:
    """Return the mail as this person reads it. `secret_values` are the secrets, or the masks in their place."""
    with override(language):
        values: Values = {"name": greeting_name(user.name) if user else "", **mail.values(params), **secret_values}
    urls = preferences.urls_for(user, mail.topic, language) if user else {}
    return render_mail(mail, values, language=language, urls=urls)


def compose_text_message(
    message: TextMessage, params: Params, *, language: str, secret_values: Mapping[str, str]
) -> str:
    with override(language):
        values = {**message.values(params), **secret_values}
    return render_text_message(message, values, language=language)


def _is_address(to: str) -> bool:
    try:
        validate_email(to)
    except ValidationError:
        return False
    return True
