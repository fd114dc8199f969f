"""Paths under /api/v1/ for people and their accounts."""

from django.urls import path
from django.urls.resolvers import URLPattern

from accounts.api.views import account, addresses, people, security, signing_in

app_name = "accounts-api"


def people_paths(word: str, *, customers_only: bool) -> list[URLPattern]:
    """The paths about people, once for everybody and once for customers only."""
    whom = {"customers_only": customers_only}
    one = f"admin/{word}/<uuid:user_id>"
    return [
        path(f"admin/{word}", people.People.as_view(**whom), name=f"admin-{word}"),
        path(one, people.PersonDetail.as_view(**whom), name=f"admin-{word}-detail"),
        path(f"{one}/status", people.PersonStatus.as_view(**whom), name=f"admin-{word}-status"),
        path(f"{one}/send-email", people.PersonMail.as_view(**whom), name=f"admin-{word}-send-email"),
        path(f"{one}/reset-password", people.PersonPasswordReset.as_view(**whom), name=f"admin-{word}-reset-password"),
    ]


urlpatterns = [
    path("auth/register", signing_in.Registration.as_view(), name="register"),
    path("auth/verify-email", signing_in.EmailVerification.as_view(), name="verify-email"),
    path("auth/resend-otp", signing_in.CodeAgain.as_view(), name="resend-otp"),
    path("auth/login", signing_in.Login.as_view(), name="login"),
    path("auth/login/verify-2fa", signing_in.SecondFactor.as_view(), name="verify-2fa"),
    path("auth/refresh-token", signing_in.TokenRefresh.as_view(), name="refresh-token"),
    path("auth/logout", signing_in.Logout.as_view(), name="logout"),
    path("auth/logout-all", signing_in.LogoutAll.as_view(), name="logout-all"),
    path("auth/verify-token", signing_in.TokenCheck.as_view(), name="verify-token"),
    path("auth/me", signing_in.Me.as_view(), name="auth-me"),
    path("auth/forgot-password", signing_in.ForgottenPassword.as_view(), name="forgot-password"),
    path("auth/reset-password", signing_in.PasswordReset.as_view(), name="reset-password"),
    path("auth/reset-password/<str:token>", signing_in.PasswordResetByLink.as_view(), name="reset-password-by-link"),
    path("users/me", account.Profile.as_view(), name="me"),
    path("users/me/change-password", account.PasswordChange.as_view(), name="change-password"),
    path("users/me/change-email", account.EmailChange.as_view(), name="change-email"),
    path("users/me/verify-phone", account.PhoneVerification.as_view(), name="verify-phone"),
    path("users/me/avatar", account.Avatar.as_view(), name="avatar"),
    path("users/me/export", account.Export.as_view(), name="export"),
    path("users/me/export/<str:token>", account.ExportDownload.as_view(), name="export-download"),
    path("users/me/applications", account.Applications.as_view(), name="applications"),
    path("users/me/2fa/enable", security.TwoFactorEnabling.as_view(), name="2fa-enable"),
    path("users/me/2fa/verify", security.TwoFactorVerification.as_view(), name="2fa-verify"),
    path("users/me/2fa/disable", security.TwoFactorDisabling.as_view(), name="2fa-disable"),
    path("users/me/2fa/recovery-codes", security.RecoveryCodes.as_view(), name="2fa-recovery-codes"),
    path("users/me/sessions", security.Sessions.as_view(), name="sessions"),
    path("users/me/sessions/<uuid:session_id>", security.SessionDetail.as_view(), name="session"),
    path("users/addresses", addresses.Addresses.as_view(), name="addresses"),
    path("users/addresses/<uuid:address_id>", addresses.AddressDetail.as_view(), name="address"),
    path("users/default-address/<uuid:address_id>", addresses.DefaultAddress.as_view(), name="default-address"),
    *people_paths("users", customers_only=False),
    *people_paths("customers", customers_only=True),
    path("admin/applications", people.AllApplications.as_view(), name="admin-applications"),
    path(
        "admin/applications/<uuid:application_id>/approve",
        people.ApplicationApproval.as_view(),
        name="admin-application-approve",
    ),
    path(
        "admin/applications/<uuid:application_id>/reject",
        people.ApplicationRejection.as_view(),
        name="admin-application-reject",
    ),
]
