"""What the action log refuses."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Refusal


class LogIsAppendOnly(DomainError):
    code = "LOG_IS_APPEND_ONLY"
    message = _("The action log cannot be changed.")
    refusal = Refusal.FORBIDDEN
