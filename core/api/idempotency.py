"""Calls that may be repeated: the same key and body give the first answer again, for a day, across restarts."""

import hashlib
import re
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from core import context, rate_limits
from core.errors import DomainError, InvalidInput, Refusal
from core.ids import uuid7
from core.models import IdempotentCall

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,255}")
KEPT_FOR = timedelta(hours=24)
# Longer than any request may take: whoever claimed the key so long ago was killed.
CLAIM_LASTS = timedelta(seconds=90)
RETRY_SECONDS = 1
NOT_KEPT = frozenset({409, 429})


class IdempotencyKeyReused(DomainError):
    code = "IDEMPOTENCY_KEY_REUSED"
    message = gettext_lazy("This Idempotency-Key was used for another request. Send a new one.")
    refusal = Refusal.UNPROCESSABLE


class IdempotencyInProgress(DomainError):
    code = "IDEMPOTENCY_IN_PROGRESS"
    message = gettext_lazy("The first request with this Idempotency-Key is still running.")
    refusal = Refusal.CONFLICT


class _Replay(Exception):
    """Carries the kept answer past the view."""

    def __init__(self, call: IdempotentCall) -> None:
        self.call = call


class Idempotent:
    """Mixin of an APIView whose POST honours `Idempotency-Key`. Stands left of APIView."""

    _call: IdempotentCall | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # After authentication, permissions and limits: whoever is turned away there has claimed nothing.
        super().initial(request, *args, **kwargs)
        key = request.headers.get(HEADER)
        if request.method == "POST" and key is not None:
            if not KEY.fullmatch(key):
                raise InvalidInput(**{HEADER: [_("Give 1 to 255 visible ASCII characters.")]})
            self._call = claim(caller=_caller(request), key=key, fingerprint=_fingerprint(request))

    def handle_exception(self, error: Exception) -> HttpResponseBase:
        if isinstance(error, _Replay):
            call = error.call
            answer = HttpResponse(bytes(call.body), status=call.status, content_type=call.content_type)
            answer["Idempotent-Replayed"] = "true"
            return answer
        try:
            return super().handle_exception(error)
        except BaseException:
            self._settle(None)
            raise

    def finalize_response(self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        self._settle(response)
        return response

    def _settle(self, response: Any) -> None:
        call, self._call = self._call, None
        if call is None:
            return
        if response is None or response.status_code >= 500 or response.status_code in NOT_KEPT:
            release(call)
            return
        keep(call, response.render() if hasattr(response, "render") else response)


def claim(*, caller: str, key: str, fingerprint: str) -> IdempotentCall:
    """Claim the key for this call. Raises what the API says when somebody else has it."""
    now = timezone.now()
    mine = IdempotentCall(
        caller=caller, key=key, fingerprint=fingerprint, claim=uuid7(), claimed_at=now, expires_at=now + KEPT_FOR
    )
    IdempotentCall.objects.filter(caller=caller, key=key, expires_at__lte=now).delete()
    # One statement decides who is first, whatever the number of processes.
    IdempotentCall.objects.bulk_create([mine], ignore_conflicts=True)
    row = IdempotentCall.objects.filter(caller=caller, key=key).first()
    if row is None:
        raise IdempotencyInProgress(retry_after=RETRY_SECONDS)
    if row.claim == mine.claim:
        return row
    if row.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    if row.status is not None:
        raise _Replay(row)
    taken = IdempotentCall.objects.filter(
        pk=row.pk, claim=row.claim, status=None, claimed_at__lte=now - CLAIM_LASTS
    ).update(claim=mine.claim, claimed_at=now)
    if not taken:
        raise IdempotencyInProgress(retry_after=RETRY_SECONDS)
    row.claim = mine.claim
    return row


def keep(call: IdempotentCall, response: HttpResponse) -> None:
    """Remember the answer, unless the claim was taken over meanwhile."""
    IdempotentCall.objects.filter(pk=call.pk, claim=call.claim).update(
        status=response.status_code, content_type=response.headers.get("Content-Type", ""), body=response.content
    )


def release(call: IdempotentCall) -> None:
    """Forget the claim: the same key may try again."""
    IdempotentCall.objects.filter(pk=call.pk, claim=call.claim).delete()


def forget_user(user_id: object) -> None:
    """Forget what this person was answered."""
    IdempotentCall.objects.filter(caller=f"user:{user_id}").delete()


def _caller(request: Request) -> str:
    if request.user and request.user.is_authenticated:
        return f"user:{request.user.pk}"
    token = request.headers.get("X-Cart-Token")
    who = f"cart:{token}" if token else f"ip:{rate_limits.network(context.current().ip)}"
    return f"guest:{hashlib.blake2b(who.encode(), digest_size=20).hexdigest()}"


def _fingerprint(request: Request) -> str:
    http = request._request
    parts = (http.method.encode(), http.get_full_path().encode(), http.body)
    return hashlib.sha256(b"\n".join(parts)).hexdigest()
