"""The words in which accounts are asked for."""

import unicodedata
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import BaseUserManager
from django.core.validators import EmailValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text import UNSEEN

INVISIBLE = UNSEEN | dict.fromkeys([0x200C, 0x200D])
validate_email = EmailValidator(_("Enter an e-mail address like asha@example.com."))


def normalise_email(email: str) -> str:
    """Return the one spelling under which an address is stored and looked up.

    The domain is the one that mails go to: however it is written, two spellings of it lead to one mailbox.
    """
    spelling = unicodedata.normalize("NFKC", email).translate(INVISIBLE).strip().lower()
    name, at, domain = spelling.rpartition("@")
    try:
        return f"{name}{at}{domain.encode('idna').decode('idna').lower()}"
    except UnicodeError:
        # No domain: whoever checks addresses says so.
        return spelling


class UserQuerySet(models.QuerySet):
    def by_email(self, email: str):
        return self.filter(email=normalise_email(email), deleted_at=None)

    def search(self, words: str):
        """People whose name, address, shopper id or number holds these words."""
        words = words.strip()
        digits = "".join(filter(str.isdigit, words))
        found = Q(name__icontains=words) | Q(email__icontains=words) | Q(shopper_id__iexact=words)
        if len(digits) >= 6:
            found |= Q(phone_number__contains=digits)
        return self.filter(found)

    def lock(self, pk: UUID):
        """Take the row lock and return the person as they are now."""
        return self.select_for_update(of=("self",)).get(pk=pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username: str | None):
        return self.get(email=normalise_email(username or ""), deleted_at=None)


class AddressQuerySet(models.QuerySet):
    def of(self, user):
        """This person's own addresses that were not deleted."""
        return self.filter(user_id=user.pk, is_active=True)


class ApplicationQuerySet(models.QuerySet):
    def submitted(self):
        """Those with their papers. One begun while registering waits for its person, not for staff."""
        return self.exclude(business_name="")


class CodeQuerySet(models.QuerySet):
    def open(self):
        """Codes that were neither used nor replaced; they may have expired."""
        return self.filter(used_at=None)


class SessionQuerySet(models.QuerySet):
    def live(self, now: datetime):
        return self.filter(revoked_at=None, expires_at__gt=now)
