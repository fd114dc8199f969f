"""Answers with something beside `data` in the envelope."""

from typing import Any

from rest_framework.response import Response


class Answer(Response):
    """A good answer. Keywords become keys of the envelope beside `data`: message, pagination, facets."""

    def __init__(self, data: Any = None, *, status: int = 200, headers: dict | None = None, **beside: Any) -> None:
        super().__init__(data, status=status, headers=headers)
        self.beside_data = beside
