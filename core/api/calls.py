"""What views of the API do with every call: read its body, its filters, and answer a page of rows."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from core.api.pagination import PagePagination

Shape = type[Serializer]


class Call:
    """Mixed into API views."""

    request: Request
    pagination_class: Any = PagePagination

    def read(self, shape: Shape, *, partial: bool = False) -> dict[str, Any]:
        """Return the body's listed fields. Raises ValidationError."""
        body = shape(data=self.request.data, partial=partial)
        body.is_valid(raise_exception=True)
        return body.validated_data

    def asked(self, shape: Shape) -> dict[str, Any]:
        """Return the filters of the query that were given. Raises ValidationError for unknown values."""
        filters = shape(data=self.request.query_params)
        filters.is_valid(raise_exception=True)
        return {name: value for name, value in filters.validated_data.items() if value is not None}

    def answer_page(self, rows: QuerySet | Sequence, shape: Shape, **context: Any) -> Response:
        pages = self.pagination_class()
        page = pages.paginate_queryset(rows, self.request, view=self)
        return pages.get_paginated_response(shape(page, many=True, context=context).data)
