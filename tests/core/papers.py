"""Papers that people send in tests."""

import io

from PIL import Image


def pdf(text: str = "Certificate of registration") -> bytes:
    """A small PDF with nothing in it but an uncompressed line."""
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n% " + text.encode() + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def photograph() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, "JPEG")
    return out.getvalue()
