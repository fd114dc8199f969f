"""A client made from the API's document fills a cart and a wishlist: every operation once, with good data."""

from tests.cart.basket import on_sale
from tests.factories.promotions import CouponFactory
from tests.factories.regions import RegionFactory


def fill_a_cart(shopper) -> None:
    RegionFactory(india=True)
    variant, other = on_sale(), on_sale()
    assert shopper.cart_items_add({"variant": str(variant.pk), "quantity": 2}).data["count"] == 2
    cart = shopper.cart_get().data
    [line] = cart["items"]
    assert shopper.cart_items_update({"quantity": 3}, item_id=line["id"]).data["count"] == 3
    assert shopper.cart_items_partial_update({"quantity": 1}, item_id=line["id"]).data["count"] == 1
    assert shopper.cart_items_save_for_later(None, item_id=line["id"]).data["saved_for_later"]
    assert shopper.cart_items_move_to_cart(None, item_id=line["id"]).data["count"] == 1
    undo = shopper.cart_items_remove(item_id=line["id"]).data["undo"]
    assert shopper.cart_undo({"token": undo}).data["count"] == 1
    assert shopper.cart_update({"country": "IN", "postal_code": "560001"}).data["destination"]["country"] == "IN"
    assert shopper.shipping_methods_list(country="IN").data[0]["store"] is None
    items = [{"variant": str(other.pk), "quantity": 4}]
    assert shopper.cart_items_replace({"items": items}).data["results"][0]["quantity"] == 4
    assert shopper.cart_count().data == {"count": 4}
    CouponFactory(code="WALK10")
    assert shopper.cart_coupon_apply({"code": "walk10"}).data["coupon"] == "WALK10"
    assert shopper.orders_apply_coupon({"code": "walk10"}).data["discounts"][0]["name"] == "WALK10"
    assert shopper.cart_coupon_remove().data["coupon"] is None
    assert shopper.cart_clear_post(None).data["items"] == []
    assert shopper.cart_clear().data["items"] == []
    assert shopper.cart_merge(None).data["items"] == []


def wish_for_something(shopper) -> None:
    RegionFactory(india=True)
    variant, other = on_sale(), on_sale()
    [wish] = shopper.wishlist_items_add({"variant": str(variant.pk)}).data["items"]
    shopper.wishlist_items_remove(wish_id=wish["id"])
    made = shopper.wishlists_create({"name": "Diwali"}).data
    body = {"product": other.product.slug, "wishlist": made["id"]}
    [wish] = shopper.wishlist_items_add(body).data["items"]
    shared = shopper.wishlists_update({"is_shared": True}, wishlist_id=made["id"]).data
    assert shopper.wishlists_shared(token=shared["share_token"]).data["name"] == "Diwali"
    assert shopper.wishlists_get(wishlist_id=made["id"]).data["items"][0]["id"] == wish["id"]
    assert len(shopper.wishlists_list().data) == 2
    assert shopper.wishlist_items_move_to_cart(None, wish_id=wish["id"]).data["count"] == 1
    assert shopper.wishlist_get().data["items"] == []
    shopper.wishlists_delete(wishlist_id=made["id"])
