"""Lists by page, and by cursor for long ones."""

from collections.abc import Sequence

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination as BaseCursorPagination
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response

from core.api.responses import Answer

MAX_LIMIT, MAX_OFFSET = 100, 10_000


class PagePagination(PageNumberPagination):
    """`page` and `limit`; past MAX_OFFSET rows the cursor is named instead."""

    page_size = 20
    page_size_query_param = "limit"
    max_page_size = MAX_LIMIT

    def paginate_queryset(self, queryset, request, view=None):
        page = _positive(request, "page", 1)
        limit = self.get_page_size(request)
        if page * limit > MAX_OFFSET:
            raise ValidationError({"page": [f"Only the first {MAX_OFFSET} rows have pages. Use `cursor`."]})
        return super().paginate_queryset(queryset, request, view)

    def get_page_size(self, request) -> int:
        limit = _positive(request, self.page_size_query_param, self.page_size)
        if limit > MAX_LIMIT:
            raise ValidationError({"limit": [f"At most {MAX_LIMIT}."]})
        return limit

    def get_paginated_response(self, data: Sequence) -> Response:
        return Answer(
            data,
            pagination={
                "page": self.page.number,
                "limit": self.get_page_size(self.request),
                "total": self.page.paginator.count,
                "total_pages": self.page.paginator.num_pages,
                "next": self.get_next_link(),
                "previous": self.get_previous_link(),
            },
        )


class CursorPagination(BaseCursorPagination):
    """`cursor` and `limit`, by keyset: as fast on page 10,000 as on page 1."""

    page_size = 20
    page_size_query_param = "limit"
    max_page_size = MAX_LIMIT
    ordering = ("-created_at", "-id")

    def get_paginated_response(self, data: Sequence) -> Response:
        return Answer(
            data,
            pagination={
                "limit": self.get_page_size(self.request),
                "next_cursor": self.encoded(self.get_next_link()),
                "previous_cursor": self.encoded(self.get_previous_link()),
            },
        )

    def encoded(self, link: str | None) -> str | None:
        from urllib.parse import parse_qs, urlsplit

        return parse_qs(urlsplit(link).query)["cursor"][0] if link else None


def _positive(request, name: str, default: int) -> int:
    value = request.query_params.get(name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value)):
        raise ValidationError({name: ["Give a whole number from 1 on."]})
    return int(value)
