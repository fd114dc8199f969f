"""What a basket costs, and why: one pure function on plain values. Nothing in here reads a database or a clock."""

from .engine import price
from .quote import Considered, CouponRefusal, Given, LineQuote, Quote, Reason, ShippingPart, TaxSum
from .terms import (
    Basket,
    BundlePart,
    CouponKind,
    CouponTerms,
    Customer,
    Line,
    Reduction,
    ReductionKind,
    RuleKind,
    RuleTerms,
    Schedule,
    ShippingCost,
    Target,
    TargetKind,
    Tier,
)

__all__ = [
    "Basket",
    "BundlePart",
    "Considered",
    "CouponKind",
    "CouponRefusal",
    "CouponTerms",
    "Customer",
    "Given",
    "Line",
    "LineQuote",
    "Quote",
    "Reason",
    "Reduction",
    "ReductionKind",
    "RuleKind",
    "RuleTerms",
    "Schedule",
    "ShippingCost",
    "ShippingPart",
    "Target",
    "TargetKind",
    "TaxSum",
    "Tier",
    "price",
]
