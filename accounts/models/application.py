"""Asking for a trade account or a seller's place."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import ApplicationStatus, Role
from accounts.querysets import ApplicationQuerySet
from core.models import BaseModel

APPLIED_ROLES = [Role.RETAILER, Role.SELLER]


class RoleApplication(BaseModel):
    """A wish for a role. Nobody gets it but by a member of staff's decision."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="applications", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=16, choices=[(role.value, role.label) for role in APPLIED_ROLES])
    business_name = models.CharField(_("business"), max_length=120, blank=True)
    tax_id = models.CharField(_("tax number"), max_length=40, blank=True)
    message = models.TextField(_("message"), blank=True, max_length=2000)
    # [{"id", "name", "content_type", "size"}], as they were sent; `core.documents` keeps the files.
    documents = models.JSONField(_("papers"), default=list, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=ApplicationStatus, default=ApplicationStatus.PENDING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(status="pending"),
                name="accounts_roleapplication_one_pending",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in APPLIED_ROLES]),
                name="accounts_roleapplication_role_applied_for",
            ),
        ]

    @property
    def is_complete(self) -> bool:
        """Whether it was sent. One begun while registering waits for its person."""
        return self.business_name != ""

    def __str__(self) -> str:
        return gettext("%(person)s as %(role)s") % {"person": self.user, "role": self.get_role_display()}
