"""People."""

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.enums import Role, TwoFactorMethod, UserStatus
from accounts.querysets import UserManager, normalise_email
from core.ids import readable_code
from core.models import BaseModel


def new_shopper_id() -> str:
    return f"SH-{readable_code(6)}"


class User(BaseModel, AbstractBaseUser, PermissionsMixin):
    """A person who can sign in. The e-mail address is the login name."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    phone_number = PhoneNumberField(_("phone"), null=True, blank=True, unique=True)
    name = models.CharField(_("name"), max_length=100, validators=[MinLengthValidator(2)])
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.CUSTOMER)
    status = models.CharField(_("status"), max_length=16, choices=UserStatus, default=UserStatus.PENDING)
    is_staff = models.BooleanField(_("staff"), default=False)
    avatar = models.ImageField(_("picture"), upload_to="avatars/", blank=True)
    shopper_id = models.CharField(_("shopper id"), max_length=16, unique=True, default=new_shopper_id, editable=False)
    region = models.CharField(_("country"), max_length=2, blank=True)
    # The code of the region that they chose to shop in; empty until they choose.
    shopping_region = models.CharField(_("shops in"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    timezone = models.CharField(_("time zone"), max_length=40, blank=True)
    email_verified_at = models.DateTimeField(_("e-mail verified"), null=True, blank=True)
    phone_verified_at = models.DateTimeField(_("phone verified"), null=True, blank=True)
    two_factor = models.CharField(
        _("two-step sign-in"), max_length=8, choices=TwoFactorMethod, default=TwoFactorMethod.NONE
    )
    totp_secret = models.CharField(max_length=64, blank=True, editable=False)
    totp_last_step = models.BigIntegerField(default=0, editable=False)
    marketing_consent = models.BooleanField(_("offers and news"), default=False)
    last_login = None
    last_login_at = models.DateTimeField(_("last signed in"), null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        permissions = [("assign_staff", "Can make people staff and choose their groups")]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="accounts_user_email_lower"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="accounts_user_role_known"),
            models.CheckConstraint(condition=Q(status__in=UserStatus.values), name="accounts_user_status_known"),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="accounts_user_newest")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Whether the person may be signed in at all."""
        return self.status in {UserStatus.ACTIVE, UserStatus.PENDING} and self.deleted_at is None

    @property
    def is_email_verified(self) -> bool:
        return self.email_verified_at is not None

    @property
    def is_phone_verified(self) -> bool:
        return self.phone_verified_at is not None

    @property
    def has_two_factor(self) -> bool:
        return self.two_factor != TwoFactorMethod.NONE

    def clean(self) -> None:
        super().clean()
        self.email = normalise_email(self.email)
