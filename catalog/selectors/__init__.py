"""Questions to the catalogue. Lists and cards come from the listing, ready to show."""

from catalog.contributors import Promise
from catalog.listing.asking import Pages, Wanted, read_pages, read_text, read_wanted, wants_facets
from catalog.listing.cards import Card, CardImage, Hit, Named
from catalog.listing.details import Axis, AxisValue, Detail, Media, Rendition, Seo, Value, VariantShown

from .addresses import FIRST_PART, brand_slugs, category_slugs, product_parts, product_slugs
from .audience import audience_of, audience_of_cookie, audience_of_user, shelf_of
from .delivery import find_promise
from .detail import find_elsewhere, find_moved, get_product
from .facets import Facet, Facets, FacetValue, PriceRange, list_facets
from .listing import Page, list_by_ids, list_products, list_related
from .naming import brand_names, brand_words, category_words, list_brands
from .sellable import Sellable, Unsellable, find_default_variant, find_variants_by_number, list_sellable
from .suggest import Suggestions, suggest

__all__ = [
    "FIRST_PART",
    "Axis",
    "AxisValue",
    "Card",
    "CardImage",
    "Detail",
    "Facet",
    "FacetValue",
    "Facets",
    "Hit",
    "Media",
    "Named",
    "Page",
    "Pages",
    "PriceRange",
    "Promise",
    "Rendition",
    "Sellable",
    "Seo",
    "Suggestions",
    "Unsellable",
    "Value",
    "VariantShown",
    "Wanted",
    "audience_of",
    "audience_of_cookie",
    "audience_of_user",
    "brand_names",
    "brand_slugs",
    "brand_words",
    "category_slugs",
    "category_words",
    "find_default_variant",
    "find_elsewhere",
    "find_moved",
    "find_promise",
    "find_variants_by_number",
    "get_product",
    "list_brands",
    "list_by_ids",
    "list_facets",
    "list_products",
    "list_related",
    "list_sellable",
    "product_parts",
    "product_slugs",
    "read_pages",
    "read_text",
    "read_wanted",
    "shelf_of",
    "suggest",
    "wants_facets",
]
