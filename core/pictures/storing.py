"""Keeping a picture that somebody sent, and giving it to what shows it."""

import hashlib
import secrets
from typing import IO
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Refusal
from core.events import PictureStored
from core.ids import uuid7
from core.models import Picture
from core.outbox import publish
from core.pictures.purposes import PURPOSES
from core.uploads import clean_pixels, encoded


class PictureUnknown(DomainError):
    """No such picture was sent for this purpose by this person."""

    code = "PICTURE_UNKNOWN"
    message = _("Send the picture first, then name it here.")
    refusal = Refusal.INVALID


def store_picture(*, file: IO[bytes], purpose: str, uploaded_by: UUID | None = None) -> Picture:
    """Keep the pixels of an uploaded picture. Sending the same one again gives the same row.

    Raises what `core.uploads` refuses.
    """
    pixels = clean_pixels(file, max_side=PURPOSES[purpose].max_side)
    return keep(content=encoded(pixels), size=pixels.size, purpose=purpose, uploaded_by=uploaded_by)


def keep(
    *,
    content: bytes,
    size: tuple[int, int],
    purpose: str,
    uploaded_by: UUID | None = None,
    picture_id: UUID | None = None,
) -> Picture:
    """Keep a WebP that is known to be clean, under an id of the caller's choice if there is one."""
    digest = hashlib.blake2b(content, digest_size=20).hexdigest()
    same = {"purpose": purpose, "uploaded_by": uploaded_by, "digest": digest}
    if earlier := _touched(same):
        return earlier
    picture = Picture(**same, pk=picture_id or uuid7(), width=size[0], height=size[1])
    if not _share(picture):
        # The ending is random: a file that is being removed elsewhere never takes its successor along.
        name = f"pictures/{digest[:2]}/{digest}-{secrets.token_hex(4)}.webp"
        picture.file = default_storage.save(name, ContentFile(content))
        if not _insert(picture):
            default_storage.delete(picture.file)
    return _touched(same) or picture


@transaction.atomic
def take_picture(*, picture_id: UUID, purpose: str, uploaded_by: UUID | None = None) -> Picture:
    """Return a picture that was sent for this purpose, and put off its removal until it is shown somewhere.

    Call it in the transaction that makes the reference. With `uploaded_by`, it must be theirs. Raises PictureUnknown.
    """
    rows = Picture.objects.filter(pk=picture_id, purpose=purpose)
    if uploaded_by is not None:
        rows = rows.filter(uploaded_by=uploaded_by)
    if not rows.update(updated_at=timezone.now()):
        raise PictureUnknown
    return rows.get()


def _touched(same: dict) -> Picture | None:
    """Return the row that is there already, with its time of removal put off."""
    rows = Picture.objects.filter(**same)
    return rows.first() if rows.update(updated_at=timezone.now()) else None


@transaction.atomic
def _share(picture: Picture) -> bool:
    """Point at the files of an equal picture. Its row is locked, so that nobody removes them meanwhile."""
    twin = Picture.objects.select_for_update(of=("self",)).filter(digest=picture.digest).first()
    if twin is None:
        return False
    picture.file, picture.renditions = twin.file, twin.renditions
    _insert(picture)
    return True


def _insert(picture: Picture) -> bool:
    """Add the row, unless the same upload ran twice at once and the other was first."""
    try:
        with transaction.atomic():
            picture.save(force_insert=True)
            publish(PictureStored(picture_id=picture.pk))
    except IntegrityError:
        return False
    return True
