"""Lists by page, and by cursor for long ones."""

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination as BaseCursorPagination
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response

from core.api.responses import Answer

MAX_LIMIT, MAX_OFFSET = 100, 10_000


class OpenPage(Page):
    def previous_page_number(self) -> int:
        return min(self.number - 1, self.paginator.num_pages)


class OpenPaginator(Paginator):
    """A page past the last is empty, not missing: rows may have gone since the page before was read."""

    def validate_number(self, number: int | str) -> int:
        return int(number)

    def _get_page(self, *args, **kwargs) -> OpenPage:
        return OpenPage(*args, **kwargs)


class PagePagination(PageNumberPagination):
    """`page` and `limit`, over the first MAX_OFFSET rows."""

    django_paginator_class = OpenPaginator

    page_size = 20
    page_size_query_param = "limit"
    max_page_size = MAX_LIMIT

    def paginate_queryset(self, queryset, request, view=None):
        page = _positive(request, "page", 1)
        limit = self.get_page_size(request)
        if page * limit > MAX_OFFSET:
            raise ValidationError({"page": [_("Only the first %(rows)d rows have pages.") % {"rows": MAX_OFFSET}]})
        return super().paginate_queryset(queryset, request, view)

    def get_page_size(self, request) -> int:
        limit = _positive(request, self.page_size_query_param, self.page_size)
        if limit > MAX_LIMIT:
            raise ValidationError({"limit": [_("At most %(rows)d.") % {"rows": MAX_LIMIT}]})
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

    def get_paginated_response_schema(self, schema: dict) -> dict:
        link = {"type": ["string", "null"], "format": "uri"}
        numbers = {name: {"type": "integer", "minimum": 0} for name in ("page", "limit", "total", "total_pages")}
        return _page_schema(schema, numbers | {"next": link, "previous": link})

    def get_schema_operation_parameters(self, view) -> list[dict]:
        return [
            _query(
                "page",
                "From 1 on; past the last page `data` is empty. At most the first 10,000 rows have pages.",
                {"type": "integer", "minimum": 1},
            ),
            LIMIT_PARAMETER,
        ]


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

    def get_paginated_response_schema(self, schema: dict) -> dict:
        cursor = {"type": ["string", "null"]}
        keys = {"limit": {"type": "integer"}, "next_cursor": cursor, "previous_cursor": cursor}
        return _page_schema(schema, keys)

    def get_schema_operation_parameters(self, view) -> list[dict]:
        return [_query("cursor", "From the answer before.", {"type": "string"}), LIMIT_PARAMETER]

    def encoded(self, link: str | None) -> str | None:
        return parse_qs(urlsplit(link).query)["cursor"][0] if link else None


def _query(name: str, description: str, schema: dict) -> dict:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


LIMIT_PARAMETER = _query(
    "limit", "How many at once.", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 20}
)


def _page_schema(rows: dict, pagination: dict) -> dict:
    return {
        "type": "object",
        "required": ["success", "data", "pagination"],
        "properties": {
            "success": {"const": True, "type": "boolean"},
            "data": rows,
            "pagination": {"type": "object", "required": list(pagination), "properties": pagination},
        },
    }


def _positive(request, name: str, default: int) -> int:
    value = request.query_params.get(name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value)):
        raise ValidationError({name: [_("Give a whole number from 1 on.")]})
    return int(value)
