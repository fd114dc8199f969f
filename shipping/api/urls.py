"""Paths of the API about shipping."""

from django.urls import path

from shipping.api import views

urlpatterns = [
    path("admin/shipping-zones", views.Zones.as_view()),
    path("admin/shipping-zones/<uuid:zone_id>", views.ZoneDetail.as_view()),
    path("admin/shipping-methods", views.Methods.as_view()),
    path("admin/shipping-methods/<uuid:method_id>", views.MethodDetail.as_view()),
]
