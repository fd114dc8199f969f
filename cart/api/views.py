"""JSON for /cart…: what is in it, what it costs, and what is done with it."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from cart import selectors, services
from cart.api import serializers as shapes
from cart.api import writing
from cart.api.base import HEADER, TOKEN, CartCall
from cart.errors import ItemUnavailable
from cart.holders import find_guest
from cart.selectors import CartView
from catalog.selectors import find_default_variant
from core.staff import is_staff_member
from promotions.pricing import Quote
from regions.selectors import country_of

TAGS = ["Cart"]
ADD = OpenApiExample(
    "Two of a variant", value={"variant": "0192f0c1-7a3e-7cc1-9b7e-4d5f60718293", "quantity": 2}, request_only=True
)


def answer(view: CartView, status: int = 200) -> Response:
    return Response(writing.cart(view), status=status)


def named_variant(body: dict[str, Any]) -> UUID:
    """Return the variant that a body names, by itself or by its product. Raises ItemUnavailable."""
    found = body.get("variant") or find_default_variant(body["product"].lower())
    if found is None:
        raise ItemUnavailable
    return found


class Cart(CartCall):
    """GET, PATCH, DELETE /cart"""

    @extend_schema(
        operation_id="cart_get",
        summary="My cart",
        description="Priced anew with each call; every line says what changed since it was put in.",
        tags=TAGS,
        parameters=[*TOKEN, shapes.ExplainIn],
        responses=shapes.CartOut,
        auth=[{}, {"accessToken": []}],
    )
    def get(self, request: Request) -> Response:
        explain = bool(self.asked(shapes.ExplainIn).get("explain")) and is_staff_member(request.user)
        return Response(writing.cart(services.open_cart(**self.who), explain=explain))

    @extend_schema(
        operation_id="cart_update",
        summary="Say where the cart goes, or leave a note",
        description="What sending costs and which taxes are due follow from the place.",
        tags=TAGS,
        parameters=TOKEN,
        request=shapes.CartIn,
        responses=shapes.CartOut,
        auth=[{}, {"accessToken": []}],
    )
    def patch(self, request: Request) -> Response:
        return answer(services.change_cart(**self.who, **self.read(shapes.CartIn)))

    @extend_schema(
        operation_id="cart_clear",
        summary="Empty my cart",
        description="What was saved for later stays.",
        tags=TAGS,
        parameters=TOKEN,
        request=None,
        responses={200: shapes.CartOut},
        auth=[{}, {"accessToken": []}],
    )
    def delete(self, request: Request) -> Response:
        return answer(services.clear_cart(**self.who))


class CartClearing(CartCall):
    """POST /cart/clear"""

    @extend_schema(
        operation_id="cart_clear_post",
        summary="Empty my cart",
        description="The same as `DELETE /cart`, for clients that cannot send that.",
        tags=TAGS,
        parameters=TOKEN,
        request=None,
        responses=shapes.CartOut,
        auth=[{}, {"accessToken": []}],
    )
    def post(self, request: Request) -> Response:
        return answer(services.clear_cart(**self.who))


class CartCount(CartCall):
    """GET /cart/count"""

    @extend_schema(
        operation_id="cart_count",
        summary="How many things are in my cart",
        tags=TAGS,
        parameters=TOKEN,
        responses=shapes.CountOut,
        auth=[{}, {"accessToken": []}],
    )
    def get(self, request: Request) -> Response:
        return Response({"count": selectors.count_units(self.holder)})


class CartItems(CartCall):
    """POST, PUT /cart/items"""

    @extend_schema(
        operation_id="cart_items_add",
        summary="Put something into my cart",
        description=(
            "ITEM_UNAVAILABLE when it cannot be bought here; OUT_OF_STOCK says how many there are; QUANTITY_LIMIT how"
            " many one order may hold. Prices are the shop's: none is read from the body."
        ),
        tags=TAGS,
        parameters=TOKEN,
        request=shapes.ItemIn,
        responses={201: shapes.CartOut},
        examples=[ADD],
        auth=[{}, {"accessToken": []}],
    )
    def post(self, request: Request) -> Response:
        body = self.read(shapes.ItemIn)
        view = services.add_item(
            **self.who,
            variant_id=named_variant(body),
            quantity=body["quantity"],
            product=body.get("product", ""),
        )
        return answer(view, status=201)

    @extend_schema(
        operation_id="cart_items_replace",
        summary="Make my cart hold exactly these",
        description="For apps that filled it offline. A line that cannot be had as wanted refuses only itself.",
        tags=TAGS,
        parameters=TOKEN,
        request=shapes.ItemsIn,
        responses=shapes.SyncedOut,
        auth=[{}, {"accessToken": []}],
    )
    def put(self, request: Request) -> Response:
        body = self.read(shapes.ItemsIn)
        wanted = [services.Wanted(one["variant"], one["quantity"]) for one in body["items"]]
        view, results = services.replace_items(**self.who, wanted=wanted, version=body.get("version"))
        return Response(writing.cart(view) | {"results": [writing.result(one) for one in results]})


class CartItem(CartCall):
    """PUT, PATCH, DELETE /cart/items/{id}"""

    def _set(self, item_id: UUID) -> Response:
        selectors.get_item(self.holder, item_id)
        body = self.read(shapes.QuantityIn)
        return answer(services.set_quantity(**self.who, item_id=item_id, quantity=body["quantity"]))

    @extend_schema(
        operation_id="cart_items_update",
        summary="Change how many",
        tags=TAGS,
        parameters=TOKEN,
        request=shapes.QuantityIn,
        responses=shapes.CartOut,
        auth=[{}, {"accessToken": []}],
    )
    def put(self, request: Request, item_id: UUID) -> Response:
        return self._set(item_id)

    @extend_schema(
        operation_id="cart_items_partial_update",
        summary="Change how many",
        tags=TAGS,
        parameters=TOKEN,
        request=shapes.QuantityIn,
        responses=shapes.CartOut,
        auth=[{}, {"accessToken": []}],
    )
    def patch(self, request: Request, item_id: UUID) -> Response:
        return self._set(item_id)

    @extend_schema(
        operation_id="cart_items_remove",
        summary="Take a line out",
        tags=TAGS,
        parameters=TOKEN,
        request=None,
        responses={200: shapes.RemovedOut},
        auth=[{}, {"accessToken": []}],
    )
    def delete(self, request: Request, item_id: UUID) -> Response:
        view, undo = services.remove_item(**self.who, item_id=item_id)
        return Response(writing.cart(view) | {"undo": undo})


class Undo(CartCall):
    """POST /cart/undo"""

    @extend_schema(
        operation_id="cart_undo",
        summary="Put back what was taken out",
        tags=TAGS,
        parameters=TOKEN,
        request=shapes.UndoIn,
        responses=shapes.CartOut,
        auth=[{}, {"accessToken": []}],
    )
    def post(self, request: Request) -> Response:
        return answer(services.restore_item(**self.who, **self.read(shapes.UndoIn)))


class SaveForLater(CartCall):
    """POST /cart/items/{id}/save-for-later"""

    @extend_schema(
        operation_id="cart_items_save_for_later",
        summary="Lay a line aside",
        tags=TAGS,
        parameters=TOKEN,
        request=None,
        responses=shapes.CartOut,
        auth=[{}, {"accessToken": []}],
    )
    def post(self, request: Request, item_id: UUID) -> Response:
        return answer(services.save_for_later(**self.who, item_id=item_id))


class MoveToCart(CartCall):
    """POST /cart/items/{id}/move-to-cart"""

    @extend_schema(
        operation_id="cart_items_move_to_cart",
        summary="Take a line back in",
        description="As many as there are now.",
        tags=TAGS,
        parameters=TOKEN,
        request=None,
        responses=shapes.CartOut,
        auth=[{}, {"accessToken": []}],
    )
    def post(self, request: Request, item_id: UUID) -> Response:
        return answer(services.move_to_cart(**self.who, item_id=item_id))


class Coupon(CartCall):
    """POST, DELETE /cart/coupon"""

    @extend_schema(
        operation_id="cart_coupon_apply",
        summary="Use a code",
        description=(
            "One code for each cart. Refused as COUPON_INVALID, COUPON_EXPIRED, COUPON_EXHAUSTED, COUPON_NOT_FOR_YOU"
            " or COUPON_MIN_NOT_MET, with what is missing. Using it counts when the order is placed."
        ),
        tags=TAGS,
        parameters=TOKEN,
        request=shapes.CouponCodeIn,
        responses=shapes.CartOut,
        auth=[{}, {"accessToken": []}],
    )
    def post(self, request: Request) -> Response:
        return answer(services.apply_coupon(**self.who, **self.read(shapes.CouponCodeIn)))

    @extend_schema(
        operation_id="cart_coupon_remove",
        summary="Do without the code",
        tags=TAGS,
        parameters=TOKEN,
        request=None,
        responses={200: shapes.CartOut},
        auth=[{}, {"accessToken": []}],
    )
    def delete(self, request: Request) -> Response:
        return answer(services.remove_coupon(**self.who))


class OrderCoupon(CartCall):
    """POST /orders/apply-coupon"""

    @extend_schema(
        operation_id="orders_apply_coupon",
        summary="Use a code, and see what the order would cost",
        description="The code is the cart's from now on, as with `POST /cart/coupon`.",
        tags=TAGS,
        parameters=TOKEN,
        request=shapes.CouponCodeIn,
        responses=shapes.QuoteOut,
        auth=[{}, {"accessToken": []}],
    )
    def post(self, request: Request) -> Response:
        quote: Quote = services.apply_coupon(**self.who, **self.read(shapes.CouponCodeIn)).quote
        return Response(writing.quote(quote))


class Merging(CartCall):
    """POST /cart/merge"""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="cart_merge",
        summary="Take over what I put together as a guest",
        description=(
            f"Call it after signing in, with the guest's `{HEADER}`. Quantities add up to what is available; a second"
            " call changes nothing."
        ),
        tags=TAGS,
        parameters=TOKEN[:1],
        request=None,
        responses=shapes.CartOut,
    )
    def post(self, request: Request) -> Response:
        guest = find_guest(request.headers.get(HEADER, ""))
        if guest is None:
            return answer(services.open_cart(**self.who))
        merged = services.merge_carts(guest=guest, person=self.holder, region=self.region, now=self.now)
        return answer(merged.view)


class ShippingMethods(CartCall):
    """GET /shipping-methods"""

    @extend_schema(
        operation_id="shipping_methods_list",
        summary="How my cart can be sent",
        description="By store: each sends its own parcel. Cheapest first. Without a country, to where the cart goes.",
        tags=TAGS,
        parameters=[*TOKEN, shapes.PlaceIn],
        responses=shapes.ShippingChoiceOut(many=True),
        auth=[{}, {"accessToken": []}],
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(shapes.PlaceIn)
        view = services.open_cart(**self.who)
        country = asked.get("country") or view.cart.country or country_of(request)
        postal_code = asked.get("postal_code", view.cart.postal_code)
        choices = selectors.list_shipping(view, country=country.upper(), postal_code=postal_code, now=self.now)
        return Response([writing.shipping(one) for one in choices])

    pagination_class = None
