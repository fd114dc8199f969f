from .background import Lease, ScheduledJob
from .base import BaseModel, SoftDeleteModel, SoftDeleteQuerySet
from .edge import CacheVersion, IdempotentCall, RateLimitCounter
from .outbox import DeliveryStatus, OutboxDelivery, OutboxEvent
from .shop import ShopSettings

__all__ = [
    "BaseModel",
    "CacheVersion",
    "DeliveryStatus",
    "IdempotentCall",
    "Lease",
    "OutboxDelivery",
    "OutboxEvent",
    "RateLimitCounter",
    "ScheduledJob",
    "ShopSettings",
    "SoftDeleteModel",
    "SoftDeleteQuerySet",
]
