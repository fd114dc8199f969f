"""The action log: what staff did, to whom, when, from where and why."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.errors import LogIsAppendOnly
from audit.querysets import AdminActionLogQuerySet
from core.actions import words
from core.ids import uuid7


class AdminActionLog(models.Model):
    """One write by a member of staff or by a command, kept as it happened."""

    is_append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("person concerned"),
    )
    action = models.CharField(_("action"), max_length=80)
    object_type = models.CharField(_("kind of object"), max_length=80)
    object_id = models.CharField(_("object id"), max_length=64)
    object_label = models.CharField(_("object"), max_length=200, blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    ip = models.GenericIPAddressField(_("IP address"), null=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    request_id = models.CharField(_("request id"), max_length=64, blank=True)

    objects = AdminActionLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("action log")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_adminactionlog_newest"),
            models.Index(fields=["actor", "-at"], name="audit_adminactionlog_actor"),
            models.Index(fields=["customer", "-at"], name="audit_adminactionlog_customer"),
            models.Index(fields=["action", "-at"], name="audit_adminactionlog_action"),
            models.Index(fields=["object_type", "object_id", "-at"], name="audit_adminactionlog_object"),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.object_label}" if self.object_label else self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise LogIsAppendOnly
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise LogIsAppendOnly

    @property
    def title(self) -> str:
        """The action in words: `accounts.user.suspended` is "Person: suspended"."""
        thing, _dot, deed = self.action.rpartition(".")
        what = words.things.get(thing) or self.kind
        return f"{what}: {words.deeds.get(deed) or deed.replace('_', ' ')}"

    @property
    def kind(self) -> str:
        """What kind of thing the action was done to."""
        return str(words.things.get(self.object_type) or self.object_type.rpartition(".")[2].capitalize())

    @property
    def changed_fields(self) -> list[str]:
        return sorted(self.before.keys() | self.after.keys())
