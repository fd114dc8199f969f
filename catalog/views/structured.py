"""What machines read of a product: schema.org as JSON-LD."""

import json
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from catalog.selectors import Detail, VariantShown

# Inside a script element these would end it, or begin a comment.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def as_script_text(values: Any) -> SafeString:
    """Return JSON that cannot leave the script element that it stands in."""
    return mark_safe(json.dumps(values, ensure_ascii=False).translate(ESCAPES))  # noqa: S308  escaped right here


def product_ld(product: Detail, *, url: str, pictures: list[str], seller: str) -> SafeString:
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "description": strip_tags(product.short_description),
        "url": url,
        "image": pictures,
        "category": product.category.name,
        "offers": [_offer(one, url, seller) for one in product.variants],
    }
    if product.variants:
        about["sku"] = product.variants[0].sku
    if product.brand:
        about["brand"] = {"@type": "Brand", "name": product.brand.name}
    if product.rating_count and product.rating_average:
        about["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": product.rating_average,
            "ratingCount": product.rating_count,
        }
    return as_script_text(about)


def crumbs_ld(crumbs: list[tuple[str, str]]) -> SafeString:
    """Say where a page stands. Takes names with absolute addresses."""
    items = [
        {"@type": "ListItem", "position": at, "name": name, "item": url} for at, (name, url) in enumerate(crumbs, 1)
    ]
    return as_script_text({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})


def _offer(variant: VariantShown, url: str, seller: str) -> dict[str, Any]:
    state = "InStock" if variant.can_be_bought else "OutOfStock"
    if variant.stock_state == "low":
        state = "LimitedAvailability"
    return {
        "@type": "Offer",
        "sku": variant.sku,
        "price": str(variant.price),
        "priceCurrency": variant.price.currency,
        "availability": f"https://schema.org/{state}",
        "url": f"{url}?variant={variant.sku}",
        "seller": {"@type": "Organization", "name": seller},
    }
