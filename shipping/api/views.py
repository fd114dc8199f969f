"""JSON for staff: zones and the ways to send there."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.idempotency import Idempotent
from core.api.permissions import StaffView
from shipping import selectors, services
from shipping.api.examples import BY_WEIGHT, CITIES
from shipping.api.serializers import MethodFilterIn, MethodIn, MethodOut, ZoneIn, ZoneOut

TAG = ["Admin: shipping"]


class Zones(Idempotent, StaffView):
    """GET, POST /admin/shipping-zones"""

    staff_permissions = {"GET": "shipping.view_shippingzone", "POST": "shipping.add_shippingzone"}

    @extend_schema(
        operation_id="admin_shipping_zones_list",
        tags=TAG,
        summary="Shipping zones",
        description="Of the zones that cover a place, the most exact one in which the sender has any way counts.",
        responses=ZoneOut(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.answer_page(selectors.list_zones(), ZoneOut)

    @extend_schema(
        operation_id="admin_shipping_zones_add",
        tags=TAG,
        summary="Add a shipping zone",
        request=ZoneIn,
        responses={201: ZoneOut},
        examples=[CITIES],
    )
    def post(self, request: Request) -> Response:
        zone = services.save_zone(actor=request.user, **self.read(ZoneIn))
        return Response(ZoneOut(zone).data, status=201)


class ZoneDetail(StaffView):
    """GET, PUT, DELETE /admin/shipping-zones/{zone_id}"""

    staff_permissions = {
        "GET": "shipping.view_shippingzone",
        "PUT": "shipping.change_shippingzone",
        "DELETE": "shipping.delete_shippingzone",
    }

    @extend_schema(operation_id="admin_shipping_zones_get", tags=TAG, summary="One shipping zone", responses=ZoneOut)
    def get(self, request: Request, zone_id: UUID) -> Response:
        return Response(ZoneOut(selectors.get_zone(zone_id)).data)

    @extend_schema(
        operation_id="admin_shipping_zones_update",
        tags=TAG,
        summary="Change a shipping zone",
        description="What is left out stays.",
        request=ZoneIn(partial=True),
        responses=ZoneOut,
        examples=[CITIES],
    )
    def put(self, request: Request, zone_id: UUID) -> Response:
        zone = selectors.get_zone(zone_id)
        zone = services.save_zone(zone=zone, actor=request.user, **self.read(ZoneIn, partial=True))
        return Response(ZoneOut(zone).data)

    @extend_schema(
        operation_id="admin_shipping_zones_delete",
        tags=TAG,
        summary="Delete a shipping zone",
        description="SHIPPING_ZONE_IN_USE while methods belong to it.",
        responses={204: None},
    )
    def delete(self, request: Request, zone_id: UUID) -> Response:
        services.delete_zone(zone=selectors.get_zone(zone_id), actor=request.user)
        return Response(status=204)


class Methods(Idempotent, StaffView):
    """GET, POST /admin/shipping-methods"""

    staff_permissions = {"GET": "shipping.view_shippingmethod", "POST": "shipping.add_shippingmethod"}

    @extend_schema(
        operation_id="admin_shipping_methods_list",
        tags=TAG,
        summary="Shipping methods",
        parameters=[MethodFilterIn],
        responses=MethodOut(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.answer_page(selectors.list_staff_methods().filter(**self.asked(MethodFilterIn)), MethodOut)

    @extend_schema(
        operation_id="admin_shipping_methods_add",
        tags=TAG,
        summary="Add a shipping method",
        description="Without a tax class it is that of shipping. A store that has methods uses those alone.",
        request=MethodIn,
        responses={201: MethodOut},
        examples=[BY_WEIGHT],
    )
    def post(self, request: Request) -> Response:
        body = MethodIn(data=request.data)
        body.is_valid(raise_exception=True)
        method = services.save_method(actor=request.user, **body.fields_for(None))
        return Response(MethodOut(method).data, status=201)


class MethodDetail(StaffView):
    """GET, PUT, DELETE /admin/shipping-methods/{method_id}"""

    staff_permissions = {
        "GET": "shipping.view_shippingmethod",
        "PUT": "shipping.change_shippingmethod",
        "DELETE": "shipping.delete_shippingmethod",
    }

    @extend_schema(
        operation_id="admin_shipping_methods_get", tags=TAG, summary="One shipping method", responses=MethodOut
    )
    def get(self, request: Request, method_id: UUID) -> Response:
        return Response(MethodOut(selectors.get_method(method_id)).data)

    @extend_schema(
        operation_id="admin_shipping_methods_update",
        tags=TAG,
        summary="Change a shipping method",
        description="What is left out stays; another currency or basis needs the prices anew.",
        request=MethodIn(partial=True),
        responses=MethodOut,
        examples=[BY_WEIGHT],
    )
    def put(self, request: Request, method_id: UUID) -> Response:
        method = selectors.get_method(method_id)
        body = MethodIn(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        method = services.save_method(method=method, actor=request.user, **body.fields_for(method))
        return Response(MethodOut(method).data)

    @extend_schema(
        operation_id="admin_shipping_methods_delete",
        tags=TAG,
        summary="Delete a shipping method",
        responses={204: None},
    )
    def delete(self, request: Request, method_id: UUID) -> Response:
        services.delete_method(method=selectors.get_method(method_id), actor=request.user)
        return Response(status=204)
