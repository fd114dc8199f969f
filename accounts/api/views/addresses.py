"""JSON for the address book."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors, services
from accounts.api.examples import NEW_ADDRESS
from accounts.api.serializers.addresses import AddressIn, AddressOut, DefaultIn
from accounts.api.views.account import AccountView
from core.api.idempotency import Idempotent

TAG = ["Account"]


class Addresses(Idempotent, AccountView):
    """GET, POST /users/addresses"""

    is_open_to_impersonation = True

    @extend_schema(operation_id="users_addresses", tags=TAG, summary="My addresses", responses=AddressOut(many=True))
    def get(self, request: Request) -> Response:
        return self.answer_page(selectors.list_addresses(user=request.user), AddressOut)

    @extend_schema(
        operation_id="users_addresses_add",
        tags=TAG,
        summary="Add an address",
        description="Checked by the rules of its country. The first one becomes the default.",
        request=AddressIn,
        responses={201: AddressOut},
        examples=[NEW_ADDRESS],
    )
    def post(self, request: Request) -> Response:
        address = services.add_address(user=request.user, **self.read(AddressIn))
        return Response(AddressOut(address).data, status=201)


class AddressDetail(AccountView):
    """GET, PUT, PATCH, DELETE /users/addresses/{address_id}"""

    is_open_to_impersonation = True

    @extend_schema(operation_id="users_address", tags=TAG, summary="One of my addresses", responses=AddressOut)
    def get(self, request: Request, address_id: UUID) -> Response:
        return Response(AddressOut(selectors.get_address(user=request.user, address_id=address_id)).data)

    @extend_schema(
        operation_id="users_address_update",
        tags=TAG,
        summary="Change an address",
        request=AddressIn,
        responses=AddressOut,
    )
    def put(self, request: Request, address_id: UUID) -> Response:
        return self._change(address_id, partial=False)

    @extend_schema(
        operation_id="users_address_partial_update",
        tags=TAG,
        summary="Change some of an address",
        request=AddressIn(partial=True),
        responses=AddressOut,
    )
    def patch(self, request: Request, address_id: UUID) -> Response:
        return self._change(address_id, partial=True)

    @extend_schema(operation_id="users_address_remove", tags=TAG, summary="Delete an address", responses={204: None})
    def delete(self, request: Request, address_id: UUID) -> Response:
        address = selectors.get_address(user=request.user, address_id=address_id)
        services.remove_address(address=address)
        return Response(status=204)

    def _change(self, address_id: UUID, *, partial: bool) -> Response:
        address = selectors.get_address(user=self.request.user, address_id=address_id)
        changed = services.change_address(address=address, **self.read(AddressIn, partial=partial))
        return Response(AddressOut(changed).data)


class DefaultAddress(AccountView):
    """PUT /users/default-address/{address_id}"""

    @extend_schema(
        operation_id="users_default_address",
        tags=TAG,
        summary="Make an address the default",
        request=DefaultIn,
        responses=AddressOut,
    )
    def put(self, request: Request, address_id: UUID) -> Response:
        address = selectors.get_address(user=request.user, address_id=address_id)
        return Response(AddressOut(services.set_default_address(address=address, **self.read(DefaultIn))).data)
