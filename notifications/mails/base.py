"""What a mail is: its subject, topic, templates, and how ids become the values in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise

from accounts.models import User
from core.selectors import get_shop
from core.zones import say_moment, zone_named
from notifications.enums import Topic

Params = Mapping[str, Any]
Values = dict[str, str]
MASK = "••••••"


class SecretGone(Exception):
    """The code or link of a message was used, replaced or has expired: there is nothing left to send."""


@dataclass(frozen=True)
class Secret:
    """What opens an account: masked in the log, revealed only when the message leaves. May raise SecretGone."""

    names: tuple[str, ...]
    reveal: Callable[[Params], Values]

    @property
    def masks(self) -> Values:
        return dict.fromkeys(self.names, MASK)


@dataclass(frozen=True)
class Mail:
    """One kind of mail. Its texts may name {{ variables }}; the templates are email/<folder>/<name>.html and .txt."""

    name: str
    folder: str
    title: Promise
    topic: Topic
    subject: Promise | str
    preheader: Promise | str
    sample: Values = field(default_factory=dict)
    values: Callable[[Params], Values] = field(default=lambda params: {})
    secret: Secret | None = None

    @property
    def html_template(self) -> str:
        return f"email/{self.folder}/{self.name}.html"

    @property
    def text_template(self) -> str:
        return f"email/{self.folder}/{self.name}.txt"


@dataclass(frozen=True)
class TextMessage:
    """One kind of SMS, short enough for one part."""

    name: str
    title: Promise
    topic: Topic
    text: Promise | str
    sample: Values = field(default_factory=dict)
    values: Callable[[Params], Values] = field(default=lambda params: {})
    secret: Secret | None = None


def page_url(name: str, **kwargs: Any) -> str:
    """Return a page's address in the present language, under the configured site and never a request's host."""
    return settings.SITE_URL + reverse(name, kwargs=kwargs)


def moment(at: datetime, user: User | None) -> str:
    """Return a time as its reader's clock shows it, with the zone."""
    return say_moment(at, zone_named((user and user.timezone) or get_shop().timezone))
