from .attribute import Attribute, AttributeValue, ProductAttributeValue, VariantAttributeValue
from .category import Brand, Category
from .listing import (
    Listing,
    ListingPlace,
    SearchedFor,
    SearchTrigram,
    SearchWord,
    Shelf,
    StaleProducts,
    Term,
)
from .media import ProductMedia, ProductMediaURL
from .naming import SlugRedirect, Synonym, Translation, tag_id
from .porting import ImportBatch, ImportRow
from .product import Product, ProductVariant
from .regional import ProductRestriction, VariantPrice

__all__ = [
    "Attribute",
    "AttributeValue",
    "Brand",
    "Category",
    "ImportBatch",
    "ImportRow",
    "Listing",
    "ListingPlace",
    "Product",
    "ProductAttributeValue",
    "ProductMedia",
    "ProductMediaURL",
    "ProductRestriction",
    "ProductVariant",
    "SearchTrigram",
    "SearchWord",
    "SearchedFor",
    "Shelf",
    "SlugRedirect",
    "StaleProducts",
    "Synonym",
    "Term",
    "Translation",
    "VariantAttributeValue",
    "VariantPrice",
    "tag_id",
]
