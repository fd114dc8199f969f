"""Who sells besides the platform."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from core.models import BaseModel
from stores.enums import OwnerStatus, StoreStatus
from stores.querysets import StoreQuerySet


class Owner(BaseModel):
    """The person or company behind stores; has an account once somebody has claimed it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owner",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=120)
    phone_number = PhoneNumberField(_("phone"), null=True, blank=True, unique=True)
    email = models.EmailField(_("e-mail"), unique=True)
    status = models.CharField(_("status"), max_length=10, choices=OwnerStatus, default=OwnerStatus.ACTIVE)
    legal_name = models.CharField(_("legal name"), max_length=120, blank=True)
    tax_id = models.CharField(_("tax number"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("owner")
        verbose_name_plural = _("owners")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=OwnerStatus.values), name="stores_owner_status_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Store(BaseModel):
    """A seller's place in the market."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="stores", verbose_name=_("owner"))
    # One store of each approved application, however often its event is handled.
    application = models.OneToOneField(
        "accounts.RoleApplication",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="store",
        editable=False,
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=140, unique=True)
    description = models.TextField(_("description"), blank=True, max_length=5000)
    country = models.CharField(_("country"), max_length=2, blank=True)
    state = models.CharField(_("state"), max_length=80, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=StoreStatus, default=StoreStatus.DRAFT)
    is_active = models.BooleanField(_("active"), default=True)

    objects = StoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("store")
        verbose_name_plural = _("stores")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=StoreStatus.values), name="stores_store_status_known"),
        ]

    def __str__(self) -> str:
        return self.name
