"""JSON about stock: for staff, and for shoppers who wait for something."""

from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.idempotency import Idempotent
from core.api.pagination import PageOrCursorPagination
from core.api.permissions import StaffView
from core.errors import InvalidInput
from inventory import selectors, services
from inventory.api.serializers import (
    AlertFilterIn,
    AlertIn,
    AlertOut,
    LocationOut,
    MovementFilterIn,
    MovementOut,
    NotifyMeIn,
    NotifyMeOut,
    StockIn,
    StockOut,
    TransferIn,
    TransferOut,
)
from inventory.models import Location

TAGS = ["Admin: stock"]
COUNTED = OpenApiExample(
    "This many", value={"quantity": 40, "version": 7, "reason": "Counted", "location": "main"}, request_only=True
)
CAME_IN = OpenApiExample(
    "So many came in", value={"delta": 24, "kind": "receive", "reason": "Delivery 1182"}, request_only=True
)


class VariantStock(StaffView):
    """PUT /admin/variants/{id}/stock"""

    staff_permissions = {"PUT": "inventory.change_stockitem"}

    @extend_schema(
        operation_id="admin_variants_stock",
        summary="Set or change the stock of a variant",
        description="STOCK_HELD when units that orders hold would be gone.",
        tags=TAGS,
        request=StockIn,
        responses=StockOut,
        examples=[COUNTED, CAME_IN],
    )
    def put(self, request: Request, variant_id: UUID) -> Response:
        body = self.read(StockIn)
        item = services.write_stock(variant=selectors.get_variant(variant_id), actor=request.user, **body)
        return Response(StockOut(item).data)


class Locations(StaffView):
    """GET /admin/stock/locations"""

    staff_permissions = {"GET": "inventory.view_location"}

    @extend_schema(
        operation_id="admin_stock_locations",
        summary="Places where goods are",
        tags=TAGS,
        responses=LocationOut(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.answer_page(Location.objects.all(), LocationOut)


class Movements(StaffView):
    """GET /admin/stock/movements"""

    staff_permissions = {"GET": "inventory.view_stockmovement"}
    pagination_class = PageOrCursorPagination

    @extend_schema(
        operation_id="admin_stock_movements",
        summary="What came and went",
        tags=TAGS,
        parameters=[MovementFilterIn],
        responses=MovementOut(many=True),
    )
    def get(self, request: Request) -> Response:
        names = {"variant": "item__variant", "kind": "kind", "reference": "reference"}
        wanted = {names[key]: value for key, value in self.asked(MovementFilterIn).items()}
        return self.answer_page(selectors.list_movements().filter(**wanted), MovementOut)


class Transfer(Idempotent, StaffView):
    """POST /admin/stock/transfer"""

    staff_permissions = {"POST": "inventory.change_stockitem"}

    @extend_schema(
        operation_id="admin_stock_transfer",
        summary="Move stock between places",
        tags=TAGS,
        request=TransferIn,
        responses=TransferOut,
    )
    def post(self, request: Request) -> Response:
        wanted = self.read(TransferIn)
        source, target = services.transfer_stock(
            variant=selectors.get_variant(wanted["variant_id"]),
            source=selectors.get_location(wanted["source"]),
            target=selectors.get_location(wanted["target"]),
            quantity=wanted["quantity"],
            actor=request.user,
            reason=wanted.get("reason", ""),
        )
        return Response(TransferOut({"source": source, "target": target}).data)


class Alerts(StaffView):
    """GET /admin/stock-alerts"""

    staff_permissions = {"GET": "inventory.view_stockalert"}

    @extend_schema(
        operation_id="admin_stock_alerts_list",
        summary="What runs low",
        tags=TAGS,
        parameters=[AlertFilterIn],
        responses=AlertOut(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.answer_page(selectors.list_alerts().filter(**self.asked(AlertFilterIn)), AlertOut)


class AlertDetail(StaffView):
    """PUT /admin/stock-alerts/{id}"""

    staff_permissions = {"PUT": "inventory.change_stockalert"}

    @extend_schema(
        operation_id="admin_stock_alerts_update",
        summary="Resolve an alert",
        tags=TAGS,
        request=AlertIn,
        responses=AlertOut,
    )
    def put(self, request: Request, alert_id: UUID) -> Response:
        self.read(AlertIn)
        alert = services.resolve_alert(alert=selectors.get_alert(alert_id), actor=request.user)
        return Response(AlertOut(alert).data)


class AlertSending(StaffView):
    """POST /admin/stock-alerts/{id}/send"""

    staff_permissions = {"POST": "inventory.change_stockalert"}

    @extend_schema(
        operation_id="admin_stock_alerts_send",
        summary="Mail an alert again",
        tags=TAGS,
        request=None,
        responses={202: AlertOut},
    )
    def post(self, request: Request, alert_id: UUID) -> Response:
        alert = services.tell_of_alert(alert=selectors.get_alert(alert_id), actor=request.user)
        return Response(AlertOut(alert).data, status=202)


class NotifyMe(APIView):
    """POST /products/{id}/variants/{variant_id}/notify-me"""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="products_variants_notify_me",
        summary="Tell me when it is back",
        description="IN_STOCK_ALREADY when it can be bought now.",
        tags=["Catalogue"],
        request=NotifyMeIn,
        responses={202: NotifyMeOut},
    )
    def post(self, request: Request, product: str, variant_id: UUID) -> Response:
        body = NotifyMeIn(data=request.data)
        body.is_valid(raise_exception=True)
        user = request.user if request.user.is_authenticated else None
        # A signed-in person is told at their own address: nobody signs others up.
        email = user.email if user else body.validated_data.get("email")
        if not email:
            raise InvalidInput(email=[_("Enter your e-mail address.")])
        waiting = services.ask_to_be_told(
            variant=selectors.get_variant_for_sale(product=product, variant_id=variant_id),
            email=email,
            user=user,
            language=get_language() or "",
        )
        return Response(NotifyMeOut({"variant_id": waiting.variant_id, "email": waiting.email}).data, status=202)
