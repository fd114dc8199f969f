"""Every path of the API."""

from django.urls import include, path

urlpatterns = [
    # First what is asked most: every path is tried in this order.
    path("", include("catalog.api.shop.urls")),
    path("", include("cart.api.urls")),
    path("", include("accounts.api.urls")),
    path("", include("audit.api.urls")),
    path("", include("inventory.api.urls")),
    path("", include("promotions.api.urls")),
    path("", include("core.api.urls")),
    path("", include("catalog.api.staff.urls")),
    path("", include("notifications.api.urls")),
    path("", include("regions.api.urls")),
    path("", include("shipping.api.urls")),
    path("", include("stores.api.urls")),
]
