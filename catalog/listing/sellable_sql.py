"""Variants with all that a cart has to know of them, in one statement."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from catalog.enums import MediaKind, ProductStatus
from catalog.listing.asked_sql import key_of
from catalog.listing.detail_sql import DIALECTS
from stores.enums import OwnerStatus
from stores.querysets import SEEN

TEXT = (
    "COALESCE((SELECT t.text FROM catalog_translation t"
    " WHERE t.object_id = {thing}.id AND t.language = %s AND t.field = '{field}'), {thing}.{field})"
)
COLUMNS = (
    "v.id", "v.sku", "v.price_minor", "v.compare_at_price_minor", "COALESCE(v.weight_grams, p.weight_grams, 0)",
    "p.id", "p.slug", TEXT.format(thing="p", field="name"), "p.kind", "p.category_id", "p.brand_id", "p.tax_class_id",
    "p.target_role", "s.id", "s.slug", "s.name", "s.status", "s.country", "s.state", "vp.price_minor",
    "vp.compare_at_price_minor",
)  # fmt: skip
# The picture of the variant itself, or of one in its colour; then one of all; then any.
STATEMENT = """
SELECT {columns},
  v.is_active AND v.deleted_at IS NULL AND p.deleted_at IS NULL AND p.status = %s
    AND (s.id IS NULL OR (s.is_active AND s.status IN (%s, %s) AND o.status = %s)),
  (SELECT {all}({row}(a.position, a.name_, a.code, {label}, a.unit, x.value, x.colour_hex))
     FROM catalog_variantattributevalue va JOIN catalog_attributevalue x ON x.id = va.value_id
     JOIN (SELECT id, position, code, unit, {attribute} AS name_ FROM catalog_attribute a) a ON a.id = va.attribute_id
   WHERE va.variant_id = v.id),
  (SELECT shown FROM (
     SELECT {row}(m.alt_text, k.file, k.width, k.height, {renditions},
         (SELECT {all}({row}(u.url, u.width, u.height)) FROM catalog_productmediaurl u WHERE u.media_id = m.id)
       ) AS shown, m.position, m.id,
       CASE WHEN m.variant_id = v.id THEN 0 WHEN m.variant_id IS NULL THEN 2 WHEN EXISTS (
           SELECT 1 FROM catalog_variantattributevalue own JOIN catalog_variantattributevalue its
             ON its.value_id = own.value_id AND its.variant_id = m.variant_id
           JOIN catalog_attributevalue x ON x.id = own.value_id AND x.colour_hex <> '' WHERE own.variant_id = v.id
         ) THEN 1 ELSE 3 END AS farness
       FROM catalog_productmedia m LEFT JOIN core_picture k ON k.id = m.picture_id
     WHERE m.product_id = p.id AND m.kind = %s) one ORDER BY farness, position, id LIMIT 1),
  (SELECT {all}({row}(COALESCE(r.product_id, r.brand_id, r.store_id), r.region_id, r.rule))
     FROM catalog_productrestriction r
   WHERE r.product_id = p.id OR r.brand_id = p.brand_id OR r.store_id = p.store_id)
FROM catalog_productvariant v JOIN catalog_product p ON p.id = v.product_id
LEFT JOIN stores_store s ON s.id = p.store_id LEFT JOIN stores_owner o ON o.id = s.owner_id
LEFT JOIN catalog_variantprice vp ON vp.variant_id = v.id AND vp.region_id = %s
WHERE v.id {among}
"""


def statement(count: int) -> str:
    """Return the statement for so many variants."""
    is_postgres = connection.vendor == "postgresql"
    return STATEMENT.format(
        columns=", ".join(COLUMNS),
        label=TEXT.format(thing="x", field="label"),
        attribute=TEXT.format(thing="a", field="name"),
        among="= ANY(%s)" if is_postgres else f"IN ({', '.join(['%s'] * count)})",
        **DIALECTS[connection.vendor],
    )


def parameters(variant_ids: Collection[UUID], *, region_id: UUID, language: str) -> list[object]:
    keys = [key_of(one) for one in variant_ids]
    return [
        language, ProductStatus.ACTIVE, *SEEN, OwnerStatus.ACTIVE, language, language, MediaKind.IMAGE,
        key_of(region_id), *([keys] if connection.vendor == "postgresql" else keys),
    ]  # fmt: skip
