"""Fields that the serializers of every app may use."""

from typing import Any

from rest_framework import serializers

from core.text import one_line


class LineField(serializers.CharField):
    """Text in one line, kept as the pages keep it: a name never ends a header or turns a page around."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        # Before the checks for blanks and length, which are about what is kept.
        return super().run_validation(one_line(data) if isinstance(data, str) else data)
