"""POST /uploads: pictures and papers are sent first, and named by their id where they belong."""

from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.http import FileResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core import documents, pictures, rate_limits
from core.errors import NotAllowed
from core.models import Document, Picture
from core.views import document_answer

PURPOSES = [(name, name) for name in [*pictures.PURPOSES, *documents.PURPOSES]]


class UploadIn(serializers.Serializer):
    purpose = serializers.ChoiceField(PURPOSES, help_text="What it is for. Some purposes are for staff only.")
    file = serializers.FileField(
        help_text="JPEG, PNG or WebP, at most 10 MiB and 25 megapixels; for `application` at most 5 MiB, or a PDF."
    )


class UploadOut(serializers.Serializer):
    """`id` is what other calls ask for as a picture or a document."""

    id = serializers.UUIDField()
    purpose = serializers.ChoiceField(PURPOSES)
    url = serializers.SerializerMethodField()
    width = serializers.IntegerField(allow_null=True, default=None, help_text="Of pictures that the shop shows.")
    height = serializers.IntegerField(allow_null=True, default=None)

    def get_url(self, upload: Picture | Document) -> str:
        return upload.url() if isinstance(upload, Picture) else private_url(upload.pk)


def private_url(document_id: UUID | str) -> str:
    """Return where a paper is read with a token."""
    return urljoin(f"{settings.SITE_URL}/", reverse("core-api:private-upload", args=[document_id]))


class Uploads(APIView):
    """POST /uploads"""

    permission_classes = (IsAuthenticated,)
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="uploads_create",
        tags=["Uploads"],
        summary="Send a picture or a document",
        description=(
            "A picture is drawn anew: nothing of what was sent is kept but its pixels. Sending the same one again "
            "answers the same id. What nothing shows within a day is removed. What is sent for an `application` is "
            "private: its address answers only you and the staff who decide."
        ),
        request={"multipart/form-data": UploadIn},
        responses={201: UploadOut},
    )
    def post(self, request: Request) -> Response:
        body = UploadIn(data=request.data)
        body.is_valid(raise_exception=True)
        sent: dict[str, Any] = body.validated_data | {"uploaded_by": request.user.pk}
        is_paper = sent["purpose"] in documents.PURPOSES
        if not is_paper and not pictures.may_upload(request.user, sent["purpose"]):
            raise NotAllowed
        rate_limits.spend_upload(request.user.pk)
        stored: Picture | Document
        if is_paper:
            stored = documents.store_document(**sent, name=sent["file"].name)
        else:
            stored = pictures.store_picture(**sent)
        return Response(UploadOut(stored).data, status=201)


class PrivateUpload(APIView):
    """GET /uploads/{document_id}"""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="uploads_retrieve",
        tags=["Uploads"],
        summary="Read a private document",
        description="For whoever sent it, and for staff who may see what it was sent for.",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, (200, "image/webp"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, document_id: UUID) -> FileResponse:
        return document_answer(request.user, document_id)
