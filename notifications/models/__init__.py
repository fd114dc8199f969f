from .broadcast import Broadcast
from .message import EmailLog, SMSLog
from .notification import Notification
from .preference import Preference
from .template import TemplateOverride

__all__ = ["Broadcast", "EmailLog", "Notification", "Preference", "SMSLog", "TemplateOverride"]
