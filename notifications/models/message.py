"""The log of what was sent: written before the sending, so that nothing is lost and nothing goes out twice."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import BaseModel
from notifications.enums import MessageStatus, Topic
from notifications.querysets import MessageQuerySet

WAITING = Q(status__in=[MessageStatus.QUEUED, MessageStatus.SENDING])


class Message(BaseModel):
    """One message to one recipient. Codes and links that open something are masked in what is stored."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("person"),
    )
    template = models.CharField(_("template"), max_length=60)
    topic = models.CharField(_("about"), max_length=16, choices=Topic)
    language = models.CharField(_("language"), max_length=8)
    cause = models.CharField(
        _("cause"), max_length=80, help_text=_("What it answers: an event, a broadcast or a resending.")
    )
    params = models.JSONField(default=dict, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=MessageStatus, default=MessageStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"))
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)
    provider_id = models.CharField(_("id at the carrier"), max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def next_try(self) -> datetime | None:
        """When it is tried next, if it will be."""
        return self.next_try_at if self.status == MessageStatus.QUEUED else None

    @property
    def is_delayed(self) -> bool:
        """Whether it waits because its recipient was sent enough for now: looked at, and not yet tried."""
        return self.status == MessageStatus.QUEUED and self.claimed_at is not None and not self.attempts


class EmailLog(Message):
    """A mail. Its Message-ID is fixed before the first try, so that a repeated one is recognised."""

    to = models.EmailField(_("to"), max_length=254, db_index=True)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField()
    message_id = models.CharField(_("message ID"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail log")
        constraints = [
            models.UniqueConstraint(fields=["cause", "template", "to"], name="notifications_emaillog_once"),
            models.CheckConstraint(
                condition=Q(status__in=MessageStatus.values), name="notifications_emaillog_status_known"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=WAITING, name="notifications_emaillog_due"),
            models.Index(fields=["user", "-id"], name="notifications_emaillog_of_user"),
            models.Index(fields=["status", "-id"], name="notifications_emaillog_status"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class SMSLog(Message):
    """A text message to a telephone."""

    to = models.CharField(_("to"), max_length=60, db_index=True)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("SMS")
        verbose_name_plural = _("SMS log")
        constraints = [
            models.UniqueConstraint(fields=["cause", "template", "to"], name="notifications_smslog_once"),
            models.CheckConstraint(
                condition=Q(status__in=MessageStatus.values), name="notifications_smslog_status_known"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=WAITING, name="notifications_smslog_due"),
            models.Index(fields=["user", "-id"], name="notifications_smslog_of_user"),
            models.Index(fields=["status", "-id"], name="notifications_smslog_status"),
        ]

    def __str__(self) -> str:
        return f"{self.template} → {self.to}"
