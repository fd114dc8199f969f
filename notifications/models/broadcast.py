"""What staff write to several people at once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import BaseModel
from notifications.enums import BroadcastStatus, Channel, Topic


class Broadcast(BaseModel):
    """A message from staff, and to whom. Each recipient's copy is a row of the mail or SMS log."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    channel = models.CharField(
        _("by"), max_length=8, choices=[(choice.value, choice.label) for choice in (Channel.EMAIL, Channel.SMS)]
    )
    topic = models.CharField(_("about"), max_length=16, choices=Topic)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), max_length=10_000)
    translations = models.JSONField(
        default=dict, blank=True, help_text=_("Subject and text in other languages, for those who read them.")
    )
    recipients = models.JSONField(help_text=_("Ids of people, or a segment of customers."))
    status = models.CharField(_("status"), max_length=8, choices=BroadcastStatus, default=BroadcastStatus.QUEUED)
    expected = models.PositiveIntegerField(_("recipients"), default=0)
    addressed = models.PositiveIntegerField(_("written to"), default=0)
    last_user_id = models.UUIDField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("written by")
    )

    class Meta:
        verbose_name = _("message to customers")
        verbose_name_plural = _("messages to customers")

    def __str__(self) -> str:
        return self.name or self.subject or self.text[:60]

    def words_in(self, language: str) -> dict[str, str]:
        """Return subject and text for somebody who reads this language."""
        return {"subject": self.subject, "text": self.text} | self.translations.get(language, {})
