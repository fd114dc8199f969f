"""What people say about themselves."""

import zoneinfo
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_countries import countries

from accounts.constants import AVATAR_SIDE_PIXELS
from accounts.enums import TwoFactorMethod
from accounts.errors import PhoneTaken
from accounts.models import User
from accounts.phones import clean_phone
from core.errors import InvalidInput
from core.uploads import clean_image
from regions.selectors import find_region

EDITABLE = {"name", "phone_number", "region", "shopping_region", "language", "timezone", "marketing_consent"}


def update_profile(*, user: User, **changes: Any) -> User:
    """Change what a person may change of their account, and nothing else.

    A new number has to be proven again. Raises InvalidInput or PhoneTaken.
    """
    changes = {field: value for field, value in changes.items() if field in EDITABLE}
    if "name" in changes:
        changes["name"] = changes["name"].strip()
    wrong = wrong_in_profile(changes)
    if "phone_number" in changes:
        number, region = changes["phone_number"], changes.get("region") or user.region
        try:
            changes["phone_number"] = clean_phone(number, region=region) if number else None
        except InvalidInput as refusal:
            wrong |= refusal.details
    if wrong:
        raise InvalidInput(**wrong)
    try:
        with transaction.atomic():
            user = User.objects.lock(user.pk)
            if "phone_number" in changes and changes["phone_number"] != (user.phone_number or None):
                if user.two_factor == TwoFactorMethod.SMS:
                    raise InvalidInput(phone_number=[_("Turn off sign-in codes by SMS before changing the number.")])
                user.phone_verified_at = None
            for field, value in changes.items():
                setattr(user, field, value)
            user.save()
    except IntegrityError:
        raise PhoneTaken from None
    return user


def wrong_in_profile(changes: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what is wrong with these fields of a profile, whoever's it is."""
    wrong: dict[str, list[str]] = {}
    if "name" in changes and not 2 <= len(changes["name"]) <= 100:
        wrong["name"] = [_("Give a name of 2 to 100 characters.")]
    if changes.get("region") and changes["region"] not in countries:
        wrong["region"] = [_("Choose a country.")]
    if changes.get("shopping_region") and find_region(code=changes["shopping_region"]) is None:
        wrong["shopping_region"] = [_("Choose a region of the shop.")]
    if "language" in changes and changes["language"] not in dict(settings.LANGUAGES):
        wrong["language"] = [_("Choose one of the shop's languages.")]
    if changes.get("timezone") and changes["timezone"] not in zoneinfo.available_timezones():
        wrong["timezone"] = [_("Choose a time zone, such as Asia/Kolkata.")]
    return wrong


def choose_region(*, user: User, code: str) -> None:
    """Keep where the person wants to shop, for their other devices."""
    User.objects.filter(pk=user.pk).exclude(shopping_region=code).update(
        shopping_region=code, updated_at=timezone.now()
    )


def set_avatar(*, user: User, file: IO[bytes] | None) -> User:
    """Set the person's picture, or remove it. Raises what `core.uploads` refuses."""
    picture = clean_image(file, max_side=AVATAR_SIDE_PIXELS) if file else None
    with transaction.atomic():
        user = User.objects.lock(user.pk)
        old = user.avatar.name
        user.avatar = picture or ""
        user.save(update_fields=["avatar", "updated_at"])
        if old:
            storage = user.avatar.storage
            transaction.on_commit(lambda: storage.delete(old), robust=True)
    return user
