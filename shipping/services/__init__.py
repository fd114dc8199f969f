"""What may be done with zones and ways to send."""

from .methods import delete_method, save_method
from .zones import delete_zone, save_zone

__all__ = ["delete_method", "delete_zone", "save_method", "save_zone"]
