"""What people want to hear of: reading it, changing it, and asking before sending."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core import links
from core.errors import InvalidInput
from notifications.enums import ALWAYS_SENT, CHOICES, NEEDS_CONSENT, Channel, Topic
from notifications.errors import PreferenceFixed
from notifications.mails.base import page_url
from notifications.models import Preference

UNSUBSCRIBE = "notifications.unsubscribe"


@dataclass(frozen=True)
class Choice:
    """One line of a person's preferences."""

    topic: Topic
    channel: Channel
    is_on: bool
    is_fixed: bool


def list_choices(user: User) -> list[Choice]:
    """Return every topic and channel with what holds for this person."""
    chosen = _chosen_by(user)
    return [
        Choice(
            topic=topic,
            channel=channel,
            is_on=_holds(user, topic, channel, chosen),
            is_fixed=(topic, channel) in ALWAYS_SENT,
        )
        for topic, channel in CHOICES
    ]


def may_send(user: User | None, topic: Topic, channel: Channel) -> bool:
    """Whether this person is to get such a message."""
    if (topic, channel) in ALWAYS_SENT:
        return True
    return user is not None and _holds(user, topic, channel, _chosen_by(user))


@transaction.atomic
def set_preferences(*, user: User, wanted: Mapping[tuple[Topic, Channel], bool]) -> list[Choice]:
    """Store the choices and return all of them.

    Agreeing to news by one channel gives consent for that channel alone.
    Raises InvalidInput for a pair that does not exist and PreferenceFixed for one that cannot be switched off.
    """
    user = User.objects.lock(user.pk)
    before = {(choice.topic, choice.channel): choice.is_on for choice in list_choices(user)}
    for pair, is_on in wanted.items():
        if pair not in before:
            raise InvalidInput(
                preferences=[_("{topic} by {channel} cannot be chosen.").format(topic=pair[0], channel=pair[1])]
            )
        if pair in ALWAYS_SENT and not is_on:
            raise PreferenceFixed(topic=pair[0].value, channel=pair[1].value)
    now = {pair: wanted.get(pair, is_on) for pair, is_on in before.items()}
    _store(user, {pair: is_on for pair, is_on in now.items() if pair not in ALWAYS_SENT})
    consents = any(is_on for (topic, _channel), is_on in now.items() if topic in NEEDS_CONSENT)
    if consents != user.marketing_consent:
        user.marketing_consent = consents
        user.save(update_fields=["marketing_consent", "updated_at"])
    return list_choices(user)


def unsubscribe_token(user: User, topic: Topic) -> str:
    """Return what an unsubscribe link carries. It works as long as the mail is kept."""
    return links.sign(UNSUBSCRIBE, [str(user.pk), topic.value], lifetime=None)


def urls_for(user: User, topic: Topic, language: str) -> dict[str, str]:
    """Return where this person stops such mails at once, and where they choose in peace; nothing for fixed topics."""
    if (topic, Channel.EMAIL) in ALWAYS_SENT:
        return {}
    with override(language):
        return {
            "unsubscribe_url": page_url("notifications:unsubscribe", token=unsubscribe_token(user, topic)),
            "preferences_url": page_url("notifications:preferences"),
        }


def read_unsubscribe_link(*, token: str) -> Topic:
    """Return what the link would stop. Raises LinkInvalid."""
    _user_id, topic = links.read(UNSUBSCRIBE, token)
    return Topic(topic)


def unsubscribe(*, token: str) -> None:
    """Switch the mails of the link's topic off, as often as asked. Raises LinkInvalid."""
    user_id, topic = links.read(UNSUBSCRIBE, token)
    user = User.objects.filter(pk=user_id, deleted_at=None).first()
    if user:
        set_preferences(user=user, wanted={(Topic(topic), Channel.EMAIL): False})


def _chosen_by(user: User) -> dict[tuple[str, str], bool]:
    rows: Iterable[Preference] = Preference.objects.filter(user=user)
    return {(row.topic, row.channel): row.is_on for row in rows}


def _holds(user: User, topic: Topic, channel: Channel, chosen: Mapping[tuple[str, str], bool]) -> bool:
    if (topic, channel) in ALWAYS_SENT:
        return True
    if topic in NEEDS_CONSENT and not user.marketing_consent:
        return False
    return chosen.get((topic, channel), True)


def _store(user: User, wanted: Mapping[tuple[Topic, Channel], bool]) -> None:
    Preference.objects.bulk_create(
        [
            Preference(user=user, topic=topic, channel=channel, is_on=is_on)
            for (topic, channel), is_on in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["user", "topic", "channel"],
        update_fields=["is_on", "updated_at"],
    )
