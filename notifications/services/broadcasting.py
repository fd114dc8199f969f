"""Staff write to one customer, several, or a segment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core import actions
from core.outbox import publish
from notifications.enums import BroadcastStatus, Channel, Topic
from notifications.errors import NobodyToWriteTo
from notifications.events import BroadcastRequested
from notifications.mails import staff
from notifications.mails.base import Mail, TextMessage
from notifications.models import Broadcast
from notifications.services.queueing import (
    compose_mail,
    compose_text_message,
    queue_mail,
    queue_text_message,
)
from notifications.services.rendering import Rendered
from notifications.services.segments import Audience, chosen_users, count_audience, reachable

# Small steps keep SQLite's only writer free for shoppers.
STEP = 20


@dataclass(frozen=True)
class Preview:
    """What would be sent, as its first recipient reads it, and to how many."""

    audience: Audience
    rendered: Rendered


def preview_broadcast(
    *, channel: Channel, topic: Topic, recipients: Mapping[str, Any], subject: str, text: str
) -> Preview:
    """Show the message without sending it. Raises NobodyToWriteTo."""
    audience = count_audience(recipients, topic=topic, channel=channel)
    first = reachable(chosen_users(recipients), topic=topic, channel=channel).order_by("pk").first()
    if first is None:
        raise NobodyToWriteTo
    params = {"subject": subject, "text": text}
    if channel is Channel.SMS:
        words = compose_text_message(_text_message(topic), params, language=first.language, secret_values={})
        return Preview(audience, Rendered(subject="", text=words, html=""))
    rendered = compose_mail(_mail(topic), params, user=first, language=first.language, secret_values={})
    return Preview(audience, rendered)


@transaction.atomic
def request_broadcast(
    *,
    actor: User,
    channel: Channel,
    topic: Topic,
    recipients: Mapping[str, Any],
    subject: str,
    text: str,
    reason: str = "",
) -> tuple[Broadcast, Audience]:
    """Queue the message for everybody who was chosen and may be written to. Raises NobodyToWriteTo."""
    audience = count_audience(recipients, topic=topic, channel=channel)
    if not audience.recipients:
        raise NobodyToWriteTo
    broadcast = Broadcast.objects.create(
        channel=channel, topic=topic, subject=subject, text=text, recipients=dict(recipients), created_by=actor
    )
    publish(BroadcastRequested(broadcast_id=broadcast.pk))
    actions.record(
        actor=actor,
        action=f"notifications.{channel}.sent",
        target=broadcast,
        after={"topic": topic.value, "subject": subject, "recipients": audience.recipients},
        reason=reason,
    )
    return broadcast, audience


def address_broadcast(*, broadcast_id: UUID) -> None:
    """Write everybody's copy, step by step from where the last run stopped. Safe to repeat."""
    while _address_next(broadcast_id):
        pass


@transaction.atomic
def _address_next(broadcast_id: UUID) -> bool:
    """Write the copies of the next few people; tell whether there may be more."""
    broadcast = Broadcast.objects.select_for_update(of=("self",)).get(pk=broadcast_id)
    if broadcast.status == BroadcastStatus.DONE:
        return False
    users = reachable(
        chosen_users(broadcast.recipients), topic=Topic(broadcast.topic), channel=Channel(broadcast.channel)
    ).order_by("pk")
    if broadcast.last_user_id:
        users = users.filter(pk__gt=broadcast.last_user_id)
    step = list(users[:STEP])
    for user in step:
        _write_copy(broadcast, user)
        broadcast.last_user_id = user.pk
    broadcast.addressed += len(step)
    if len(step) < STEP:
        broadcast.status = BroadcastStatus.DONE
    broadcast.save(update_fields=["last_user_id", "addressed", "status", "updated_at"])
    return broadcast.status != BroadcastStatus.DONE


def _write_copy(broadcast: Broadcast, user: User) -> None:
    cause, topic = f"broadcast:{broadcast.pk}", Topic(broadcast.topic)
    params = {"subject": broadcast.subject, "text": broadcast.text}
    if broadcast.channel == Channel.SMS:
        number = str(user.phone_number or "")
        queue_text_message(message=_text_message(topic), to=number, cause=cause, params=params, user=user)
    else:
        queue_mail(mail=_mail(topic), to=user.email, cause=cause, params=params, user=user)


def _mail(topic: Topic) -> Mail:
    return staff.NEWS if topic is Topic.NEWS else staff.STAFF_MESSAGE


def _text_message(topic: Topic) -> TextMessage:
    return staff.NEWS_SMS if topic is Topic.NEWS else staff.STAFF_SMS
