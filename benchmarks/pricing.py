"""Measures the price of a cart of 20 lines with 200 rules that are on, and writes PRICING.md.

    python -m benchmarks.pricing [--write]

Rules of every kind, aimed at everything, products, categories and brands. Pure: no database, no network.
"""

import argparse
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from promotions import pricing
from regions.taxes import Rate

RESULTS = Path(__file__).with_name("PRICING.md")
LINES, RULES, ROUNDS = 20, 200, 500
WANTED_MS = 3


def number(value: int) -> UUID:
    return UUID(int=value)


def percent(value: int) -> pricing.Reduction:
    return pricing.Reduction(pricing.ReductionKind.PERCENT, value * 10_000)


def lines() -> tuple[pricing.Line, ...]:
    return tuple(
        pricing.Line(
            id=number(one),
            variant_id=number(one),
            product_id=number(one),
            quantity=1 + one % 5,
            unit_price=10_000 + one * 37,
            category_ids=frozenset({number(1 + one % 7), number(50)}),
            brand_id=number(1 + one % 5),
            rates=(Rate("CGST", 90_000), Rate("SGST", 90_000)),
        )
        for one in range(1, LINES + 1)
    )


def rules() -> tuple[pricing.RuleTerms, ...]:
    targets = [
        lambda one: pricing.Target(pricing.TargetKind.PRODUCT, frozenset({number(1 + one % LINES)})),
        lambda one: pricing.Target(pricing.TargetKind.CATEGORY, frozenset({number(1 + one % 7)})),
        lambda one: pricing.Target(),
        lambda one: pricing.Target(pricing.TargetKind.BRAND, frozenset({number(1 + one % 5)})),
    ]
    kinds = list(pricing.RuleKind)
    return tuple(
        pricing.RuleTerms(
            id=number(500 + one),
            name=f"Rule {one}",
            kind=kinds[one % len(kinds)],
            target=targets[one % 4](one),
            reduction=percent(one % 40),
            tiers=(pricing.Tier(2, percent(5)), pricing.Tier(5, percent(10))),
            buy=3,
            get=1,
            parts=(
                pricing.BundlePart(pricing.TargetKind.PRODUCT, number(1 + one % LINES)),
                pricing.BundlePart(pricing.TargetKind.PRODUCT, number(1 + (one + 1) % LINES)),
            ),
            is_stackable=one % 9 == 0,
            priority=one % 4,
            min_quantity=one % 3,
        )
        for one in range(RULES)
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--write", action="store_true", help="write the figures to PRICING.md")
    chosen = options.parse_args()
    basket = pricing.Basket(
        currency="INR",
        tax_mode="inclusive",
        region_id=number(1),
        lines=lines(),
        now=datetime(2026, 11, 20, tzinfo=UTC),
        rules=rules(),
        coupon=pricing.CouponTerms(number(900), "SAVE", pricing.CouponKind.PERCENTAGE, 100_000),
    )
    took = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        pricing.price(basket)
        took.append((time.perf_counter() - started) * 1000)
    p95 = statistics.quantiles(took, n=20)[-1]
    text = "\n".join(
        [
            "# The pricing engine",
            "",
            f"{LINES} lines, {RULES} rules that are on, one coupon, {ROUNDS} times, on {datetime.now(UTC).date()}.",
            "",
            "| least | median | p95 | wanted |",
            "| ---: | ---: | ---: | ---: |",
            f"| {min(took):.1f} ms | {statistics.median(took):.1f} ms | {p95:.1f} ms | < {WANTED_MS} ms |",
            "",
        ]
    )
    print(text)
    if chosen.write:
        RESULTS.write_text(text)


if __name__ == "__main__":
    main()
