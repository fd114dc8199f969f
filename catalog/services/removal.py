"""Products that leave the shop: hidden and brought back, or deleted for good when nothing needs them."""

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from accounts.models import User
from catalog import references
from catalog.errors import StillUsed
from catalog.events import ProductChanged
from catalog.models import Product, ProductVariant
from catalog.services.editing import record, stored_values
from catalog.services.locks import lock_product
from catalog.services.translations import forget_texts
from core import caching
from core.outbox import publish


@transaction.atomic
def delete_product(*, product: Product, actor: User | None, reason: str = "") -> None:
    """Take a product out of the shop. Address and SKUs stay its own; orders keep it; it can come back."""
    product = lock_product(product, deleted_too=True)
    if product.deleted_at:
        return
    product.hide(timezone.now())
    product.save(update_fields=["deleted_at", "updated_at"])
    record(actor, "deleted", product, {"deleted_at": None}, {"deleted_at": product.deleted_at}, reason)
    caching.bump("catalogue")
    publish(ProductChanged(product_id=product.pk))


@transaction.atomic
def restore_product(*, product: Product, actor: User | None, reason: str = "") -> Product:
    """Bring a deleted product back as it was, under another address where somebody has taken its own."""
    product = lock_product(product, deleted_too=True)
    if product.deleted_at is None:
        return product
    was = product.deleted_at
    product.deleted_at = None
    product.save(update_fields=["deleted_at", "updated_at"])
    record(actor, "restored", product, {"deleted_at": was}, {"deleted_at": None}, reason)
    publish(ProductChanged(product_id=product.pk))
    return product


@transaction.atomic
def delete_product_for_good(*, product: Product, actor: User | None, reason: str = "") -> None:
    """Delete a product with all that is its own. Raises StillUsed while orders or anything else need it."""
    product = lock_product(product, deleted_too=True)
    variant_ids = list(ProductVariant.objects.filter(product=product).values_list("pk", flat=True))
    if used := references.count([product.pk], variant_ids):
        raise StillUsed(**used)
    record(actor, "deleted_for_good", product, before=stored_values(product), reason=reason)
    gone = product.pk
    try:
        with transaction.atomic():
            product.delete()
    except (ProtectedError, RestrictedError) as refusal:
        objects = refusal.args[1]
        raise StillUsed(rows=len(objects)) from None
    forget_texts(gone)
    publish(ProductChanged(product_id=gone))
