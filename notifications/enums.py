"""Closed sets of words; the stored value is the one on the wire."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    IN_APP = "in_app", _("On this site")


class Topic(models.TextChoices):
    """What a message is about; people choose by topic what they hear of."""

    SECURITY = "security", _("Security and sign-in")
    ACCOUNT = "account", _("Your account")
    NEWS = "news", _("Offers and news")


class MessageStatus(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    BOUNCED = "bounced", _("Came back")


class BroadcastStatus(models.TextChoices):
    QUEUED = "queued", _("Being addressed")
    DONE = "done", _("Handed over")


# A person may not switch these off: they concern the law, the account's safety or what was asked for.
ALWAYS_SENT = {
    (Topic.SECURITY, Channel.EMAIL),
    (Topic.SECURITY, Channel.SMS),
    (Topic.SECURITY, Channel.IN_APP),
    (Topic.ACCOUNT, Channel.EMAIL),
}
# These are sent only to people who agreed to marketing.
NEEDS_CONSENT = {Topic.NEWS}
CHOICES = [
    (Topic.SECURITY, Channel.EMAIL),
    (Topic.SECURITY, Channel.SMS),
    (Topic.SECURITY, Channel.IN_APP),
    (Topic.ACCOUNT, Channel.EMAIL),
    (Topic.ACCOUNT, Channel.SMS),
    (Topic.ACCOUNT, Channel.IN_APP),
    (Topic.NEWS, Channel.EMAIL),
    (Topic.NEWS, Channel.SMS),
]
