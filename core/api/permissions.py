"""Gates of API views."""

from typing import Any, ClassVar

from rest_framework.permissions import SAFE_METHODS, AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from core.api.calls import Call
from core.route_limits import RouteClass
from core.staff import is_staff_member, lacks_second_factor

READS = {"HEAD": "GET", "OPTIONS": "GET"}


class StaffPermission(BasePermission):
    """Lets in staff who hold what the view demands for the method: the same permissions as in the back office.

    A view names them in `staff_permissions`, by method; a method that is not named is closed to everyone.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        method = request.method or ""
        if not is_staff_member(request.user) or lacks_second_factor(request.user):
            return False
        if not hasattr(view, method.lower()):
            return True  # There is nothing to protect: the answer is METHOD_NOT_ALLOWED.
        needed = view.staff_permissions.get(READS.get(method, method))
        return bool(needed) and request.user.has_perm(needed)


class StaffView(Call, APIView):
    """Base of every view under /admin/."""

    permission_classes = [StaffPermission]
    staff_permissions: ClassVar[dict[str, str]]


class OpenToReadView(StaffView):
    """Base of paths that everybody reads and staff write."""

    is_open_to_impersonation = True

    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny() if self._is_reading else StaffPermission()]

    @property
    def route_class(self) -> RouteClass:
        return RouteClass.CATALOGUE if self._is_reading else RouteClass.API

    @property
    def _is_reading(self) -> bool:
        request = getattr(self, "request", None)
        return request is None or request.method in SAFE_METHODS
