"""JSON for staff: tax classes, tax rates, exchange rates."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.idempotency import Idempotent
from core.api.permissions import StaffView
from core.errors import NotFound
from regions import services
from regions.api.examples import CGST, RUPEES
from regions.api.serializers import (
    ExchangeRateFilterIn,
    ExchangeRateIn,
    ExchangeRateOut,
    TaxClassIn,
    TaxClassOut,
    TaxRateFilterIn,
    TaxRateIn,
    TaxRateOut,
)
from regions.models import ExchangeRate, TaxClass, TaxRate

TAG = ["Admin: regions"]


class RatesView(StaffView):
    """What the lists and the bodies below have in common."""

    def found(self, rows: QuerySet, pk: UUID) -> Any:
        row = rows.filter(pk=pk).first()
        if row is None:
            raise NotFound
        return row


class TaxClasses(Idempotent, RatesView):
    """GET, POST /admin/tax-classes"""

    staff_permissions = {"GET": "regions.view_taxclass", "POST": "regions.add_taxclass"}

    @extend_schema(
        operation_id="admin_tax_classes_list", tags=TAG, summary="Classes of goods", responses=TaxClassOut(many=True)
    )
    def get(self, request: Request) -> Response:
        return self.answer_page(TaxClass.objects.order_by("name", "pk"), TaxClassOut)

    @extend_schema(
        operation_id="admin_tax_classes_add",
        tags=TAG,
        summary="Add a class of goods",
        request=TaxClassIn,
        responses={201: TaxClassOut},
    )
    def post(self, request: Request) -> Response:
        row = services.save_tax_class(actor=request.user, **self.read(TaxClassIn))
        return Response(TaxClassOut(row).data, status=201)


class TaxClassDetail(RatesView):
    """GET, PUT, DELETE /admin/tax-classes/{class_id}"""

    staff_permissions = {
        "GET": "regions.view_taxclass",
        "PUT": "regions.change_taxclass",
        "DELETE": "regions.delete_taxclass",
    }

    @extend_schema(operation_id="admin_tax_classes_get", tags=TAG, summary="One class of goods", responses=TaxClassOut)
    def get(self, request: Request, class_id: UUID) -> Response:
        return Response(TaxClassOut(self.found(TaxClass.objects.all(), class_id)).data)

    @extend_schema(
        operation_id="admin_tax_classes_update",
        tags=TAG,
        summary="Change a class of goods",
        description="What is left out stays.",
        request=TaxClassIn(partial=True),
        responses=TaxClassOut,
    )
    def put(self, request: Request, class_id: UUID) -> Response:
        row = self.found(TaxClass.objects.all(), class_id)
        row = services.save_tax_class(tax_class=row, actor=request.user, **self.read(TaxClassIn, partial=True))
        return Response(TaxClassOut(row).data)

    @extend_schema(
        operation_id="admin_tax_classes_delete",
        tags=TAG,
        summary="Delete a class of goods",
        description="TAX_CLASS_IN_USE while goods or rates belong to it.",
        responses={204: None},
    )
    def delete(self, request: Request, class_id: UUID) -> Response:
        services.delete_tax_class(tax_class=self.found(TaxClass.objects.all(), class_id), actor=request.user)
        return Response(status=204)


class TaxRates(Idempotent, RatesView):
    """GET, POST /admin/tax-rates"""

    staff_permissions = {"GET": "regions.view_taxrate", "POST": "regions.add_taxrate"}

    @extend_schema(
        operation_id="admin_tax_rates_list",
        tags=TAG,
        summary="Tax rates",
        parameters=[TaxRateFilterIn],
        responses=TaxRateOut(many=True),
    )
    def get(self, request: Request) -> Response:
        rows = TaxRate.objects.filter(**self.asked(TaxRateFilterIn)).select_related("region", "tax_class")
        order = ["region__position", "region__code", "tax_class__code", "position", "name", "pk"]
        return self.answer_page(rows.order_by(*order), TaxRateOut)

    @extend_schema(
        operation_id="admin_tax_rates_add",
        tags=TAG,
        summary="Add a tax rate",
        request=TaxRateIn,
        responses={201: TaxRateOut},
        examples=[CGST],
    )
    def post(self, request: Request) -> Response:
        row = services.save_tax_rate(actor=request.user, **self.read(TaxRateIn))
        return Response(TaxRateOut(row).data, status=201)


class TaxRateDetail(RatesView):
    """GET, PUT, DELETE /admin/tax-rates/{rate_id}"""

    staff_permissions = {
        "GET": "regions.view_taxrate",
        "PUT": "regions.change_taxrate",
        "DELETE": "regions.delete_taxrate",
    }

    @extend_schema(operation_id="admin_tax_rates_get", tags=TAG, summary="One tax rate", responses=TaxRateOut)
    def get(self, request: Request, rate_id: UUID) -> Response:
        return Response(TaxRateOut(self._rate(rate_id)).data)

    @extend_schema(
        operation_id="admin_tax_rates_update",
        tags=TAG,
        summary="Change a tax rate",
        description="What is left out stays. Orders keep the tax that they were placed with.",
        request=TaxRateIn(partial=True),
        responses=TaxRateOut,
        examples=[CGST],
    )
    def put(self, request: Request, rate_id: UUID) -> Response:
        fields = self.read(TaxRateIn, partial=True)
        row = services.save_tax_rate(rate=self._rate(rate_id), actor=request.user, **fields)
        return Response(TaxRateOut(row).data)

    @extend_schema(operation_id="admin_tax_rates_delete", tags=TAG, summary="Delete a tax rate", responses={204: None})
    def delete(self, request: Request, rate_id: UUID) -> Response:
        services.delete_tax_rate(rate=self._rate(rate_id), actor=request.user)
        return Response(status=204)

    def _rate(self, rate_id: UUID) -> TaxRate:
        return self.found(TaxRate.objects.select_related("region", "tax_class"), rate_id)


class ExchangeRates(Idempotent, RatesView):
    """GET, POST /admin/exchange-rates"""

    staff_permissions = {"GET": "regions.view_exchangerate", "POST": "regions.add_exchangerate"}

    @extend_schema(
        operation_id="admin_exchange_rates_list",
        tags=TAG,
        summary="Exchange rates",
        description="All that were ever used, the newest first. The freshest of a pair counts.",
        parameters=[ExchangeRateFilterIn],
        responses=ExchangeRateOut(many=True),
    )
    def get(self, request: Request) -> Response:
        rows = ExchangeRate.objects.filter(**self.asked(ExchangeRateFilterIn))
        return self.answer_page(rows.order_by("-at", "-pk"), ExchangeRateOut)

    @extend_schema(
        operation_id="admin_exchange_rates_add",
        tags=TAG,
        summary="Enter an exchange rate",
        description="Counts from now on; former ones stay as history.",
        request=ExchangeRateIn,
        responses={201: ExchangeRateOut},
        examples=[RUPEES],
    )
    def post(self, request: Request) -> Response:
        row = services.set_exchange_rate(actor=request.user, **self.read(ExchangeRateIn))
        return Response(ExchangeRateOut(row).data, status=201)
