"""What must be in place before the shop starts."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from core import actions


@register()
def action_log_has_a_sink(**_: Any) -> list[CheckMessage]:
    if actions.is_registered():
        return []
    return [Error("No sink for the action log is registered (config/apps.py).", id="core.E001")]
