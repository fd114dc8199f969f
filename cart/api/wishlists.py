"""JSON for /wishlist… and /wishlists…"""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cart import selectors, services
from cart.api import serializers as shapes
from cart.api import writing
from cart.api.base import TOKEN, CartCall
from cart.api.views import named_variant
from cart.models import Wishlist
from regions.selectors import region_of

TAGS = ["Wishlists"]


class WishlistCall(CartCall):
    def filled(self, wishlist: Wishlist | None) -> dict[str, Any]:
        """Return a list with what is on it; the default one may not have been begun."""
        wishlist = wishlist or Wishlist(**self.holder.columns, is_default=True)
        audience = selectors.audience_of_holder(self.holder)
        return writing.filled_wishlist(selectors.view_wishlist(wishlist, region=self.region, audience=audience))


class DefaultWishlist(WishlistCall):
    """GET /wishlist"""

    @extend_schema(
        operation_id="wishlist_get",
        summary="My wishlist",
        tags=TAGS,
        parameters=TOKEN,
        responses=shapes.FilledWishlistOut,
        auth=[{}, {"accessToken": []}],
    )
    def get(self, request: Request) -> Response:
        return Response(self.filled(selectors.list_wishlists(self.holder).filter(is_default=True).first()))


class Wishes(WishlistCall):
    """POST /wishlist/items"""

    @extend_schema(
        operation_id="wishlist_items_add",
        summary="Wish for something",
        tags=TAGS,
        parameters=TOKEN,
        request=shapes.WishIn,
        responses={201: shapes.FilledWishlistOut, 404: None},
        auth=[{}, {"accessToken": []}],
    )
    def post(self, request: Request) -> Response:
        body = self.read(shapes.WishIn)
        wish = services.add_wish(
            holder=self.holder,
            region=self.region,
            variant_id=named_variant(body),
            wishlist_id=body.get("wishlist"),
            product=body.get("product", ""),
        )
        return Response(self.filled(wish.wishlist), status=201)


class Wish(WishlistCall):
    """DELETE /wishlist/items/{id}"""

    @extend_schema(
        operation_id="wishlist_items_remove",
        summary="Wish no longer",
        tags=TAGS,
        parameters=TOKEN,
        request=None,
        responses={204: None},
        auth=[{}, {"accessToken": []}],
    )
    def delete(self, request: Request, wish_id: UUID) -> Response:
        services.remove_wish(holder=self.holder, wish_id=wish_id)
        return Response(status=204)


class WishToCart(WishlistCall):
    """POST /wishlist/items/{id}/move-to-cart"""

    @extend_schema(
        operation_id="wishlist_items_move_to_cart",
        summary="Buy what I wished for",
        tags=TAGS,
        parameters=TOKEN,
        request=None,
        responses=shapes.CartOut,
        auth=[{}, {"accessToken": []}],
    )
    def post(self, request: Request, wish_id: UUID) -> Response:
        return Response(writing.cart(services.move_wish_to_cart(**self.who, wish_id=wish_id)))


class Wishlists(WishlistCall):
    """GET, POST /wishlists"""

    @extend_schema(
        operation_id="wishlists_list",
        summary="My wishlists",
        tags=TAGS,
        parameters=TOKEN,
        responses=shapes.WishlistOut(many=True),
        auth=[{}, {"accessToken": []}],
    )
    def get(self, request: Request) -> Response:
        rows = selectors.list_wishlists(self.holder)
        return Response([writing.wishlist(row, row.size) for row in rows])

    @extend_schema(
        operation_id="wishlists_create",
        summary="Begin a wishlist",
        tags=TAGS,
        parameters=TOKEN,
        request=shapes.WishlistIn,
        responses={201: shapes.WishlistOut},
        auth=[{}, {"accessToken": []}],
    )
    def post(self, request: Request) -> Response:
        made = services.create_wishlist(holder=self.holder, **self.read(shapes.WishlistIn))
        return Response(writing.wishlist(made, 0), status=201)

    pagination_class = None


class WishlistDetail(WishlistCall):
    """GET, PATCH, DELETE /wishlists/{id}"""

    @extend_schema(
        operation_id="wishlists_get",
        summary="One of my wishlists",
        tags=TAGS,
        parameters=TOKEN,
        responses=shapes.FilledWishlistOut,
        auth=[{}, {"accessToken": []}],
    )
    def get(self, request: Request, wishlist_id: UUID) -> Response:
        return Response(self.filled(selectors.get_wishlist(self.holder, wishlist_id)))

    @extend_schema(
        operation_id="wishlists_update",
        summary="Rename or share a wishlist",
        description="Sharing gives it a `share_token`; taking that back makes the link lead nowhere for good.",
        tags=TAGS,
        parameters=TOKEN,
        request=shapes.WishlistChangeIn,
        responses=shapes.FilledWishlistOut,
        auth=[{}, {"accessToken": []}],
    )
    def patch(self, request: Request, wishlist_id: UUID) -> Response:
        selectors.get_wishlist(self.holder, wishlist_id)
        changes = self.read(shapes.WishlistChangeIn)
        wishlist = services.change_wishlist(holder=self.holder, wishlist_id=wishlist_id, **changes)
        return Response(self.filled(wishlist))

    @extend_schema(
        operation_id="wishlists_delete",
        summary="Take a wishlist away",
        description="The default one is emptied instead.",
        tags=TAGS,
        parameters=TOKEN,
        request=None,
        responses={204: None},
        auth=[{}, {"accessToken": []}],
    )
    def delete(self, request: Request, wishlist_id: UUID) -> Response:
        services.delete_wishlist(holder=self.holder, wishlist_id=wishlist_id)
        return Response(status=204)


class SharedWishlist(WishlistCall):
    """GET /wishlists/shared/{token}"""

    @extend_schema(
        operation_id="wishlists_shared",
        summary="A wishlist that somebody shared",
        tags=TAGS,
        responses=shapes.SharedWishlistOut,
        auth=[{}, {"accessToken": []}],
    )
    def get(self, request: Request, token: str) -> Response:
        wishlist = selectors.get_shared_wishlist(token)
        audience = selectors.audience_of_holder(self.holder)
        view = selectors.view_wishlist(wishlist, region=region_of(request), audience=audience)
        return Response(writing.shared_wishlist(view))
