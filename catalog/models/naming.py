"""Other words for the same: former addresses, other languages, synonyms."""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.category import Brand, Category
from catalog.models.product import Product
from core.models import BaseModel


def tag_id(tag: str) -> UUID:
    """Return the id under which the words for a tag are kept: tags have no rows of their own."""
    return uuid5(NAMESPACE_URL, "tag:" + " ".join(tag.casefold().split()))


class SlugRedirect(BaseModel):
    """A former address. It points at the row, not at its next address, so that one hop always arrives."""

    slug = models.SlugField(_("former address"), max_length=280)
    kind = models.CharField(_("kind"), max_length=10)
    product = models.ForeignKey(
        Product,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="former_slugs",
        verbose_name=_("product"),
    )
    category = models.ForeignKey(
        Category,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="former_slugs",
        verbose_name=_("category"),
    )
    brand = models.ForeignKey(
        Brand, null=True, blank=True, on_delete=models.CASCADE, related_name="former_slugs", verbose_name=_("brand")
    )

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="catalog_slugredirect_once"),
        ]

    def __str__(self) -> str:
        return self.slug


class Translation(BaseModel):
    """One text of a catalogue row in another language. What is missing falls back to the row's own words."""

    object_id = models.UUIDField()
    kind = models.CharField(_("of"), max_length=20)
    language = models.CharField(_("language"), max_length=10)
    field = models.CharField(_("field"), max_length=40)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(fields=["object_id", "language", "field"], name="catalog_translation_once"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Synonym(BaseModel):
    """Words that find the same products."""

    words = models.JSONField(_("words"), default=list)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return ", ".join(self.words)
