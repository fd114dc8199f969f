"""The bell: short notices on the site itself."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import override

from accounts.models import User
from core.errors import NotFound
from notifications.enums import Channel
from notifications.mails.base import Mail, page_url
from notifications.models import Notification
from notifications.services import preferences
from notifications.services.rendering import shop_values
from notifications.wording import fill


@transaction.atomic
def add_notice(*, user: User, mail: Mail, cause: str, page: str) -> Notification | None:
    """Put the mail's subject under the person's bell, once per cause."""
    if not preferences.may_send(user, mail.topic, Channel.IN_APP):
        return None
    with override(user.language):
        title = fill(str(mail.subject), shop_values())
        link = page_url(page)
    row, _is_new = Notification.objects.get_or_create(
        user=user, kind=mail.name, cause=cause, defaults={"title": title, "link": link}
    )
    return row


def mark_read(*, user: User, notification_id: UUID, now: datetime) -> Notification:
    """Mark the person's own notice as read; the first reading counts. Raises NotFound."""
    mine = Notification.objects.of(user).filter(pk=notification_id)
    mine.unread().update(read_at=now, updated_at=now)
    row = mine.first()
    if row is None:
        raise NotFound
    return row
