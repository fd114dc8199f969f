"""Every path of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerView

from content import views as content

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("config.api_urls")),
    path("api/schema", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs", SpectacularSwaggerView.as_view(url_name="api-schema"), name="api-docs"),
    path("api/redoc", SpectacularRedocView.as_view(url_name="api-schema"), name="api-redoc"),
    path("manifest.webmanifest", content.manifest, name="manifest"),
    path("service-worker.js", content.service_worker, name="service-worker"),
    path("favicon.ico", content.favicon, name="favicon"),
    *i18n_patterns(
        path("account/", include("accounts.urls")),
        path("", include("content.urls")),
        prefix_default_language=False,
    ),
]
