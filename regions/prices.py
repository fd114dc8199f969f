"""How a price of the base region becomes the price of another one. Pure, and in whole numbers throughout.

Base tax is taken out where the base price includes it, the rest is converted, local tax is added where the region's
prices include it, and the result is rounded once by the currency and then by the region's rule.
"""

from dataclasses import dataclass
from fractions import Fraction

from core.money import Money, exponent
from regions.enums import TaxMode
from regions.taxes import rounded

NANO = 1_000_000_000


@dataclass(frozen=True, slots=True)
class PriceRule:
    """A price is raised to the next multiple of the step, less the ending: step 100 and ending 1 give x.99."""

    step_minor: int = 1
    ending_minor: int = 0

    def round(self, minor: int) -> int:
        if minor <= 0:
            return minor
        return -(-minor // self.step_minor) * self.step_minor - self.ending_minor


@dataclass(frozen=True, slots=True)
class Terms:
    """What of a region decides its prices: the currency, whether they include tax, and how much that is in all."""

    currency: str
    tax_mode: str
    tax_rate: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Conversion:
    """The way from base prices to those of one region and tax class. Made once, applied to many."""

    source: str
    currency: str
    numerator: int
    denominator: int
    rule: PriceRule

    def minor(self, base_minor: int) -> int:
        """Return the price in minor units. Whatever costs something costs at least one."""
        if base_minor <= 0:
            return 0
        exact = Fraction(base_minor * self.numerator, self.denominator)
        return self.rule.round(max(rounded(exact), 1))

    def __call__(self, price: Money) -> Money:
        if price.currency != self.source:
            raise ValueError(f"A price in {price.currency} is not one in {self.source}.")
        return Money(self.minor(price.minor), self.currency)


def conversion(*, base: Terms, region: Terms, rate_nanos: int, rule: PriceRule) -> Conversion:
    """Prepare the way from one region's prices to another's. The rate is in billionths of whole units, not minor."""
    factor = Fraction(rate_nanos, NANO)
    factor *= Fraction(10) ** (exponent(region.currency) - exponent(base.currency))
    if base.tax_mode == TaxMode.INCLUSIVE:
        factor /= 1 + base.tax_rate
    if region.tax_mode == TaxMode.INCLUSIVE:
        factor *= 1 + region.tax_rate
    return Conversion(base.currency, region.currency, factor.numerator, factor.denominator, rule)


def convert(price: Money, *, base: Terms, region: Terms, rate_nanos: int, rule: PriceRule) -> Money:
    """Convert one price."""
    return conversion(base=base, region=region, rate_nanos=rate_nanos, rule=rule)(price)
