"""Codes, devices and what else keeps an account safe."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from accounts.devices import spoken_device
from accounts.enums import CodeChannel, CodePurpose, SessionKind
from accounts.querysets import CodeQuerySet, SessionQuerySet
from core.ids import uuid7
from core.models import BaseModel


class OneTimeCode(BaseModel):
    """A code that was sent. Only its hash is kept; the code is derived from the row when the message is rendered.

    Without a hash nothing matches it: the app's own codes are compared elsewhere, and a decoy has no code at all.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="codes")
    destination = models.CharField(max_length=254)
    purpose = models.CharField(max_length=16, choices=CodePurpose)
    channel = models.CharField(max_length=8, choices=CodeChannel, default=CodeChannel.EMAIL)
    code_hash = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "purpose", "-created_at"], name="accounts_onetimecode_latest"),
            models.Index(fields=["destination", "purpose", "-created_at"], name="accounts_onetimecode_sent_to"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} for {self.destination}"


class RecoveryCode(BaseModel):
    """A code for the day the phone is lost. Works once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="accounts_recoverycode_unique"),
        ]

    def __str__(self) -> str:
        return f"Recovery code of {self.user_id}"


class Session(BaseModel):
    """A device on which somebody is signed in: a browser, or an app with its family of refresh tokens."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=SessionKind)
    refresh_jti = models.UUIDField(null=True, blank=True, default=uuid7, editable=False)
    password_stamp = models.CharField(max_length=64, blank=True, editable=False)
    device_name = models.CharField(_("device"), max_length=80, blank=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    ip = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    region = models.CharField(_("country"), max_length=2, blank=True)
    last_seen_at = models.DateTimeField(_("last used"))
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("ended"), null=True, blank=True)
    revoked_reason = models.CharField(_("ended because"), max_length=40, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        indexes = [
            models.Index(
                fields=["user", "-last_seen_at"],
                condition=Q(revoked_at=None),
                name="accounts_session_live",
            ),
        ]

    def __str__(self) -> str:
        return self.spoken_name or self.get_kind_display()

    @property
    def spoken_name(self) -> str:
        return spoken_device(self.device_name)

    def carries(self, now: datetime) -> bool:
        """Whether its person is signed in by it: it lives, and neither password nor standing has changed since."""
        is_live = self.revoked_at is None and self.expires_at > now
        stamp = self.user.get_session_auth_hash()
        return is_live and self.user.is_active and constant_time_compare(self.password_stamp, stamp)
