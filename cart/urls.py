"""Pages of carts and wishlists, below the language."""

from django.urls import path

from cart.views import carts, deals, wishlists

app_name = "cart"
urlpatterns = [
    path("cart/", carts.cart, name="cart"),
    path("cart/add/", carts.add, name="add"),
    path("cart/lines/<uuid:item_id>/", carts.line, name="line"),
    path("cart/undo/", carts.undo, name="undo"),
    path("cart/coupon/", carts.coupon, name="coupon"),
    path("cart/destination/", carts.destination, name="destination"),
    path("cart/restore/<str:token>/", carts.restore, name="restore"),
    path("deals/", deals.deals, name="deals"),
    path("trade/", deals.trade, name="trade"),
    path("fragments/cart-count/", carts.count, name="count"),
    path("wishlist/", wishlists.default, name="wishlist"),
    path("wishlist/add/", wishlists.add, name="wish"),
    path("wishlist/wishes/<uuid:wish_id>/", wishlists.wish, name="wish-change"),
    path("wishlists/new/", wishlists.create, name="wishlist-create"),
    path("wishlists/shared/<str:token>/", wishlists.shared, name="wishlist-shared"),
    path("wishlists/<uuid:wishlist_id>/", wishlists.wishlist, name="wishlist-detail"),
    path("wishlists/<uuid:wishlist_id>/change/", wishlists.change, name="wishlist-change"),
]
