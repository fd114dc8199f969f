"""What happened to people and their accounts."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True)
class UserRegistered(Event):
    user_id: UUID


@dataclass(frozen=True)
class RegistrationRepeated(Event):
    """Somebody registered, through the page, with the e-mail of this account."""

    user_id: UUID


@dataclass(frozen=True)
class EmailVerified(Event):
    """The person proved to own the address. Guests' orders are claimed in answer."""

    user_id: UUID
    email: str
    is_first: bool


@dataclass(frozen=True)
class CodeRequested(Event):
    """A one-time code is to be sent. The code itself is derived from the row when the message is rendered."""

    code_id: UUID


@dataclass(frozen=True)
class PasswordResetRequested(Event):
    code_id: UUID


@dataclass(frozen=True)
class PasswordChanged(Event):
    user_id: UUID
    by_reset: bool


@dataclass(frozen=True)
class EmailChanged(Event):
    user_id: UUID
    old_email: str


@dataclass(frozen=True)
class SignedInOnNewDevice(Event):
    session_id: UUID


@dataclass(frozen=True)
class RefreshTokenReused(Event):
    session_id: UUID


@dataclass(frozen=True)
class TwoFactorChanged(Event):
    user_id: UUID
    is_on: bool


@dataclass(frozen=True)
class RecoveryCodeUsed(Event):
    user_id: UUID
    left: int


@dataclass(frozen=True)
class RoleApplied(Event):
    application_id: UUID


@dataclass(frozen=True)
class ApplicationDecided(Event):
    """An application was approved or rejected. Stores make the seller's store in answer."""

    application_id: UUID


@dataclass(frozen=True)
class DataExportRequested(Event):
    export_id: UUID


@dataclass(frozen=True)
class DataExportReady(Event):
    export_id: UUID


@dataclass(frozen=True)
class UserStatusChanged(Event):
    user_id: UUID


@dataclass(frozen=True)
class UserErased(Event):
    """The person is gone; every app scrubs what it holds. The address is not repeated here."""

    user_id: UUID


@dataclass(frozen=True)
class MailToUserRequested(Event):
    """Staff wrote to a customer."""

    user_id: UUID
    subject: str
    text: str
