"""Every consequence in the shop on one screen: which handlers follow which event."""

from accounts import events as accounts
from notifications import events as notifications

WIRING = {
    accounts.UserRegistered: [],
    accounts.EmailVerified: [],
    accounts.CodeRequested: [],
    accounts.PasswordResetRequested: [],
    accounts.PasswordChanged: [],
    accounts.EmailChanged: [],
    accounts.RegistrationRepeated: [],
    accounts.SignedInOnNewDevice: [],
    accounts.RefreshTokenReused: [],
    accounts.TwoFactorChanged: [],
    accounts.RoleApplied: [],
    accounts.ApplicationDecided: [],
    accounts.DataExportRequested: [],
    accounts.DataExportReady: [],
    accounts.UserStatusChanged: [],
    accounts.UserErased: [],
    accounts.MailToUserRequested: [],
    notifications.MailQueued: [],
    notifications.SMSQueued: [],
    notifications.BroadcastRequested: [],
}
