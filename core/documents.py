"""Papers that people send: checked by their content, kept where no web server looks, read by few."""

import io
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import IO, Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotFound, PayloadTooLarge, Refusal
from core.models import Document
from core.staff import is_staff_member, lacks_second_factor
from core.storages import private_storage
from core.text import one_line
from core.uploads import CODE, ImageHoldsCode, ImageRefused, clean_pixels, encoded, read_whole

MAX_BYTES = 5 * 1024 * 1024
MAX_SIDE_PIXELS = 3000
NAME_CHARACTERS = 100
KEPT_FOR = timedelta(days=1)
PDF, PICTURE = "application/pdf", "image/webp"
ENDINGS = {PDF: ".pdf", PICTURE: ".webp"}
# Where a PDF does more than lie there to be read.
ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile)\b")


@dataclass(frozen=True, slots=True)
class Purpose:
    """What papers are sent for, and the permission of the staff who decide by them: nobody else reads them."""

    permission: str


PURPOSES = {"application": Purpose(permission="accounts.change_roleapplication")}


class DocumentRefused(DomainError):
    code = "DOCUMENT_REFUSED"
    message = _("Choose a PDF, or a JPEG, PNG or WebP picture, that opens on your device.")
    refusal = Refusal.INVALID


class DocumentHoldsCode(DocumentRefused):
    """A paper that is also, or only, a page, a program or a parcel."""

    code = "DOCUMENT_HOLDS_CODE"
    message = _(
        "Choose a PDF, or a JPEG, PNG or WebP picture. This file is another kind, or holds a program: "
        "print it to a new PDF, or take a picture of it."
    )


class DocumentTooLarge(PayloadTooLarge):
    message = _("Choose a file of at most 5 MB.")


class DocumentUnknown(DomainError):
    """No such paper was sent for this purpose by this person, or it was sent for something else already."""

    code = "DOCUMENT_UNKNOWN"
    message = _("Send the document first, then name it here.")
    refusal = Refusal.INVALID


def store_document(*, file: IO[bytes], name: str, purpose: str, uploaded_by: UUID) -> Document:
    """Keep a PDF as it is, or the pixels of a picture. Whoever does not attach it within a day has to send it again.

    Raises DocumentTooLarge, DocumentHoldsCode, DocumentRefused or what `core.uploads` refuses.
    """
    content, content_type = _checked(file)
    ending = ENDINGS[content_type]
    document = Document(
        purpose=purpose,
        uploaded_by=uploaded_by,
        name=_shown_name(name) + ending,
        content_type=content_type,
        size=len(content),
        file=f"documents/{secrets.token_hex(16)}{ending}",
    )
    # The row first: whatever a killed process leaves, the clean-up finds it by a row.
    document.save(force_insert=True)
    private_storage().save(document.file, ContentFile(content))
    return document


def list_waiting(*, document_ids: Iterable[UUID], purpose: str, uploaded_by: UUID) -> QuerySet[Document]:
    """Those of the papers that this person sent and that are not attached to anything yet."""
    rows = Document.objects.filter(pk__in=set(document_ids), purpose=purpose, uploaded_by=uploaded_by, held_by=None)
    return rows.order_by("pk")


@transaction.atomic
def attach(*, document_ids: Iterable[UUID], purpose: str, uploaded_by: UUID, held_by: UUID) -> list[Document]:
    """Have a row hold the person's papers, for good. Raises DocumentUnknown; then none is held."""
    wanted = set(document_ids)
    rows = list_waiting(document_ids=wanted, purpose=purpose, uploaded_by=uploaded_by).order_by()
    if rows.update(held_by=held_by, updated_at=timezone.now()) != len(wanted):
        raise DocumentUnknown
    return list(Document.objects.filter(pk__in=wanted).order_by("pk"))


def open_document(*, document_id: UUID, reader: Any) -> tuple[Document, IO[bytes]]:
    """Return a paper and its content, to whoever sent it and to the staff it was sent to. Raises NotFound."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None or not _may_read(reader, document):
        raise NotFound
    try:
        return document, read_document(document)
    except FileNotFoundError:
        raise NotFound from None


def read_document(document: Document) -> IO[bytes]:
    return private_storage().open(document.file)


def find_unheld(now: datetime) -> QuerySet[Document]:
    """Return the papers that nothing has held for a day."""
    return Document.objects.filter(held_by=None, updated_at__lt=now - KEPT_FOR)


def release(rows: QuerySet[Document]) -> None:
    """Let go of papers: nobody reads them any more, and with the caller's transaction they are gone."""
    keys = list(rows.values_list("pk", flat=True))
    # Filtered again: what somebody attached meanwhile is kept.
    rows.order_by().filter(pk__in=keys).update(held_by=None, uploaded_by=None, name="", updated_at=timezone.now())
    transaction.on_commit(lambda: _discard(keys), robust=True)


def _discard(keys: list[UUID]) -> None:
    """Delete the files, then the rows that know of them: killed in between, the clean-up does it again."""
    released = Document.objects.filter(pk__in=keys, held_by=None, uploaded_by=None)
    for document in released:
        private_storage().delete(document.file)
        document.delete()


def _may_read(reader: Any, document: Document) -> bool:
    if document.uploaded_by is not None and document.uploaded_by == reader.pk:
        return True
    is_trusted = is_staff_member(reader) and not lacks_second_factor(reader)
    return document.held_by is not None and is_trusted and reader.has_perm(PURPOSES[document.purpose].permission)


def _checked(file: IO[bytes]) -> tuple[bytes, str]:
    content = read_whole(file, most=MAX_BYTES, refusal=DocumentTooLarge)
    if content.startswith(b"%PDF-"):
        if CODE.search(content) or ACTIVE.search(content):
            raise DocumentHoldsCode
        # Nothing may hang behind the end, such as an archive.
        if not content.rstrip(b"\0\t\n\f\r ").endswith(b"%%EOF"):
            raise DocumentRefused
        return content, PDF
    try:
        return encoded(clean_pixels(io.BytesIO(content), max_side=MAX_SIDE_PIXELS)), PICTURE
    except ImageHoldsCode:
        raise DocumentHoldsCode from None
    except ImageRefused as refusal:
        raise DocumentRefused if type(refusal) is ImageRefused else refusal from None


def _shown_name(name: str) -> str:
    """Return what the file was called, without folders and ending, in one line that turns nothing around it."""
    stem = PurePosixPath(one_line(name).replace("\\", "/")).stem
    return stem[:NAME_CHARACTERS].strip(". ") or "document"
