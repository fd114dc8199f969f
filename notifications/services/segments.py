"""Choosing whom staff write to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.enums import UserStatus
from accounts.models import User
from core.errors import InvalidInput
from notifications.enums import NEEDS_CONSENT, Channel, Topic
from notifications.models import Preference

SEGMENT_FIELDS = {
    "role": "role",
    "region": "region",
    "language": "language",
    "registered_from": "created_at__gte",
    "registered_before": "created_at__lt",
}


@dataclass(frozen=True)
class Audience:
    """How many were chosen, and how many of them may be written to."""

    chosen: int
    recipients: int

    @property
    def skipped(self) -> int:
        return self.chosen - self.recipients


def chosen_users(recipients: Mapping[str, Any]) -> QuerySet[User]:
    """Return the living accounts that `user_ids` or `segment` names. Raises InvalidInput for an unknown field."""
    users = User.objects.filter(deleted_at=None)
    if "user_ids" in recipients:
        return users.filter(pk__in=[UUID(str(pk)) for pk in recipients["user_ids"]])
    segment = recipients.get("segment", {})
    if unknown := set(segment) - set(SEGMENT_FIELDS):
        raise InvalidInput(segment=[_("There is no such field: {names}.").format(names=", ".join(sorted(unknown)))])
    return users.filter(**{SEGMENT_FIELDS[name]: value for name, value in segment.items()})


def reachable(users: QuerySet[User], *, topic: Topic, channel: Channel) -> QuerySet[User]:
    """Keep those who may be written to: a proven address, not suspended, and willing to hear of the topic."""
    users = users.filter(status=UserStatus.ACTIVE)
    users = (
        users.exclude(email_verified_at=None) if channel is Channel.EMAIL else users.exclude(phone_verified_at=None)
    )
    if topic in NEEDS_CONSENT:
        users = users.filter(marketing_consent=True)
    off = Preference.objects.filter(topic=topic, channel=channel, is_on=False)
    return users.exclude(pk__in=off.values("user_id"))


def count_audience(recipients: Mapping[str, Any], *, topic: Topic, channel: Channel) -> Audience:
    users = chosen_users(recipients)
    return Audience(users.count(), reachable(users, topic=topic, channel=channel).count())
