"""Addresses: unique, made of names, and never forgotten. A former address points at the row, so one hop arrives."""

import re
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.errors import SlugTaken
from catalog.models import Brand, Category, Product, SlugRedirect
from core.errors import InvalidInput
from core.ids import readable_code
from core.slugs import slug_of

Addressed = Product | Category | Brand

# Words that stand in the API's paths where an address stands as well.
RESERVED = frozenset({"search", "suggest", "category", "import", "export"})
A_UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
NUMBERED, TRIES = 20, 5


def kind_of(row: Addressed | type[Addressed]) -> str:
    return row._meta.model_name or ""


def save_new(row: Addressed, *, slug: str) -> None:
    """Save a new row under the address asked for; without one, under a free one made of its name.

    Raises SlugTaken, or InvalidInput for an address that is none.
    """
    if slug:
        row.slug = clean_slug(row, slug)
        _make_way(row)
        if not _saved(row, force_insert=True):
            raise SlugTaken
        SlugRedirect.objects.filter(kind=kind_of(row), slug=row.slug).delete()
        return
    for _attempt in range(TRIES):
        row.slug = free_slug(row, row.name)
        if _saved(row, force_insert=True):
            return
    raise SlugTaken


def rename(row: Addressed, slug: str) -> None:
    """Give a row another address and let the former one lead to it. Raises SlugTaken or InvalidInput."""
    former, row.slug = row.slug, clean_slug(row, slug)
    if row.slug == former:
        return
    _make_way(row)
    if not _saved(row, update_fields=["slug", "updated_at"]):
        row.slug = former
        raise SlugTaken
    kind = kind_of(row)
    # After the write: whoever gave this address up a moment ago has left a way to it.
    SlugRedirect.objects.filter(kind=kind, slug=row.slug).delete()
    lead(kind=kind, slug=former, to=row.pk)


def lead(*, kind: str, slug: str, to: UUID) -> None:
    """Let a former address lead to this row."""
    SlugRedirect.objects.update_or_create(kind=kind, slug=slug, defaults={f"{kind}_id": to})


def clean_slug(row: Addressed, slug: str) -> str:
    """Return the address as it is stored. Raises InvalidInput."""
    cleaned = slug_of(slug, most=_most(row))
    if not cleaned:
        raise InvalidInput(slug=[_("Use letters, digits and dashes.")])
    if cleaned in RESERVED or A_UUID.fullmatch(cleaned):
        raise InvalidInput(slug=[_("This address is kept for the shop's own use.")])
    return cleaned


def free_slug(row: Addressed, name: str) -> str:
    """Return an address made of the name that nothing has, and nothing had."""
    # Room for the suffix.
    base = slug_of(name, most=_most(row) - 10) or kind_of(row)
    candidates = [base, *(f"{base}-{number}" for number in range(2, NUMBERED))]
    model = type(row)
    taken = set(model.objects.filter(slug__in=candidates).values_list("slug", flat=True))
    taken |= set(SlugRedirect.objects.filter(kind=kind_of(row), slug__in=candidates).values_list("slug", flat=True))
    taken |= RESERVED | {slug for slug in candidates if A_UUID.fullmatch(slug)}
    free = (slug for slug in candidates if slug not in taken)
    return next(free, None) or f"{base}-{readable_code(8).lower()}"


def _make_way(row: Addressed) -> None:
    """A deleted product does not keep others off its address; it gets another one for its return."""
    if not isinstance(row, Product):
        return
    deleted = Product.objects.filter(slug=row.slug, deleted_at__isnull=False).exclude(pk=row.pk).first()
    if deleted:
        Product.objects.filter(pk=deleted.pk, slug=row.slug).update(slug=free_slug(deleted, deleted.name))


def _saved(row: Addressed, **how: object) -> bool:
    """Save, unless somebody else took the address in the meantime."""
    try:
        with transaction.atomic():
            row.save(**how)  # type: ignore[arg-type]
    except IntegrityError:
        if type(row).objects.filter(slug=row.slug).exclude(pk=row.pk).exists():
            return False
        raise
    return True


def _most(row: Addressed) -> int:
    return row._meta.get_field("slug").max_length or 140
