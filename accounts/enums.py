"""Closed sets of words; the stored value is the one on the wire."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    RETAILER = "retailer", _("Retailer")
    SELLER = "seller", _("Seller")
    SUPPORT = "support", _("Support")
    ADMIN = "admin", _("Admin")


class UserStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    PENDING = "pending", _("E-mail not verified")
    INACTIVE = "inactive", _("Inactive")
    SUSPENDED = "suspended", _("Suspended")


class TwoFactorMethod(models.TextChoices):
    NONE = "none", _("Off")
    EMAIL = "email", _("Code by e-mail")
    SMS = "sms", _("Code by SMS")
    TOTP = "totp", _("Authenticator app")


class CodePurpose(models.TextChoices):
    VERIFY_EMAIL = "verify_email", _("Verify e-mail")
    VERIFY_PHONE = "verify_phone", _("Verify phone")
    LOGIN_2FA = "login_2fa", _("Sign in")
    RESET_PASSWORD = "reset_password", _("Reset password")
    DELETE_ACCOUNT = "delete_account", _("Delete account")
    CHANGE_EMAIL = "change_email", _("Change e-mail")
    ENABLE_2FA = "enable_2fa", _("Turn on two-step sign-in")
    DISABLE_2FA = "disable_2fa", _("Turn off two-step sign-in")


class CodeChannel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    APP = "app", _("Authenticator app")


class SessionKind(models.TextChoices):
    BROWSER = "browser", _("Browser")
    TOKEN = "token", _("App")


class ApplicationStatus(models.TextChoices):
    PENDING = "pending", _("Waiting for a decision")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class ExportStatus(models.TextChoices):
    REQUESTED = "requested", _("Being prepared")
    READY = "ready", _("Ready")
    EXPIRED = "expired", _("Expired")
