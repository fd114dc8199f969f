"""What people type into the pages of accounts, in its shape; whether it is true the services decide."""

from .account import (
    ApplicationForm,
    AvatarForm,
    ChangeEmailForm,
    ChangePasswordForm,
    DeleteAccountForm,
    PasswordForm,
    PhoneForm,
    ProfileForm,
    TwoFactorForm,
    TwoFactorOffForm,
)
from .address import AddressForm
from .signing_in import (
    CodeForm,
    EmailedCodeForm,
    ForgotPasswordForm,
    RecoveryCodeForm,
    ResetPasswordForm,
    SignInForm,
    SignUpForm,
)

__all__ = [
    "AddressForm",
    "ApplicationForm",
    "AvatarForm",
    "ChangeEmailForm",
    "ChangePasswordForm",
    "CodeForm",
    "DeleteAccountForm",
    "EmailedCodeForm",
    "ForgotPasswordForm",
    "PasswordForm",
    "PhoneForm",
    "ProfileForm",
    "RecoveryCodeForm",
    "ResetPasswordForm",
    "SignInForm",
    "SignUpForm",
    "TwoFactorForm",
    "TwoFactorOffForm",
]
