"""What can be done with messages, for the apps and edges outside."""

from .broadcasting import address_broadcast, preview_broadcast, request_broadcast
from .low_stock import tell_of_low_stock
from .notices import add_notice, mark_read
from .preferences import list_choices, read_unsubscribe_link, set_preferences, unsubscribe
from .queueing import queue_mail, queue_text_message
from .resending import resend_mail, resend_text_message
from .sending import send_due_messages, send_mail, send_text_message

__all__ = [
    "add_notice",
    "address_broadcast",
    "list_choices",
    "mark_read",
    "preview_broadcast",
    "queue_mail",
    "queue_text_message",
    "read_unsubscribe_link",
    "request_broadcast",
    "resend_mail",
    "resend_text_message",
    "send_due_messages",
    "send_mail",
    "send_text_message",
    "set_preferences",
    "tell_of_low_stock",
    "unsubscribe",
]
