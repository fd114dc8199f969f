"""Every path of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from accounts.views import regions
from content import views as content
from core import crawlers, error_pages, views
from core.api.views import ApiRoot
from notifications import urls as notifications

handler400 = error_pages.bad_request
handler403 = error_pages.permission_denied
handler404 = error_pages.not_found
handler500 = error_pages.server_error

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1", ApiRoot.as_view(), name="api-root"),
    path("api/v1/", include("config.api_urls")),
    path("api/schema", views.api_schema, name="api-schema"),
    path("api/docs", views.api_docs, name="api-docs"),
    path("api/redoc", views.api_redoc, name="api-redoc"),
    path("media/<path:path>", views.picture, name="media"),
    path("documents/<uuid:document_id>", views.document, name="document"),
    path("metrics", views.numbers, name="metrics"),
    *(path(where.removeprefix("/"), view) for where, view in views.PROBES.items()),
    path("manifest.webmanifest", content.manifest, name="manifest"),
    path("service-worker.js", content.service_worker, name="service-worker"),
    path("favicon.ico", content.favicon, name="favicon"),
    path(".well-known/change-password", RedirectView.as_view(pattern_name="accounts:change-password")),
    path(".well-known/security.txt", crawlers.security, name="security-text"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.index, name="sitemap"),
    path("sitemaps/<slug:name>-<int:part>.xml", crawlers.sitemap, name="sitemap-part"),
    path("dev/mail/", include(notifications.dev_mail)),
    *i18n_patterns(
        path("account/", include("accounts.urls")),
        path("region/", regions.choose_region, name="choose-region"),
        path("", include("notifications.urls")),
        path("", include("catalog.urls")),
        path("", include("inventory.urls")),
        path("", include("cart.urls")),
        path("", include("content.urls")),
        prefix_default_language=False,
    ),
]
