from .base import BaseModel, SoftDeleteModel, SoftDeleteQuerySet
from .outbox import OutboxDelivery, OutboxEvent
from .shop import ShopSettings

__all__ = [
    "BaseModel",
    "OutboxDelivery",
    "OutboxEvent",
    "ShopSettings",
    "SoftDeleteModel",
    "SoftDeleteQuerySet",
]
