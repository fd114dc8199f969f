"""What happens to messages on their way."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True)
class MailQueued(Event):
    """A mail is written in the log and waits for the mail server."""

    email_id: UUID


@dataclass(frozen=True)
class SMSQueued(Event):
    sms_id: UUID


@dataclass(frozen=True)
class BroadcastRequested(Event):
    """Staff wrote to several people; each gets a message of their own."""

    broadcast_id: UUID
