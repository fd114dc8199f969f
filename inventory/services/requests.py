"""Telling shoppers that something can be had again: everybody who asked, once."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.querysets import normalise_email
from catalog.models import ProductVariant
from core.errors import InvalidInput
from core.failpoints import failpoint
from core.outbox import publish_all
from inventory import selectors
from inventory.constants import REQUESTS_PER_PERSON, ROWS_A_STEP
from inventory.errors import NothingToTellOf
from inventory.events import BackInStock
from inventory.models import BackInStockRequest

EXPORTED = ("email", "language", "variant__sku", "variant__product__name", "created_at", "notified_at")


@transaction.atomic
def ask_to_be_told(
    *, variant: ProductVariant, email: str, user: User | None = None, language: str = ""
) -> BackInStockRequest:
    """Remember who wants to know when this can be had again. Asking again changes nothing.

    Raises NothingToTellOf when it can be had now, or InvalidInput.
    """
    if selectors.is_available(variant_id=variant.pk):
        raise NothingToTellOf
    email = normalise_email(email)
    waiting = BackInStockRequest.objects.waiting().filter(email=email)
    if found := waiting.filter(variant=variant).first():
        return found
    if waiting.count() >= REQUESTS_PER_PERSON:
        raise InvalidInput(email=[_("You asked for many things already. We will tell you of those first.")])
    try:
        with transaction.atomic():
            return BackInStockRequest.objects.create(variant=variant, email=email, user=user, language=language)
    except IntegrityError:
        return waiting.get(variant=variant)


def tell_who_asked(*, variant_ids: Collection[UUID]) -> None:
    """Publish one event for each request whose variant can be had again, and mark it told, in short steps."""
    for variant_id in variant_ids:
        while selectors.is_available(variant_id=variant_id):
            with transaction.atomic():
                waiting = BackInStockRequest.objects.waiting().filter(variant=variant_id).order_by("pk")
                step = list(waiting.select_for_update(of=("self",))[:ROWS_A_STEP])
                failpoint("inventory.requests.read")
                if not step:
                    break
                BackInStockRequest.objects.filter(pk__in=[row.pk for row in step]).update(
                    notified_at=timezone.now(), updated_at=timezone.now()
                )
                publish_all(BackInStock(request_id=row.pk) for row in step)


def export_requests(user: User) -> list:
    return list(BackInStockRequest.objects.of_person(user).order_by("pk").values(*EXPORTED))


def erase_requests(user: User) -> None:
    BackInStockRequest.objects.of_person(user).delete()
