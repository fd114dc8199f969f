"""Brands: who made it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from catalog import constants as most
from catalog.errors import StillUsed
from catalog.events import BrandChanged
from catalog.models import Brand, Product, ProductRestriction
from catalog.services import slugs
from catalog.services.editing import Problems, Values, record, refuse_stale, set_values, stored_values
from catalog.services.pictures import find_picture
from catalog.services.translations import clean_texts, forget_texts, write_texts
from core.errors import NotFound
from core.outbox import publish

is_address = URLValidator(schemes=["http", "https"])
WEBSITE_MOST_CHARACTERS = 200


@transaction.atomic
def create_brand(
    *, actor: User | None, name: str, slug: str = "", translations: dict | None = None, **fields: Any
) -> Brand:
    """Add a brand. Raises InvalidInput or SlugTaken."""
    problems = Problems()
    values = _cleaned(problems, {"name": name, **fields})
    texts = clean_texts(problems, "brand", translations or {})
    problems.refuse()
    brand = Brand(**values)
    slugs.save_new(brand, slug=slug)
    write_texts(brand, texts)
    record(actor, "added", brand, after=stored_values(brand))
    publish(BrandChanged(brand_id=brand.pk))
    return brand


@transaction.atomic
def update_brand(
    *, brand: Brand, actor: User | None, version: datetime | None = None, slug: str = "",
    translations: dict | None = None, **fields: Any,
) -> Brand:  # fmt: skip
    """Change what is given. Raises InvalidInput, SlugTaken or VersionConflict."""
    problems = Problems()
    values = _cleaned(problems, fields)
    texts = clean_texts(problems, "brand", translations or {})
    problems.refuse()
    brand = _locked(brand)
    refuse_stale(brand, version)
    former = brand.slug
    before, after = set_values(brand, values)
    brand.save()
    if slug:
        slugs.rename(brand, slug)
    texts_before, texts_after = write_texts(brand, texts)
    if after or texts_after or brand.slug != former:
        record(
            actor, "changed", brand,
            before | {"slug": former} | texts_before, after | {"slug": brand.slug} | texts_after,
        )  # fmt: skip
        publish(BrandChanged(brand_id=brand.pk))
    return brand


@transaction.atomic
def delete_brand(*, brand: Brand, actor: User | None, reason: str = "") -> None:
    """Delete a brand that no product has. Raises StillUsed, also while restrictions of regions name it."""
    brand = _locked(brand)
    used = {
        "products": Product.objects.filter(brand=brand).count(),
        "restrictions": ProductRestriction.objects.filter(brand=brand).count(),
    }
    if used := {what: count for what, count in used.items() if count}:
        raise StillUsed(**used)
    record(actor, "deleted", brand, before=stored_values(brand), reason=reason)
    gone = brand.pk
    brand.delete()
    forget_texts(gone)
    publish(BrandChanged(brand_id=gone))


def _cleaned(problems: Problems, fields: Values) -> Values:
    """Return the columns to set. Whatever is not named here cannot be set."""
    values: Values = {}
    if "name" in fields:
        values["name"] = problems.line("name", fields["name"], least=1, most=most.LABEL_MOST_CHARACTERS)
    if "description" in fields:
        longest = most.PLAIN_DESCRIPTION_MOST_CHARACTERS
        values["description"] = problems.prose("description", fields["description"], most=longest)
    if "website" in fields:
        values["website"] = problems.line("website", fields["website"], most=WEBSITE_MOST_CHARACTERS)
        if values["website"]:
            try:
                is_address(values["website"])
            except ValidationError:
                problems.add("website", _("Give a whole address, such as https://example.com."))
    if "is_active" in fields:
        values["is_active"] = problems.flag("is_active", fields["is_active"])
    if "picture" in fields:
        values["picture"] = find_picture(problems, "picture", fields["picture"])
    return values


def _locked(brand: Brand) -> Brand:
    """Return the row as it is now. Raises NotFound when somebody has deleted it."""
    fresh = Brand.objects.select_for_update().filter(pk=brand.pk).first()
    if fresh is None:
        raise NotFound
    return fresh
