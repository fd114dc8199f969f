"""Handing people a copy of everything the shop knows about them."""

import io
import json
import secrets
import zipfile
from datetime import timedelta
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import privacy
from accounts.constants import EXPORT_KEPT_DAYS
from accounts.enums import ExportStatus
from accounts.errors import EmailNotVerified
from accounts.events import DataExportReady, DataExportRequested
from accounts.models import DataExport, User
from core import links
from core.errors import NotFound
from core.outbox import publish

LINK = "accounts.export"


@transaction.atomic
def request_export(*, user: User) -> DataExport:
    """Have a copy of the person's data packed. While one is being packed, that one is returned.

    Raises EmailNotVerified.
    """
    if not user.is_email_verified:
        raise EmailNotVerified
    User.objects.lock(user.pk)
    under_way = DataExport.objects.filter(user=user, status=ExportStatus.REQUESTED).first()
    if under_way:
        return under_way
    export = DataExport.objects.create(user=user)
    publish(DataExportRequested(export_id=export.pk))
    return export


def pack_export(*, export_id: UUID) -> None:
    """Write the ZIP and tell the person. Packing again what is packed, or what was erased, changes nothing."""
    export = DataExport.objects.select_related("user").filter(pk=export_id, status=ExportStatus.REQUESTED).first()
    if export is None:
        return
    name = export.file.field.generate_filename(export, f"{secrets.token_hex(16)}.zip")
    name = export.file.storage.save(name, ContentFile(_zip_of(export.user)))
    now = timezone.now()
    with transaction.atomic():
        is_mine = DataExport.objects.filter(pk=export.pk, status=ExportStatus.REQUESTED).update(
            status=ExportStatus.READY, file=name, ready_at=now, expires_at=now + timedelta(days=EXPORT_KEPT_DAYS)
        )
        if is_mine:
            publish(DataExportReady(export_id=export.pk))
    if not is_mine:
        export.file.storage.delete(name)


def is_downloadable(export: DataExport) -> bool:
    return export.status == ExportStatus.READY and bool(export.expires_at and export.expires_at > timezone.now())


def download_url(export: DataExport) -> str:
    """Return the signed link to mail. It opens without signing in, until the export expires."""
    left = export.expires_at - timezone.now() if export.expires_at else timedelta()
    token = links.sign(LINK, export.pk.hex, lifetime=left)
    return settings.SITE_URL + reverse("accounts-api:export-download", args=[token])


def open_export(*, token: str) -> IO[bytes]:
    """Return the file that a signed link stands for. Raises LinkInvalid, LinkExpired or NotFound."""
    export = DataExport.objects.filter(pk=UUID(links.read(LINK, token))).first()
    if export is None or not is_downloadable(export):
        raise NotFound
    try:
        return export.file.storage.open(str(export.file.name))
    except FileNotFoundError:
        raise NotFound from None


def expire_export(*, export: DataExport) -> None:
    """Delete the file of an export whose time is over."""
    name = export.file.name
    DataExport.objects.filter(pk=export.pk).update(status=ExportStatus.EXPIRED, file="")
    if name:
        export.file.storage.delete(name)


def _zip_of(user: User) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in privacy.export_all(user):
            archive.writestr(f"{name}.json", _json(contents))
        for name, content in privacy.export_files(user):
            archive.writestr(name, content)
    return out.getvalue()


def _json(contents: Any) -> str:
    return json.dumps(contents, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
