"""What accounts refuse, each with the code that clients read."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Duplicate, InvalidInput, InvalidTransition, Refusal


class UserExists(DomainError):
    code = "USER_EXISTS"
    message = _("There is already an account with this e-mail address.")


class OwnAddress(UserExists):
    message = _("That is your e-mail address already. Enter another one.")


class InvalidCredentials(DomainError):
    """The same words for an unknown address and a wrong password."""

    code = "INVALID_CREDENTIALS"
    message = _("The e-mail address or the password is not right.")
    refusal = Refusal.UNAUTHENTICATED


class AccountSuspended(DomainError):
    code = "ACCOUNT_SUSPENDED"
    message = _("This account is suspended. Please contact us.")
    refusal = Refusal.FORBIDDEN


class AccountInactive(DomainError):
    code = "ACCOUNT_PENDING"
    message = _("This account is not active. Please contact us.")
    refusal = Refusal.FORBIDDEN


class EmailNotVerified(DomainError):
    code = "EMAIL_NOT_VERIFIED"
    message = _("Please verify your e-mail address first.")
    refusal = Refusal.FORBIDDEN


class WrongPassword(DomainError):
    code = "WRONG_PASSWORD"
    message = _("That is not your present password.")
    refusal = Refusal.INVALID


class CodeInvalid(DomainError):
    code = "CODE_INVALID"
    message = _("That code is not right. Check it, or ask for a new one.")
    refusal = Refusal.INVALID


class AppCodeInvalid(CodeInvalid):
    message = _("That code is not right. The app shows a new one every 30 seconds; a recovery code works too.")


class FirstAppCodeInvalid(CodeInvalid):
    message = _("That code is not right. The app shows a new one every 30 seconds; type the one it shows now.")


class RecoveryCodeInvalid(CodeInvalid):
    message = _(
        "That recovery code is not right, or it was used before. One looks like 7KQ4M-X9RTB, and each works once."
    )


class CodeExpired(DomainError):
    code = "CODE_EXPIRED"
    message = _("That code is too old. Ask for a new one.")
    refusal = Refusal.INVALID


class TooManyAttempts(DomainError):
    code = "TOO_MANY_ATTEMPTS"
    message = _("Too many wrong codes. Ask for a new one.")
    refusal = Refusal.TOO_MANY


class TokenExpired(DomainError):
    code = "TOKEN_EXPIRED"
    message = _("The access token has expired. Refresh it.")
    refusal = Refusal.UNAUTHENTICATED


class InvalidToken(DomainError):
    code = "INVALID_TOKEN"
    message = _("The access token is not valid.")
    refusal = Refusal.UNAUTHENTICATED


class RefreshTokenRequired(DomainError):
    code = "REFRESH_TOKEN_REQUIRED"
    message = _("Send the refresh token.")
    refusal = Refusal.INVALID


class RefreshTokenExpired(DomainError):
    code = "REFRESH_TOKEN_EXPIRED"
    message = _("The refresh token has expired. Sign in again.")
    refusal = Refusal.UNAUTHENTICATED


class InvalidRefreshToken(DomainError):
    code = "INVALID_REFRESH_TOKEN"
    message = _("The refresh token is not valid. Sign in again.")
    refusal = Refusal.UNAUTHENTICATED


class ImpersonationReadOnly(DomainError):
    code = "IMPERSONATION_READ_ONLY"
    message = _("Nothing can be changed while looking at the shop as somebody else.")
    refusal = Refusal.FORBIDDEN


class DeletionBlocked(InvalidTransition):
    """Details carry `blockers`: sentences that say what has to be settled first."""

    message = _("Your account cannot be deleted yet.")


class TwoFactorOff(InvalidTransition):
    message = _("Two-step sign-in is off. Turn it on first.")


class TwoFactorOn(InvalidTransition):
    message = _("Two-step sign-in is on already. To change how you get codes, turn it off first.")


class RoleHeld(Duplicate):
    message = _("You have this role already. There is nothing to apply for.")


class ApplicationWaiting(Duplicate):
    message = _("You applied for this role already. Wait for our decision; we will write to you.")


class PhoneTaken(InvalidInput):
    def __init__(self) -> None:
        super().__init__(phone_number=[str(_("This number belongs to another account."))])
