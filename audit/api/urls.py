"""Paths under /api/v1/admin/ for the action log."""

from django.urls import path

from audit.api import views

urlpatterns = [
    path("admin/action-logs", views.ActionLogs.as_view(), name="action-logs"),
    path("admin/action-logs/<uuid:admin_id>", views.ActionLogsOfAdmin.as_view(), name="action-logs-of-admin"),
    path(
        "admin/action-logs/customer/<uuid:customer_id>",
        views.ActionLogsOfCustomer.as_view(),
        name="action-logs-of-customer",
    ),
]
