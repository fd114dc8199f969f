"""The words in which the catalogue is asked for."""

from uuid import UUID

from django.db import models

from core.models import SoftDeleteQuerySet


class CategoryQuerySet(models.QuerySet):
    def lock_all(self):
        """Lock the whole tree, always in the same order, and return every row by its id."""
        return {row.pk: row for row in self.order_by("pk").select_for_update(of=("self",))}


class ProductQuerySet(SoftDeleteQuerySet):
    def lock(self, pk: UUID):
        """Take the row lock and return the product as it is now."""
        return self.select_for_update(of=("self",)).get(pk=pk)


class VariantQuerySet(SoftDeleteQuerySet):
    def lock(self, pk: UUID):
        """Take the row lock and return the variant as it is now."""
        return self.select_for_update(of=("self",)).get(pk=pk)
