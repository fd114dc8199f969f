"""Staff write to one customer, several, or a segment."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core import actions
from core.ids import uuid7
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
RUN_SECONDS = 20


@dataclass(frozen=True)
class Preview:
    """What would be sent, as its first recipient reads it, and to how many."""

    audience: Audience
    rendered: Rendered


def preview_broadcast(
    *, channel: Channel, topic: Topic, recipients: Mapping[str, Any], subject: str, text: str, language: str = ""
) -> Preview:
    """Show the message without sending it, in this language or the first recipient's. Raises NobodyToWriteTo."""
    audience = count_audience(recipients, topic=topic, channel=channel)
    people = reachable(chosen_users(recipients), topic=topic, channel=channel).order_by("pk")
    first = people.filter(language=language).first() or people.first()
    if first is None:
        raise NobodyToWriteTo
    language = language or first.language
    params = {"subject": subject, "text": text}
    if channel is Channel.SMS:
        words = compose_text_message(_text_message(topic), params, language=language, secret_values={})
        return Preview(audience, Rendered(subject="", text=words, html=""))
    rendered = compose_mail(_mail(topic), params, user=first, language=language, secret_values={})
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
    translations: Mapping[str, Mapping[str, str]] | None = None,
    name: str = "",
    reason: str = "",
    broadcast_id: UUID | None = None,
) -> tuple[Broadcast, Audience]:
    """Queue the message for everybody who was chosen and may be written to. Raises NobodyToWriteTo.

    `translations` are the subject and text in other languages. Asked again with the same id it changes nothing, so
    that a second click sends no second message.
    """
    audience = count_audience(recipients, topic=topic, channel=channel)
    if not audience.recipients:
        raise NobodyToWriteTo
    broadcast, is_new = Broadcast.objects.get_or_create(
        pk=broadcast_id or uuid7(),
        defaults={
            "name": name,
            "channel": channel,
            "topic": topic,
            "subject": subject,
            "text": text,
            "translations": dict(translations or {}),
            "recipients": dict(recipients),
            "expected": audience.recipients,
            "created_by": actor,
        },
    )
    if not is_new:
        return broadcast, audience
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
    """Write everybody's copy, step by step from where the last run stopped. Safe to repeat.

    After some seconds the rest is left to the next run, so that nothing outlives the time of a task.
    """
    ends_at = time.monotonic() + RUN_SECONDS
    while _address_next(broadcast_id):
        if time.monotonic() > ends_at:
            _go_on_later(broadcast_id)
            return


@transaction.atomic
def _go_on_later(broadcast_id: UUID) -> None:
    publish(BroadcastRequested(broadcast_id=broadcast_id))


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


def cause_of(broadcast: Broadcast) -> str:
    """Return what its copies in the logs name as their cause."""
    return f"broadcast:{broadcast.pk}"


def _write_copy(broadcast: Broadcast, user: User) -> None:
    cause, topic = cause_of(broadcast), Topic(broadcast.topic)
    params = broadcast.words_in(user.language)
    if broadcast.channel == Channel.SMS:
        number = str(user.phone_number or "")
        queue_text_message(message=_text_message(topic), to=number, cause=cause, params=params, user=user)
    else:
        queue_mail(mail=_mail(topic), to=user.email, cause=cause, params=params, user=user)


def _mail(topic: Topic) -> Mail:
    return staff.NEWS if topic is Topic.NEWS else staff.STAFF_MESSAGE


def _text_message(topic: Topic) -> TextMessage:
    return staff.NEWS_SMS if topic is Topic.NEWS else staff.STAFF_SMS
