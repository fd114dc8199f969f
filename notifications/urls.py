"""Pages about messages."""

from django.urls import path

from notifications.views import dev, pages

app_name = "notifications"
urlpatterns = [
    path("account/messages/", pages.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", pages.unsubscribe, name="unsubscribe"),
]

# In no language but the developers', and only in the embedded shop.
dev_mail = (
    [
        path("", dev.mailbox, name="mailbox"),
        path("written/<str:name>/", dev.written_mail, name="written"),
        path("written/<str:name>/html", dev.written_html, name="written-html"),
        path("sample/<str:name>/<str:language>/", dev.sample_mail, name="sample"),
        path("sample/<str:name>/<str:language>/html", dev.sample_html, name="sample-html"),
    ],
    "dev_mail",
)
