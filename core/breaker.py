"""Leaving a server alone for a while after it failed, so that one caller waits for it and not each."""

import time

REST_SECONDS = 5.0


class Breaker:
    """Open for a while after a failure; then one caller may try again."""

    def __init__(self, rest_seconds: float = REST_SECONDS) -> None:
        self.rest_seconds = rest_seconds
        self._closed_from = 0.0

    def is_open(self) -> bool:
        return time.monotonic() < self._closed_from

    def is_tripped(self) -> bool:
        """Whether nobody has found the server well since it last failed."""
        return self._closed_from > 0

    def trip(self) -> None:
        self._closed_from = time.monotonic() + self.rest_seconds

    def reset(self) -> None:
        self._closed_from = 0.0
