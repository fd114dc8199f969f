"""Views that do what the edge has to cope with."""

import time
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as shop
from core.api.idempotency import Idempotent
from core.caching import public
from core.errors import Duplicate, RateLimitExceeded
from core.models import CacheVersion, ShopSettings
from core.route_limits import RouteClass, limited
from core.same_origin import same_origin_required

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
SECRET = "the-inside-of-the-shop"
EFFECT = "effect-"


class EchoIn(serializers.Serializer):
    word = serializers.CharField(max_length=20)


class Open(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    route_class = RouteClass.NONE


class Echo(Open):
    def get(self, request: Request) -> Response:
        return Response({"method": "GET"})

    def post(self, request: Request) -> Response:
        return Response(request.data)

    def delete(self, request: Request) -> Response:
        return Response({"method": "DELETE"})


class Shaped(Open):
    def post(self, request: Request) -> Response:
        shape = EchoIn(data=request.data)
        shape.is_valid(raise_exception=True)
        return Response(shape.validated_data)


class Broken(Open):
    def get(self, request: Request) -> Response:
        raise RuntimeError(SECRET)


class DatabaseGone(Open):
    def get(self, request: Request) -> Response:
        raise OperationalError(SECRET)


class Refusing(Open):
    def get(self, request: Request) -> Response:
        raise Duplicate


@public(max_age=60, tags=["shop"])
class Shop(Open):
    route_class = RouteClass.CATALOGUE

    def get(self, request: Request) -> Response:
        return Response({"name": ShopSettings.objects.get().name, "filler": "x" * 600})


class Writes(Open):
    route_class = RouteClass.API

    def post(self, request: Request) -> Response:
        return Response({})


class Place(Idempotent, Open):
    """Has an effect, as placing an order has; what it answers is told by the body."""

    def post(self, request: Request) -> Response:
        CacheVersion.objects.create(tag=f"{EFFECT}{uuid4().hex}")
        time.sleep(request.data.get("seconds", 0))
        if request.data.get("breaks"):
            raise RuntimeError(SECRET)
        return Response({"number": uuid4().hex}, status=request.data.get("status", 201))


class SignIn(Open):
    route_class = RouteClass.AUTH

    def post(self, request: Request) -> Response:
        return Response({})


@public(max_age=60, tags=["shop"])
def shop_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<p>{ShopSettings.objects.get().name} {request.GET.get('page', '')}</p>" + "x" * 600)


@public(max_age=60, tags=["shop"])
def personal_by_mistake(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<p>{request.user.pk} {request.session.get('x')}</p>")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


def database_gone(request: HttpRequest) -> HttpResponse:
    raise OperationalError(SECRET)


def refusing(request: HttpRequest) -> HttpResponse:
    raise RateLimitExceeded(retry_after=7)


def taken(request: HttpRequest) -> HttpResponse:
    raise Duplicate


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404(SECRET)


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied(SECRET)


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation(SECRET)


def asks_twice(request: HttpRequest) -> HttpResponse:
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    return HttpResponse("asked")


def slow(request: HttpRequest) -> HttpResponse:
    time.sleep(0.02)
    return HttpResponse("at last")


def form(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return JsonResponse({"name": request.POST.get("name", "")})
    return HttpResponse(f"<form>{get_token(request)}</form>" + "y" * 600)


def text(request: HttpRequest) -> HttpResponse:
    return HttpResponse("z" * 5000)


def picture(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"\0" * 5000, content_type="image/webp")


@same_origin_required
def subscribe(request: HttpRequest) -> HttpResponse:
    return HttpResponse("subscribed")


@limited(RouteClass.AUTH)
def sign_in_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sign in")


urlpatterns = [
    path("api/v1/test/echo", Echo.as_view()),
    path("api/v1/test/shaped", Shaped.as_view()),
    path("api/v1/test/broken", Broken.as_view()),
    path("api/v1/test/database-gone", DatabaseGone.as_view()),
    path("api/v1/test/refusing", Refusing.as_view()),
    path("api/v1/test/shop", Shop.as_view()),
    path("api/v1/test/writes", Writes.as_view()),
    path("api/v1/test/place", Place.as_view()),
    path("api/v1/test/sign-in", SignIn.as_view()),
    path("test/shop/", shop_page),
    path("test/personal/", personal_by_mistake),
    path("test/broken/", broken),
    path("test/database-gone/", database_gone),
    path("test/refusing/", refusing),
    path("test/taken/", taken),
    path("test/missing/", missing),
    path("test/forbidden/", forbidden),
    path("test/suspicious/", suspicious),
    path("test/asks-twice/", asks_twice),
    path("test/slow/", slow),
    path("test/form/", form),
    path("test/text/", text),
    path("test/picture/", picture),
    path("test/subscribe/", subscribe),
    path("test/sign-in/", sign_in_page),
    path("test/private/", login_required(text)),
    *shop,
]
