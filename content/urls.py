"""Pages of the shell, below the language."""

from django.urls import path

from content import views
from content.selectors import PAGES

app_name = "content"
urlpatterns = [
    path("", views.home, name="home"),
    path("dev/ui/", views.showroom, name="showroom"),
    path("offline/", views.offline, name="offline"),
    path("fragments/account-menu/", views.account_menu, name="account-menu"),
    *[path(f"{slug}/", views.information, {"slug": slug}, name=slug) for slug in PAGES],
]
