"""What the HTTP edge remembers: how often a key was used, and which repeated call was answered how."""

from django.db import models

from core.models.base import BaseModel


class RateLimitCounter(models.Model):
    """How often a key was used in its running window. Written by one statement, see core/rate_limits.py."""

    key = models.CharField(max_length=64, primary_key=True)
    used = models.PositiveIntegerField()
    ends_at_ms = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:12]} used {self.used} times"


class IdempotentCall(BaseModel):
    """A call that its caller may repeat under one key, and the answer that every repetition gets."""

    caller = models.CharField(max_length=80)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    claim = models.UUIDField()
    claimed_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=100, blank=True)
    body = models.BinaryField(null=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["caller", "key"], name="core_idempotentcall_once_per_caller"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.caller}"


class CacheVersion(models.Model):
    """How often something that public answers show has changed. See core/caching.py."""

    tag = models.CharField(max_length=60, primary_key=True)
    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.tag} {self.number}"
