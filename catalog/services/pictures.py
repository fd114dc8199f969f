"""Pictures that were uploaded beforehand and are now shown somewhere."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.services.editing import Problems
from core.models import Picture


def find_picture(problems: Problems, field: str, picture_id: UUID | None) -> Any:
    """Return the uploaded picture; nothing for None."""
    if picture_id is None:
        return None
    picture = Picture.objects.filter(pk=picture_id).first()
    if picture is None:
        problems.add(field, _("There is no such picture. Upload it first."))
    return picture
