"""Paths under /api/v1/ that belong to no app."""

from django.urls import path

from core.api import uploads

app_name = "core-api"

urlpatterns = [
    path("uploads", uploads.Uploads.as_view(), name="uploads"),
    path("uploads/<uuid:document_id>", uploads.PrivateUpload.as_view(), name="private-upload"),
]
