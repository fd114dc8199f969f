"""The API's front door."""

from django.conf import settings
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.caching import public
from core.route_limits import RouteClass

NAME, VERSION = "Haat API", "1.0.0"


class ApiLinksOut(serializers.Serializer):
    self = serializers.URLField()
    schema = serializers.URLField()
    docs = serializers.URLField()
    redoc = serializers.URLField()
    health = serializers.URLField()


class ApiRootOut(serializers.Serializer):
    name = serializers.CharField()
    version = serializers.CharField()
    links = ApiLinksOut()


SITE = "https://shop.example.com"
EXAMPLE = OpenApiExample(
    "The front door",
    value={
        "name": NAME,
        "version": VERSION,
        "links": {
            "self": f"{SITE}/api/v1",
            "schema": f"{SITE}/api/schema",
            "docs": f"{SITE}/api/docs",
            "redoc": f"{SITE}/api/redoc",
            "health": f"{SITE}/api/health",
        },
    },
    response_only=True,
)


@public(max_age=60)
class ApiRoot(APIView):
    """GET /api/v1"""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    route_class = RouteClass.CATALOGUE

    @extend_schema(
        operation_id="api_root",
        tags=["The API itself"],
        summary="Name, version and links",
        responses=ApiRootOut,
        auth=[],
        examples=[EXAMPLE],
    )
    def get(self, request: Request) -> Response:
        site = settings.SITE_URL
        links = {
            "self": f"{site}/api/v1",
            "schema": f"{site}/api/schema",
            "docs": f"{site}/api/docs",
            "redoc": f"{site}/api/redoc",
            "health": f"{site}/api/health",
        }
        return Response({"name": NAME, "version": VERSION, "links": links})
