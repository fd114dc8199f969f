from .base import BaseModel, SoftDeleteModel, SoftDeleteQuerySet
from .edge import CacheVersion, IdempotentCall, RateLimitCounter
from .outbox import OutboxDelivery, OutboxEvent
from .shop import ShopSettings

__all__ = [
    "BaseModel",
    "CacheVersion",
    "IdempotentCall",
    "OutboxDelivery",
    "OutboxEvent",
    "RateLimitCounter",
    "ShopSettings",
    "SoftDeleteModel",
    "SoftDeleteQuerySet",
]
