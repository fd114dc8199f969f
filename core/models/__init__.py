from .background import Lease, ScheduledJob
from .base import BaseModel, SoftDeleteModel, SoftDeleteQuerySet
from .bulk import BulkAction, BulkActionStatus, BulkRefusal
from .document import Document
from .edge import CacheVersion, IdempotentCall, RateLimitCounter
from .outbox import DeliveryStatus, OutboxDelivery, OutboxEvent
from .picture import Picture
from .shop import ShopSettings

__all__ = [
    "BaseModel",
    "BulkAction",
    "BulkActionStatus",
    "BulkRefusal",
    "CacheVersion",
    "DeliveryStatus",
    "Document",
    "IdempotentCall",
    "Lease",
    "OutboxDelivery",
    "OutboxEvent",
    "Picture",
    "RateLimitCounter",
    "ScheduledJob",
    "ShopSettings",
    "SoftDeleteModel",
    "SoftDeleteQuerySet",
]
