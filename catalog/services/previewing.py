"""A product as shoppers would see it, before they do."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from catalog.enums import ProductStatus
from catalog.models import Product
from catalog.services.listing import write_rows


@contextmanager
def as_if_published(product: Product) -> Iterator[None]:
    """Put the product on sale and on the shelves for this connection only: all of it is taken back at the end."""
    with transaction.atomic():
        Product.objects.filter(pk=product.pk).update(status=ProductStatus.ACTIVE)
        write_rows([product.pk])
        yield
        transaction.set_rollback(True)
