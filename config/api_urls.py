"""Every path of the API."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.api.urls")),
    path("", include("audit.api.urls")),
    path("", include("notifications.api.urls")),
]
