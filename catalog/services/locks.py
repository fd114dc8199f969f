"""Queueing: every change to a product or one of its variants waits on the product's row."""

from catalog.models import Product, ProductVariant
from core.errors import InvalidTransition, NotFound


def lock_product(product: Product, *, deleted_too: bool = False) -> Product:
    """Queue behind every other change to the product and return it as it is now.

    Raises NotFound, or InvalidTransition for a deleted one.
    """
    fresh = Product.objects.filter(pk=product.pk).select_for_update(of=("self",)).first()
    if fresh is None:
        raise NotFound
    if fresh.deleted_at and not deleted_too:
        raise InvalidTransition
    return fresh


def lock_variant(variant: ProductVariant) -> ProductVariant:
    """Queue behind every other change to its product and return the variant as it is now. Raises NotFound."""
    product = lock_product(Product(pk=variant.product_id))
    fresh = ProductVariant.objects.alive().filter(pk=variant.pk, product=product).first()
    if fresh is None:
        raise NotFound
    fresh.product = product
    return fresh
