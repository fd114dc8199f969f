"""/admin/products/<id>/media and /admin/media: what there is to look at."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import services
from catalog.api import examples
from catalog.api.staff.serializers import media as shapes
from catalog.models import ProductMedia
from catalog.selectors import staff as selectors
from core.api.parsers import StrictJSONParser
from core.api.permissions import StaffView

TAG = ["Admin: media"]


class MediaView(StaffView):
    """Base of the views about media; a single answer is read again, as the services left it."""

    pagination_class = None

    def answer_media(self, media: ProductMedia, status: int = 200) -> Response:
        return Response(shapes.StaffMediaOut(selectors.get_media(media_id=media.pk)).data, status=status)


class MediaOfProduct(MediaView):
    """GET, POST /admin/products/{product_id}/media"""

    parser_classes = (MultiPartParser, StrictJSONParser)
    staff_permissions = {"GET": "catalog.view_productmedia", "POST": "catalog.add_productmedia"}

    @extend_schema(
        operation_id="admin_media_list", tags=TAG, summary="What a product shows, first to last",
        responses=shapes.StaffMediaOut(many=True),
    )  # fmt: skip
    def get(self, request: Request, product_id: UUID) -> Response:
        product = selectors.get_product(product_id=product_id)
        return Response(shapes.StaffMediaOut(selectors.list_media(product=product), many=True).data)

    @extend_schema(
        operation_id="admin_media_create", tags=TAG, summary="Show a picture or a film with a product",
        description="Upload a file, name an uploaded picture, or give an address. At most ten per product.",
        request={"multipart/form-data": shapes.MediaIn, "application/json": shapes.MediaIn},
        responses={201: shapes.StaffMediaOut}, examples=examples.MEDIA,
    )  # fmt: skip
    def post(self, request: Request, product_id: UUID) -> Response:
        body = self.read(shapes.MediaIn)
        body.pop("version", None)
        product = selectors.get_product(product_id=product_id)
        wants_copy = body.pop("copy")
        who = {"product": product, "actor": request.user}
        if "file" in body:
            media = services.upload_media(**who, **body)
        elif "picture" in body:
            media = services.add_media(**who, picture_id=body.pop("picture"), **body)
        else:
            media = (services.import_media if wants_copy else services.add_media)(**who, **body)
        return self.answer_media(media, status=201)


class MediaDetail(MediaView):
    """PUT, DELETE /admin/media/{media_id}"""

    staff_permissions = {"PUT": "catalog.change_productmedia", "DELETE": "catalog.delete_productmedia"}

    @extend_schema(
        operation_id="admin_media_update", tags=TAG, summary="Change its words, its place or its variant",
        request=shapes.MediaChangeIn, responses=shapes.StaffMediaOut, examples=examples.MEDIA_CHANGE,
    )  # fmt: skip
    def put(self, request: Request, media_id: UUID) -> Response:
        body = self.read(shapes.MediaChangeIn)
        media = selectors.get_media(media_id=media_id)
        return self.answer_media(services.update_media(media=media, actor=request.user, **body))

    @extend_schema(
        operation_id="admin_media_delete", tags=TAG, summary="Show it no longer", request=None, responses={204: None}
    )
    def delete(self, request: Request, media_id: UUID) -> Response:
        services.delete_media(media=selectors.get_media(media_id=media_id), actor=request.user)
        return Response(status=204)


class MediaURLs(MediaView):
    """POST /admin/products/{product_id}/media/{media_id}/urls"""

    staff_permissions = {"POST": "catalog.change_productmedia"}

    @extend_schema(
        operation_id="admin_media_urls_create", tags=TAG, summary="Say where another size of it lies",
        description="For media that lie elsewhere. The sizes of an uploaded picture are made by the shop.",
        request=shapes.MediaURLIn, responses={201: shapes.StaffMediaURLOut}, examples=examples.MEDIA_URL,
    )  # fmt: skip
    def post(self, request: Request, product_id: UUID, media_id: UUID) -> Response:
        body = self.read(shapes.MediaURLIn)
        media = selectors.get_media(media_id=media_id, product_id=product_id)
        address = services.add_media_url(media=media, actor=request.user, **body)
        return Response(shapes.StaffMediaURLOut(address).data, status=201)


class MediaURLDetail(MediaView):
    """PUT, DELETE /admin/media/{media_id}/urls/{url_id}"""

    staff_permissions = {"PUT": "catalog.change_productmedia", "DELETE": "catalog.change_productmedia"}

    @extend_schema(
        operation_id="admin_media_urls_update", tags=TAG, summary="Change where a size of it lies",
        request=shapes.MediaURLIn(partial=True), responses=shapes.StaffMediaURLOut, examples=examples.MEDIA_URL,
    )  # fmt: skip
    def put(self, request: Request, media_id: UUID, url_id: UUID) -> Response:
        body = self.read(shapes.MediaURLIn, partial=True)
        address = selectors.get_media_url(media_id=media_id, url_id=url_id)
        address = services.update_media_url(address=address, actor=request.user, **body)
        return Response(shapes.StaffMediaURLOut(address).data)

    @extend_schema(
        operation_id="admin_media_urls_delete", tags=TAG, summary="Forget where a size of it lies",
        request=None, responses={204: None},
    )  # fmt: skip
    def delete(self, request: Request, media_id: UUID, url_id: UUID) -> Response:
        address = selectors.get_media_url(media_id=media_id, url_id=url_id)
        services.delete_media_url(address=address, actor=request.user)
        return Response(status=204)
