"""A product's page in one statement: its row, and its variants, media and specification as JSON beside it."""

from django.db import connection

from catalog.enums import ProductStatus
from stores.enums import OwnerStatus
from stores.querysets import SEEN

PRODUCT = (
    "p.id", "p.slug", "p.name", "p.short_description", "p.description", "p.kind", "p.tags", "p.seo_title",
    "p.seo_description", "p.weight_grams", "p.length_mm", "p.width_mm", "p.height_mm", "p.category_id",
    "b.id", "b.slug", "b.name", "s.id", "s.slug", "s.name", "s.status",
    "l.price_minor", "l.compare_at_price_minor", "l.discount_percent", "l.rating", "l.stock_state", "l.offers",
)  # fmt: skip
VARIANT = "v.id, v.sku, v.is_default, v.weight_grams, v.position"
VALUE = "a.id, a.code, a.name, a.unit, a.position, x.id, x.value, x.label, x.colour_hex, x.position"
MEDIA = "m.id, m.kind, m.alt_text, m.position, m.variant_id, k.file, k.width, k.height"
URL = "u.purpose, u.url, u.width, u.height, u.format"
TEXT = "t.language, t.field, t.text"

STATEMENT = """
SELECT {product},
  (SELECT {all}({row}({variant}, (SELECT {all}({row}({value})) FROM catalog_variantattributevalue va
     JOIN catalog_attribute a ON a.id = va.attribute_id JOIN catalog_attributevalue x ON x.id = va.value_id
     WHERE va.variant_id = v.id))) FROM catalog_productvariant v
   WHERE v.product_id = p.id AND v.deleted_at IS NULL AND v.is_active),
  (SELECT {all}({row}({value})) FROM catalog_productattributevalue pa
     JOIN catalog_attribute a ON a.id = pa.attribute_id JOIN catalog_attributevalue x ON x.id = pa.value_id
   WHERE pa.product_id = p.id),
  (SELECT {all}({row}({media}, {renditions}, (SELECT {all}({row}({url})) FROM catalog_productmediaurl u
     WHERE u.media_id = m.id))) FROM catalog_productmedia m LEFT JOIN core_picture k ON k.id = m.picture_id
   WHERE m.product_id = p.id),
  (SELECT {all}({row}({text})) FROM catalog_translation t WHERE t.object_id = p.id),
  p.target_role
FROM catalog_product p JOIN catalog_listing l ON l.product_id = p.id AND l.shelf_id = %s
LEFT JOIN catalog_brand b ON b.id = p.brand_id AND b.is_active
LEFT JOIN stores_store s ON s.id = p.store_id LEFT JOIN stores_owner o ON o.id = s.owner_id
WHERE {named} AND p.deleted_at IS NULL AND p.status = %s AND p.target_role IN ('', 'both', %s)
  AND (s.id IS NULL OR (s.is_active AND s.status IN (%s, %s) AND o.status = %s))
"""
DIALECTS = {
    "postgresql": {"all": "json_agg", "row": "json_build_array", "renditions": "k.renditions"},
    "sqlite": {"all": "json_group_array", "row": "json_array", "renditions": "json(k.renditions)"},
}


def statement(*, by_slug: bool) -> str:
    """Return the statement for a product that is named by its slug, or by its id."""
    return STATEMENT.format(
        product=", ".join(PRODUCT),
        variant=VARIANT,
        value=VALUE,
        media=MEDIA,
        url=URL,
        text=TEXT,
        named="p.slug = %s" if by_slug else "p.id = %s",
        **DIALECTS[connection.vendor],
    )


def parameters(shelf_id: int, named: object, audience: str) -> list[object]:
    """Return its parameters: a store on vacation is still seen."""
    return [shelf_id, named, ProductStatus.ACTIVE, audience, *SEEN, OwnerStatus.ACTIVE]
