"""/admin/products/import, /admin/products/imports and /admin/products/export"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import services
from catalog.api import examples
from catalog.api.staff.products import filtered
from catalog.api.staff.serializers import porting as shapes
from catalog.api.staff.serializers.parts import WhyIn
from catalog.models import ImportBatch, Product
from catalog.porting import exporting
from catalog.porting.reading import MOST_BYTES
from catalog.selectors import porting as selectors
from core import actions
from core.api.parsers import StrictJSONParser
from core.api.permissions import StaffView
from core.back_office.exports import CSV_TYPE, XLSX_TYPE, stream_csv, stream_xlsx

TAG = ["Admin: import and export"]
READ, WRITE = "catalog.view_importbatch", "catalog.add_importbatch"


class ImportView(StaffView):
    """Base: what is under way is answered 202, with how far it is."""

    def answer_import(self, batch: ImportBatch, status: int = 202) -> Response:
        return Response(shapes.ImportOut(batch).data, status=status)


class ProductImport(ImportView):
    """POST /admin/products/import"""

    parser_classes = (MultiPartParser, StrictJSONParser)
    max_body_bytes = MOST_BYTES + 64 * 1024
    staff_permissions = {"POST": WRITE}

    @extend_schema(
        operation_id="admin_products_import", tags=TAG, summary="Have a file of products checked",
        description="Nothing is written to the catalogue until the import is applied.",
        request={"multipart/form-data": shapes.ImportIn}, responses={202: shapes.ImportOut},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        body = self.read(shapes.ImportIn)
        file = body.pop("file")
        return self.answer_import(services.start_import(file=file, name=file.name, actor=request.user, **body))


class ProductImports(ImportView):
    """GET /admin/products/imports"""

    staff_permissions = {"GET": READ}

    @extend_schema(
        operation_id="admin_imports_list", tags=TAG, summary="Imports, the newest first",
        responses=shapes.ImportOut(many=True),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        return self.answer_page(selectors.list_imports(), shapes.ImportOut)


class ProductImportDetail(ImportView):
    """GET /admin/products/imports/{batch_id}"""

    staff_permissions = {"GET": READ}

    @extend_schema(
        operation_id="admin_imports_get", tags=TAG, summary="How far an import is", responses=shapes.ImportOut
    )
    def get(self, request: Request, batch_id: UUID) -> Response:
        return self.answer_import(selectors.get_import(batch_id=batch_id), status=200)


class ProductImportRows(ImportView):
    """GET /admin/products/imports/{batch_id}/rows"""

    staff_permissions = {"GET": READ}

    @extend_schema(
        operation_id="admin_imports_rows", tags=TAG, summary="What each row changes, or why it is wrong",
        parameters=[shapes.ImportRowFilterIn], responses=shapes.ImportRowOut(many=True),
    )  # fmt: skip
    def get(self, request: Request, batch_id: UUID) -> Response:
        batch = selectors.get_import(batch_id=batch_id)
        return self.answer_page(
            selectors.list_rows(batch=batch, **self.asked(shapes.ImportRowFilterIn)), shapes.ImportRowOut
        )


class ProductImportApplication(ImportView):
    """POST /admin/products/imports/{batch_id}/apply"""

    staff_permissions = {"POST": WRITE}

    @extend_schema(
        operation_id="admin_imports_apply", tags=TAG, summary="Write what was checked",
        request=shapes.ImportApplyIn, responses={202: shapes.ImportOut}, examples=examples.IMPORT_APPLY,
    )  # fmt: skip
    def post(self, request: Request, batch_id: UUID) -> Response:
        batch = selectors.get_import(batch_id=batch_id)
        return self.answer_import(
            services.apply_import(batch=batch, actor=request.user, **self.read(shapes.ImportApplyIn))
        )


class ProductImportRollback(ImportView):
    """POST /admin/products/imports/{batch_id}/rollback"""

    staff_permissions = {"POST": WRITE}

    @extend_schema(
        operation_id="admin_imports_rollback", tags=TAG, summary="Put back what an import changed",
        description="Rows that were changed since are kept and named.",
        request=WhyIn, responses={202: shapes.ImportOut},
    )  # fmt: skip
    def post(self, request: Request, batch_id: UUID) -> Response:
        batch = selectors.get_import(batch_id=batch_id)
        return self.answer_import(services.roll_back_import(batch=batch, actor=request.user, **self.read(WhyIn)))


class ProductExport(StaffView):
    """GET /admin/products/export"""

    staff_permissions = {"GET": READ}

    @extend_schema(
        operation_id="admin_products_export", tags=TAG, summary="Products, variants and stock as a file",
        description="With the filters of the list of products. The file can be imported as it is.",
        parameters=[shapes.ExportIn],
        responses={(200, CSV_TYPE.partition(";")[0]): OpenApiTypes.BINARY, (200, XLSX_TYPE): OpenApiTypes.BINARY},
    )  # fmt: skip
    def get(self, request: Request) -> Any:
        wanted = self.asked(shapes.ExportIn)
        products, kind = filtered(wanted), wanted["format"]
        with transaction.atomic():
            actions.record(
                actor=request.user, action="catalog.product.exported", target=Product,
                after={"format": kind, "filter": request.META.get("QUERY_STRING", "")},
            )  # fmt: skip
        rows = exporting.rows(products)
        response = StreamingHttpResponse(
            stream_csv(exporting.header(), rows) if kind == "csv" else stream_xlsx(exporting.header(), rows),
            content_type=CSV_TYPE if kind == "csv" else XLSX_TYPE,
        )
        response["Content-Disposition"] = f'attachment; filename="products-{timezone.now():%Y-%m-%d}.{kind}"'
        return response
