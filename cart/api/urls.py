"""Paths under /api/v1/ for carts and wishlists."""

from django.urls import path

from cart.api import views, wishlists

urlpatterns = [
    path("cart", views.Cart.as_view(), name="cart"),
    path("cart/clear", views.CartClearing.as_view(), name="cart-clear"),
    path("cart/count", views.CartCount.as_view(), name="cart-count"),
    path("cart/items", views.CartItems.as_view(), name="cart-items"),
    path("cart/items/<uuid:item_id>", views.CartItem.as_view(), name="cart-item"),
    path("cart/items/<uuid:item_id>/save-for-later", views.SaveForLater.as_view(), name="cart-item-save"),
    path("cart/items/<uuid:item_id>/move-to-cart", views.MoveToCart.as_view(), name="cart-item-move"),
    path("cart/undo", views.Undo.as_view(), name="cart-undo"),
    path("cart/coupon", views.Coupon.as_view(), name="cart-coupon"),
    path("cart/merge", views.Merging.as_view(), name="cart-merge"),
    path("orders/apply-coupon", views.OrderCoupon.as_view(), name="orders-apply-coupon"),
    path("shipping-methods", views.ShippingMethods.as_view(), name="shipping-methods"),
    path("wishlist", wishlists.DefaultWishlist.as_view(), name="wishlist"),
    path("wishlist/items", wishlists.Wishes.as_view(), name="wishlist-items"),
    path("wishlist/items/<uuid:wish_id>", wishlists.Wish.as_view(), name="wishlist-item"),
    path("wishlist/items/<uuid:wish_id>/move-to-cart", wishlists.WishToCart.as_view(), name="wishlist-item-move"),
    path("wishlists", wishlists.Wishlists.as_view(), name="wishlists"),
    path("wishlists/shared/<str:token>", wishlists.SharedWishlist.as_view(), name="wishlist-shared"),
    path("wishlists/<uuid:wishlist_id>", wishlists.WishlistDetail.as_view(), name="wishlist-detail"),
]
