from .base import BaseModel, SoftDeleteModel, SoftDeleteQuerySet
from .edge import IdempotentCall, RateLimitCounter
from .outbox import OutboxDelivery, OutboxEvent
from .shop import ShopSettings

__all__ = [
    "BaseModel",
    "IdempotentCall",
    "OutboxDelivery",
    "OutboxEvent",
    "RateLimitCounter",
    "ShopSettings",
    "SoftDeleteModel",
    "SoftDeleteQuerySet",
]
