"""What the app refuses."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Refusal


class MessageExpired(DomainError):
    """The code or link in the message is used up or too old to be sent again."""

    code = "MESSAGE_EXPIRED"
    message = _("What this message carried has expired. Ask for a new one instead.")


class MessageNotFinished(DomainError):
    code = "MESSAGE_NOT_FINISHED"
    message = _("This message is still on its way.")


class RecipientGone(DomainError):
    """The address was removed from the log when its owner's account was deleted."""

    code = "RECIPIENT_GONE"
    message = _("The recipient's address is no longer known.")


class PreferenceFixed(DomainError):
    code = "PREFERENCE_FIXED"
    message = _("These messages cannot be switched off, because they keep your account safe.")
    refusal = Refusal.INVALID


class NobodyToWriteTo(DomainError):
    code = "NO_RECIPIENTS"
    message = _("Nobody among them may be written to.")
    refusal = Refusal.INVALID
