"""JSON for regions: everybody reads the active ones, staff write."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.idempotency import Idempotent
from core.api.permissions import OpenToReadView
from core.caching import public
from core.errors import NotFound
from core.staff import is_staff_member
from regions import selectors, services
from regions.api.examples import EUROPE, EUROPE_SHOWN
from regions.api.serializers import RegionIn, RegionOut
from regions.models import Region
from regions.snapshot import REGIONS, ShownRegion

TAG = ["Regions"]


class RegionView(OpenToReadView):
    """Base: whoever reads sees the active regions, staff with the permission all of them."""

    def visible(self) -> Any:
        user = self.request.user
        is_staff = is_staff_member(user) and user.has_perm("regions.view_region")
        rows = Region.objects.prefetch_related("countries")
        return rows if is_staff else rows.filter(is_active=True)

    def found(self, key: str) -> Region:
        try:
            which = Q(pk=UUID(key))
        except ValueError:
            which = Q(code=key.lower())
        region = self.visible().filter(which).first()
        if region is None:
            raise NotFound
        return region

    def shown(self, region: Region) -> dict:
        countries = tuple(sorted(row.country for row in region.countries.all()))
        is_current = region.pk == selectors.region_of(self.request).id
        context = {"is_active": region.is_active, "is_current": is_current}
        return RegionOut(ShownRegion.of(region, countries), context=context).data


@public(max_age=300, tags=[REGIONS])
class RegionList(Idempotent, RegionView):
    """GET, POST /regions"""

    pagination_class = None
    staff_permissions = {"POST": "regions.add_region"}

    @extend_schema(
        operation_id="regions_list",
        tags=TAG,
        summary="Where the shop sells",
        description="In one piece, without pages. `is_current` marks the caller's; the cookie `region` chooses.",
        responses=RegionOut(many=True),
    )
    def get(self, request: Request) -> Response:
        return Response([self.shown(region) for region in self.visible()])

    @extend_schema(
        operation_id="regions_add",
        tags=["Admin: regions"],
        summary="Add a region",
        request=RegionIn,
        responses={201: RegionOut},
        examples=[EUROPE, EUROPE_SHOWN],
    )
    def post(self, request: Request) -> Response:
        body = RegionIn(data=request.data)
        body.is_valid(raise_exception=True)
        region = services.create_region(actor=request.user, **body.fields_for(None))
        return Response(self.shown(region), status=201)


@public(max_age=300, tags=[REGIONS])
class RegionDetail(RegionView):
    """GET, PUT, DELETE /regions/{key}"""

    staff_permissions = {"PUT": "regions.change_region", "DELETE": "regions.delete_region"}

    @extend_schema(
        operation_id="regions_get",
        tags=TAG,
        summary="One region, by id or code",
        responses=RegionOut,
        examples=[EUROPE_SHOWN],
    )
    def get(self, request: Request, key: str) -> Response:
        return Response(self.shown(self.found(key)))

    @extend_schema(
        operation_id="regions_update",
        tags=["Admin: regions"],
        summary="Change a region",
        description="What is left out stays. Making one the default takes that from the former one.",
        request=RegionIn(partial=True),
        responses=RegionOut,
        examples=[EUROPE, EUROPE_SHOWN],
    )
    def put(self, request: Request, key: str) -> Response:
        region = self.found(key)
        body = RegionIn(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        services.update_region(region=region, actor=request.user, **body.fields_for(region))
        return Response(self.shown(self.visible().get(pk=region.pk)))

    @extend_schema(
        operation_id="regions_delete",
        tags=["Admin: regions"],
        summary="Delete a region",
        description="REGION_IN_USE for the default one and for those that prices, restrictions or orders name.",
        responses={204: None},
    )
    def delete(self, request: Request, key: str) -> Response:
        services.delete_region(region=self.found(key), actor=request.user)
        return Response(status=204)
