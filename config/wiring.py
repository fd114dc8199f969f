"""Every consequence in the shop on one screen: which handlers follow which event."""

from accounts import events as accounts
from accounts import handlers as account_handlers
from notifications import events as notifications
from notifications import handlers as tell

WIRING = {
    accounts.UserRegistered: [],
    accounts.EmailVerified: [tell.on_email_verified],
    accounts.CodeRequested: [tell.on_code_requested],
    accounts.PasswordResetRequested: [tell.on_password_reset_requested],
    accounts.PasswordChanged: [tell.on_password_changed],
    accounts.EmailChanged: [tell.on_email_changed],
    accounts.RegistrationRepeated: [tell.on_registration_repeated],
    accounts.SignedInOnNewDevice: [tell.on_signed_in_on_new_device],
    accounts.RefreshTokenReused: [tell.on_refresh_token_reused],
    accounts.TwoFactorChanged: [tell.on_two_factor_changed],
    accounts.RoleApplied: [tell.on_role_applied],
    accounts.ApplicationDecided: [tell.on_application_decided],
    accounts.DataExportRequested: [account_handlers.on_data_export_requested],
    accounts.DataExportReady: [tell.on_data_export_ready],
    accounts.UserStatusChanged: [tell.on_user_status_changed],
    accounts.UserErased: [],
    accounts.MailToUserRequested: [tell.on_mail_to_user_requested],
    notifications.MailQueued: [tell.on_mail_queued],
    notifications.SMSQueued: [tell.on_sms_queued],
    notifications.BroadcastRequested: [tell.on_broadcast_requested],
}
