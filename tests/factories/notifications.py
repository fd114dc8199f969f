"""Messages for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from core.ids import uuid7
from notifications.enums import MessageStatus, Topic
from notifications.models import EmailLog, Notification, SMSLog, TemplateOverride
from tests.factories.accounts import UserFactory


class MessageFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    user = factory.SubFactory(UserFactory)
    template = "welcome"
    topic = Topic.ACCOUNT
    language = "en"
    cause = factory.LazyFunction(lambda: f"event:{uuid7()}")
    next_try_at = factory.LazyFunction(timezone.now)

    class Params:
        sent = factory.Trait(status=MessageStatus.SENT, attempts=1, sent_at=factory.LazyFunction(timezone.now))
        failed = factory.Trait(status=MessageStatus.FAILED, attempts=1, error="550 no such user")


class EmailLogFactory(MessageFactory):
    class Meta:
        model = EmailLog

    to = factory.SelfAttribute("user.email")
    subject = "Welcome to Haat"
    text = "Hello\n"
    html = "<p>Hello</p>"
    message_id = factory.LazyFunction(lambda: f"<{uuid7().hex}@haat.example>")


class SMSLogFactory(MessageFactory):
    class Meta:
        model = SMSLog

    template = "staff_message"
    to = factory.Sequence(lambda n: f"+9198765{n:05}")
    text = "Haat: Your parcel is at the counter."


class NotificationFactory(DjangoModelFactory):
    class Meta:
        model = Notification

    user = factory.SubFactory(UserFactory)
    kind = "password_changed"
    cause = factory.LazyFunction(lambda: f"event:{uuid7()}")
    title = "Your Haat password was changed"


class TemplateOverrideFactory(DjangoModelFactory):
    class Meta:
        model = TemplateOverride

    template = "welcome"
    language = "en"
    subject = "Come in, {{ name }}"
    body = "Hello {{ name }},\n\nwelcome to {{ shop_name }}."
