"""Places where tests can pause, break or kill the shop. Nothing happens unless the settings of tests name one."""

import os
import signal
import time
from collections.abc import Callable

from django.conf import settings

Action = str | Callable[[], object]


class FailpointReached(Exception):
    """What a failpoint set to "raise" raises."""


def failpoint(name: str) -> None:
    """Do what the tests ask for at this place: "kill", "raise", "sleep:0.5", or call what they gave."""
    if settings.FAILPOINTS and (action := settings.FAILPOINTS.get(name)):
        _act(name, action)


def parse(text: str) -> dict[str, Action]:
    """Read "outbox.handler_ran=kill,outbox.committed=sleep:0.5"."""
    parts = [part.strip().partition("=") for part in text.split(",") if part.strip()]
    return {name: action for name, _sign, action in parts}


def _act(name: str, action: Action) -> None:
    if callable(action):
        action()
    elif action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif action == "raise":
        raise FailpointReached(name)
    elif action.startswith("sleep:"):
        time.sleep(float(action.removeprefix("sleep:")))
    else:
        raise ValueError(f"A failpoint kills, raises or sleeps; {action!r} is none of these.")
