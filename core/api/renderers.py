"""The one place where the envelope of a good answer is made."""

from typing import Any

from rest_framework.renderers import JSONRenderer


class EnvelopeRenderer(JSONRenderer):
    """Wraps what a view returns as {"success": true, "data": …}; errors arrive wrapped already.

    A view adds top-level keys (pagination, facets, message) through `Answer`.
    """

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: dict | None = None) -> bytes:
        response = renderer_context["response"] if renderer_context else None
        if response is not None and response.status_code == 204:
            return b""
        if not getattr(response, "is_enveloped", False):
            data = {"success": True, "data": data, **getattr(response, "beside_data", {})}
        return super().render(data, accepted_media_type, renderer_context)
