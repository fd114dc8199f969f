"""Lists by page, and by cursor for long ones."""

from base64 import b64decode
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError as ImpossibleValue
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
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
            raise ValidationError(self.beyond_pages())
        return super().paginate_queryset(queryset, request, view)

    def beyond_pages(self) -> dict:
        """Say why there is no such page."""
        return {"page": [_("Only the first %(rows)d rows have pages.") % {"rows": MAX_OFFSET}]}

    def get_page_size(self, request) -> int:
        return _limit(request)

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
    # Ids are time-ordered.
    ordering = ("-id",)

    def paginate_queryset(self, queryset, request, view=None):
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ImpossibleValue, ValueError, OverflowError):
            # Decoded well, but what it holds stands nowhere in this list.
            if self.cursor is None:
                raise
            raise self.refused() from None

    def decode_cursor(self, request):
        # The framework takes whatever is no cursor at all for the beginning of the list.
        if not _may_be_cursor(request.query_params.get(self.cursor_query_param)):
            raise self.refused()
        try:
            return super().decode_cursor(request)
        except NotFound:
            raise self.refused() from None

    def refused(self) -> ValidationError:
        words = _("This list gave no such cursor. Take one from an answer, or leave it empty to start.")
        return ValidationError({"cursor": [words]})

    def get_page_size(self, request) -> int:
        return _limit(request)

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
        return [CURSOR_PARAMETER, LIMIT_PARAMETER]

    def encoded(self, link: str | None) -> str | None:
        return parse_qs(urlsplit(link).query)["cursor"][0] if link else None


class PageOrCursorPagination(PagePagination):
    """`page` for people who leaf, `cursor` for programs that read a long list to its end."""

    def paginate_queryset(self, queryset, request, view=None):
        self.by_cursor = CursorPagination() if "cursor" in request.query_params else None
        if self.by_cursor:
            # Ids are time-ordered: a list that runs from the oldest on does so by cursor too.
            is_oldest_first = queryset.query.order_by[:1] == ("created_at",)
            self.by_cursor.ordering = ("id",) if is_oldest_first else ("-id",)
            return self.by_cursor.paginate_queryset(queryset, request, view)
        return super().paginate_queryset(queryset, request, view)

    def beyond_pages(self) -> dict:
        words = _("Only the first %(rows)d rows have pages. Read on with a cursor; leave it empty to start.")
        return {"cursor": [words % {"rows": MAX_OFFSET}]}

    def get_paginated_response(self, data: Sequence) -> Response:
        return (self.by_cursor or super()).get_paginated_response(data)

    def get_paginated_response_schema(self, schema: dict) -> dict:
        shape = super().get_paginated_response_schema(schema)
        by_cursor = CursorPagination().get_paginated_response_schema(schema)["properties"]["pagination"]
        pagination = shape["properties"]["pagination"]
        pagination["properties"] |= by_cursor["properties"]
        pagination["required"] = ["limit"]
        return shape

    def get_schema_operation_parameters(self, view) -> list[dict]:
        return [*super().get_schema_operation_parameters(view), CURSOR_PARAMETER]


def _query(name: str, description: str, schema: dict) -> dict:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


LIMIT_PARAMETER = _query(
    "limit", "How many at once.", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 20}
)

CURSOR_PARAMETER = _query("cursor", "From the answer before; empty to start.", {"type": "string"})


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


def _limit(request) -> int:
    limit = _positive(request, "limit", PagePagination.page_size)
    if limit > MAX_LIMIT:
        raise ValidationError({"limit": [_("At most %(rows)d.") % {"rows": MAX_LIMIT}]})
    return limit


def _may_be_cursor(text: str | None) -> bool:
    if not text:
        return True
    try:
        return bool(parse_qs(b64decode(text, validate=True).decode("ascii")).keys() & {"o", "p", "r"})
    except ValueError:
        return False
