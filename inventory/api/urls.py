"""Paths under /api/v1/ for stock."""

from django.urls import path

from inventory.api import views

urlpatterns = [
    path("admin/variants/<uuid:variant_id>/stock", views.VariantStock.as_view(), name="variant-stock"),
    path("admin/stock/locations", views.Locations.as_view(), name="stock-locations"),
    path("admin/stock/movements", views.Movements.as_view(), name="stock-movements"),
    path("admin/stock/transfer", views.Transfer.as_view(), name="stock-transfer"),
    path("admin/stock-alerts", views.Alerts.as_view(), name="stock-alerts"),
    path("admin/stock-alerts/<uuid:alert_id>", views.AlertDetail.as_view(), name="stock-alert"),
    path("admin/stock-alerts/<uuid:alert_id>/send", views.AlertSending.as_view(), name="stock-alert-sending"),
    path("products/<str:product>/variants/<uuid:variant_id>/notify-me", views.NotifyMe.as_view(), name="notify-me"),
]
