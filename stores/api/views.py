"""JSON for stores and owners: everybody reads the stores that are seen, staff write."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.idempotency import Idempotent
from core.api.permissions import OpenToReadView, StaffView
from core.caching import public
from core.errors import NotFound
from stores import selectors, services
from stores.api.serializers import NewStoreIn, OwnerIn, OwnerOut, StoreIn, StoreOut, StoreStatusIn
from stores.enums import OwnerStatus
from stores.models import Owner

TAG, ADMIN_TAG = ["Stores"], ["Admin: stores"]


@public(max_age=60, tags=["stores"])
class StoreList(Idempotent, OpenToReadView):
    """GET, POST /stores"""

    staff_permissions = {"POST": "stores.add_store"}

    @extend_schema(
        operation_id="stores_list",
        tags=TAG,
        summary="Stores",
        description="Open ones and those on vacation; owners see their own too, staff all that are not closed.",
        responses=StoreOut(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.answer_page(selectors.list_stores(viewer=request.user), StoreOut)

    @extend_schema(
        operation_id="stores_add",
        tags=ADMIN_TAG,
        summary="Add a store",
        description="It starts as a draft.",
        request=NewStoreIn,
        responses={201: StoreOut},
    )
    def post(self, request: Request) -> Response:
        store = services.open_store(actor=request.user, **self.read(NewStoreIn))
        return Response(StoreOut(store).data, status=201)


@public(max_age=60, tags=["stores"])
class StoreDetail(OpenToReadView):
    """GET, PUT, DELETE /stores/{key}"""

    staff_permissions = {"PUT": "stores.change_store", "DELETE": "stores.delete_store"}

    @extend_schema(operation_id="stores_get", tags=TAG, summary="One store, by id or address", responses=StoreOut)
    def get(self, request: Request, key: str) -> Response:
        return Response(StoreOut(selectors.get_store(key, viewer=request.user)).data)

    @extend_schema(
        operation_id="stores_update",
        tags=ADMIN_TAG,
        summary="Change a store",
        description="What is left out stays.",
        request=StoreIn(partial=True),
        responses=StoreOut,
    )
    def put(self, request: Request, key: str) -> Response:
        store = selectors.get_store(key, viewer=request.user)
        changed = services.update_store(store=store, actor=request.user, **self.read(StoreIn, partial=True))
        return Response(StoreOut(changed).data)

    @extend_schema(
        operation_id="stores_delete",
        tags=ADMIN_TAG,
        summary="Close a store",
        description="It is hidden with what it sells; its orders keep running.",
        responses={204: None},
    )
    def delete(self, request: Request, key: str) -> Response:
        services.close_store(store=selectors.get_store(key, viewer=request.user), actor=request.user)
        return Response(status=204)


class StoreStatusChange(StaffView):
    """PUT /admin/stores/{store_id}/status"""

    staff_permissions = {"PUT": "stores.change_store"}

    @extend_schema(
        operation_id="admin_stores_status",
        tags=ADMIN_TAG,
        summary="Open, pause or suspend a store",
        description="Suspending hides its products at once and wants a reason.",
        request=StoreStatusIn,
        responses=StoreOut,
    )
    def put(self, request: Request, store_id: UUID) -> Response:
        wanted = self.read(StoreStatusIn)
        store = selectors.get_store(str(store_id), viewer=request.user)
        changed = services.change_status(store=store, actor=request.user, **wanted)
        return Response(StoreOut(changed).data)


class Owners(Idempotent, StaffView):
    """GET, POST /admin/owners"""

    staff_permissions = {"GET": "stores.view_owner", "POST": "stores.add_owner"}

    @extend_schema(operation_id="admin_owners_list", tags=ADMIN_TAG, summary="Owners", responses=OwnerOut(many=True))
    def get(self, request: Request) -> Response:
        return self.answer_page(Owner.objects.prefetch_related("stores").order_by("name", "pk"), OwnerOut)

    @extend_schema(
        operation_id="admin_owners_add",
        tags=ADMIN_TAG,
        summary="Add an owner",
        request=OwnerIn,
        responses={201: OwnerOut},
    )
    def post(self, request: Request) -> Response:
        owner = services.save_owner(actor=request.user, **self.read(OwnerIn))
        return Response(OwnerOut(owner).data, status=201)


class OwnerDetail(StaffView):
    """GET, PUT, DELETE /admin/owners/{owner_id}"""

    staff_permissions = {
        "GET": "stores.view_owner",
        "PUT": "stores.change_owner",
        "DELETE": "stores.delete_owner",
    }

    @extend_schema(operation_id="admin_owners_get", tags=ADMIN_TAG, summary="One owner", responses=OwnerOut)
    def get(self, request: Request, owner_id: UUID) -> Response:
        return Response(OwnerOut(self._owner(owner_id)).data)

    @extend_schema(
        operation_id="admin_owners_update",
        tags=ADMIN_TAG,
        summary="Change an owner",
        description="What is left out stays. Stores of an owner who is not active are hidden.",
        request=OwnerIn(partial=True),
        responses=OwnerOut,
    )
    def put(self, request: Request, owner_id: UUID) -> Response:
        fields = self.read(OwnerIn, partial=True)
        services.save_owner(owner=self._owner(owner_id), actor=request.user, **fields)
        return Response(OwnerOut(self._owner(owner_id)).data)

    @extend_schema(
        operation_id="admin_owners_delete",
        tags=ADMIN_TAG,
        summary="Make an owner inactive",
        responses={204: None},
    )
    def delete(self, request: Request, owner_id: UUID) -> Response:
        services.save_owner(owner=self._owner(owner_id), actor=request.user, status=OwnerStatus.INACTIVE)
        return Response(status=204)

    def _owner(self, owner_id: UUID) -> Owner:
        owner = Owner.objects.prefetch_related("stores").filter(pk=owner_id).first()
        if owner is None:
            raise NotFound
        return owner
