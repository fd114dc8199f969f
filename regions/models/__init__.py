from .exchange import ExchangeRate
from .region import Region, RegionCountry
from .tax import TaxClass, TaxRate

__all__ = ["ExchangeRate", "Region", "RegionCountry", "TaxClass", "TaxRate"]
