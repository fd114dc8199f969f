"""Who calls: a person by their access token, a guest by the cart's."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from cart.holders import Holder, find_guest, new_token
from core.api.calls import Call
from regions.selectors import ShownRegion, region_of

HEADER = "X-Cart-Token"
IN = OpenApiParameter(
    HEADER, OpenApiTypes.STR, OpenApiParameter.HEADER, description="A guest's proof; nobody signed in needs it."
)
OUT = OpenApiParameter(
    HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=True,
    description="To guests, with every answer: send it with the next call.",
)
TOKEN = [IN, OUT]


class CartCall(Call, APIView):
    """Base of every view about somebody's own cart and wishlists."""

    permission_classes = (AllowAny,)
    is_open_to_impersonation = True

    @cached_property
    def token(self) -> str:
        """The guest's token: the one that was sent, or a new one where that is none of ours."""
        given = self.request.headers.get(HEADER, "")
        return given if find_guest(given) else new_token()

    @cached_property
    def holder(self) -> Holder:
        user = self.request.user
        if user.is_authenticated:
            return Holder(user=user)
        guest = find_guest(self.token)
        assert guest is not None
        return guest

    @cached_property
    def region(self) -> ShownRegion:
        return region_of(self.request)

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def who(self) -> dict[str, Any]:
        """What every service wants to know."""
        return {"holder": self.holder, "region": self.region, "now": self.now}

    def finalize_response(self, request: Request, response: HttpResponse, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().finalize_response(request, response, *args, **kwargs)
        # A call that was refused before anybody looked who asks has nothing to say.
        if "holder" in self.__dict__ and self.holder.user is None:
            answer.headers[HEADER] = self.token
        return answer
