from .alert import BackInStockRequest, StockAlert
from .reservation import Reservation
from .stock import Location, StockItem, StockMovement

__all__ = ["BackInStockRequest", "Location", "Reservation", "StockAlert", "StockItem", "StockMovement"]
