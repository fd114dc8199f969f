"""Paths under /api/v1/ for coupons and discounts."""

from django.urls import path

from promotions.api import views

urlpatterns = [
    path("promotions", views.Promotions.as_view(), name="promotions"),
    path("admin/coupons", views.Coupons.as_view(), name="coupons"),
    path("admin/coupons/generate", views.CouponGenerator.as_view(), name="coupon-generator"),
    path("admin/coupons/<uuid:coupon_id>", views.CouponDetail.as_view(), name="coupon"),
    path("admin/coupons/<uuid:coupon_id>/users", views.CouponUsers.as_view(), name="coupon-users"),
    path("admin/coupons/<uuid:coupon_id>/users/<uuid:user_id>", views.CouponUser.as_view(), name="coupon-user"),
    path("admin/coupon-redemptions", views.Redemptions.as_view(), name="coupon-redemptions"),
    path("admin/discount-rules", views.Rules.as_view(), name="discount-rules"),
    path("admin/discount-rules/<uuid:rule_id>", views.RuleDetail.as_view(), name="discount-rule"),
]
