"""Categories and brands as pages of their own."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language

from catalog.models import Brand, Category, Translation
from catalog.tree import TAG, Node
from core import caching

CATEGORY_WORDS = ("description", "seo_title", "seo_description")


def category_words(node: Node) -> dict[str, str]:
    """Return the longer words of a category in the language of the page, read once until categories change."""
    known: dict[tuple[UUID, str | None], dict[str, str]] = caching.remember(TAG, dict, named="words")
    key = node.id, get_language()
    if key not in known:
        known[key] = _category_words(node)
    return known[key]


def _category_words(node: Node) -> dict[str, str]:
    own = Category.objects.filter(pk=node.id).values(*CATEGORY_WORDS).first() or dict.fromkeys(CATEGORY_WORDS, "")
    return own | _texts([node.id]).get(node.id, {})


def list_brands() -> QuerySet[Brand]:
    """Return the brands that have a page, by name."""
    return Brand.objects.filter(is_active=True).select_related("picture").order_by("name", "pk")


def brand_names(brands: Iterable[Brand]) -> dict[UUID, str]:
    """Return the brands' names in the language of the page."""
    texts = _texts([brand.pk for brand in brands])
    return {brand.pk: texts.get(brand.pk, {}).get("name", brand.name) for brand in brands}


def brand_words(brand: Brand) -> dict[str, str]:
    return {"name": brand.name, "description": brand.description} | _texts([brand.pk]).get(brand.pk, {})


def _texts(ids: list[UUID]) -> dict[UUID, dict[str, str]]:
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE:
        return {}
    found: dict[UUID, dict[str, str]] = {}
    rows = Translation.objects.filter(object_id__in=ids, language=language).values_list("object_id", "field", "text")
    for object_id, field, text in rows:
        found.setdefault(object_id, {})[field] = text
    return found
