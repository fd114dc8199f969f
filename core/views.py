"""Pages and answers that belong to no app: probes, numbers, pictures, the API's front door."""

import hashlib
import hmac
import ipaddress
import json
import mimetypes
from functools import cache
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import condition, require_safe

from core import context, documents, health, metrics

PICTURES = frozenset({".webp", ".jpg", ".jpeg", ".png", ".avif", ".gif"})
A_YEAR = 31_536_000


@require_safe
@never_cache
def healthy(request: HttpRequest) -> JsonResponse:
    """GET /health, /api/health and /health/ready: 503 when the shop cannot serve."""
    report, can_serve = health.report()
    return JsonResponse(report, status=200 if can_serve else 503)


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """GET /health/live: the process answers. Touches nothing else."""
    return JsonResponse({"success": True, "status": "OK"})


PROBES = {
    "/health": healthy,
    "/api/health": healthy,
    "/api/v1/health": healthy,
    "/health/ready": healthy,
    "/health/live": live,
}


@require_safe
@never_cache
def numbers(request: HttpRequest) -> HttpResponse:
    """GET /metrics, for whoever has the token or comes from a trusted address."""
    if not may_see_numbers(request):
        raise Http404
    return HttpResponse(metrics.page(), content_type="text/plain; version=0.0.4; charset=utf-8")


def may_see_numbers(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if settings.METRICS_TOKEN and hmac.compare_digest(given, settings.METRICS_TOKEN.encode()):
        return True
    ip = context.current().ip
    return bool(ip) and any(
        ipaddress.ip_address(ip) in ipaddress.ip_network(network, strict=False)
        for network in settings.METRICS_TRUSTED_IPS
    )


@require_safe
def picture(request: HttpRequest, path: str) -> FileResponse:
    """GET /media/…: pictures only. Everything else that is stored goes out through a view that checks who asks."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in PICTURES or "\\" in path or ".." in PurePosixPath(path).parts:
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, ValueError):
        raise Http404 from None
    response = FileResponse(file, content_type=mimetypes.types_map.get(suffix, "image/webp"))
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


@require_safe
@login_required
def document(request: HttpRequest, document_id: UUID) -> FileResponse:
    """GET /documents/<id>: a paper, for whoever sent it and the staff it was sent to."""
    return document_answer(request.user, document_id)


def document_answer(reader: Any, document_id: UUID) -> FileResponse:
    """Hand out a paper as a file to keep, never as a page of this site. Raises NotFound."""
    found, file = documents.open_document(document_id=document_id, reader=reader)
    response = FileResponse(file, as_attachment=True, filename=found.name, content_type=found.content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """GET /api/docs: Swagger UI from our own files."""
    return _docs(request, "core/api_docs.html")


@require_safe
def api_redoc(request: HttpRequest) -> HttpResponse:
    """GET /api/redoc: Redoc from our own files."""
    return _docs(request, "core/api_redoc.html")


def _docs(request: HttpRequest, page: str) -> HttpResponse:
    response = render(request, page)
    response["Content-Security-Policy"] = settings.CSP_API_DOCS
    return response


@cache
def _schema() -> tuple[bytes, bytes]:
    """Return the committed OpenAPI document as YAML and as JSON."""
    text = (settings.BASE_DIR / "docs" / "openapi.yaml").read_text()
    return text.encode(), json.dumps(yaml.load(text, Loader=yaml.CSafeLoader)).encode()


@require_safe
@condition(etag_func=lambda request: f'"{hashlib.blake2b(_schema()[0], digest_size=8).hexdigest()}"')
def api_schema(request: HttpRequest) -> HttpResponse:
    """GET /api/schema: the OpenAPI document, as YAML or (by `Accept` or `?format=json`) as JSON."""
    as_yaml, as_json = _schema()
    wants_json = request.GET.get("format") == "json" or "json" in request.headers.get("Accept", "")
    body, kind = (as_json, "application/json") if wants_json else (as_yaml, "application/yaml")
    response = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    response["Vary"] = "Accept"
    return response
