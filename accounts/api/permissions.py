"""Gates of API views that ask about the person's account."""

from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.errors import EmailNotVerified


class HasVerifiedEmail(IsAuthenticated):
    """Lets in people who proved that their address is theirs; others read EMAIL_NOT_VERIFIED."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        if not request.user.is_email_verified:
            raise EmailNotVerified
        return True
