"""The shop's own words in place of the shipped ones."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import BaseModel


class TemplateOverride(BaseModel):
    """Subject and text of one mail in one language. Plain words with {{ variables }}; nothing in it is executed."""

    template = models.CharField(_("mail"), max_length=60)
    language = models.CharField(_("language"), max_length=8)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=10_000)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("mail template")
        verbose_name_plural = _("mail templates")
        constraints = [
            models.UniqueConstraint(fields=["template", "language"], name="notifications_templateoverride_once"),
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.language})"
