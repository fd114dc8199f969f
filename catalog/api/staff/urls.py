"""Paths under /api/v1/admin/ for the catalogue, and what it says of regions."""

from django.urls import path

from catalog.api.staff import media, naming, porting, products, variants

app_name = "catalog-staff"

PRODUCT = "admin/products/<uuid:product_id>"
IMPORT = "admin/products/imports/<uuid:batch_id>"
VARIANT = "admin/variants/<uuid:variant_id>"
MEDIA = "admin/media/<uuid:media_id>"
VALUES = "admin/attributes/<uuid:attribute_id>/values"

urlpatterns = [
    path("admin/categories", naming.Categories.as_view(), name="categories"),
    path("admin/categories/order", naming.CategoryOrder.as_view(), name="category-order"),
    path("admin/categories/<uuid:category_id>", naming.CategoryDetail.as_view(), name="category"),
    path("admin/brands", naming.Brands.as_view(), name="brands"),
    path("admin/brands/<uuid:brand_id>", naming.BrandDetail.as_view(), name="brand"),
    path("admin/attributes", naming.Attributes.as_view(), name="attributes"),
    path("admin/attributes/<uuid:attribute_id>", naming.AttributeDetail.as_view(), name="attribute"),
    path(VALUES, naming.AttributeValues.as_view(), name="values"),
    path(f"{VALUES}/<uuid:value_id>", naming.AttributeValueDetail.as_view(), name="value"),
    path("admin/products/import", porting.ProductImport.as_view(), name="import"),
    path("admin/products/imports", porting.ProductImports.as_view(), name="imports"),
    path(IMPORT, porting.ProductImportDetail.as_view(), name="import-detail"),
    path(f"{IMPORT}/rows", porting.ProductImportRows.as_view(), name="import-rows"),
    path(f"{IMPORT}/apply", porting.ProductImportApplication.as_view(), name="import-apply"),
    path(f"{IMPORT}/rollback", porting.ProductImportRollback.as_view(), name="import-rollback"),
    path("admin/products/export", porting.ProductExport.as_view(), name="export"),
    path("admin/products", products.Products.as_view(), name="products"),
    path(PRODUCT, products.ProductDetail.as_view(), name="product"),
    path(f"{PRODUCT}/toggle-status", products.ProductStatusToggle.as_view(), name="toggle-status"),
    path(f"{PRODUCT}/restore", products.ProductRestoration.as_view(), name="restore"),
    path(f"{PRODUCT}/duplicate", products.ProductCopies.as_view(), name="duplicate"),
    path(f"{PRODUCT}/variants", variants.VariantsOfProduct.as_view(), name="product-variants"),
    path(f"{PRODUCT}/variants/generate", variants.VariantGeneration.as_view(), name="generate"),
    path(f"{PRODUCT}/media", media.MediaOfProduct.as_view(), name="product-media"),
    path(f"{PRODUCT}/media/<uuid:media_id>/urls", media.MediaURLs.as_view(), name="media-urls"),
    path(MEDIA, media.MediaDetail.as_view(), name="media"),
    path(f"{MEDIA}/urls/<uuid:url_id>", media.MediaURLDetail.as_view(), name="media-url"),
    path("admin/variants", variants.Variants.as_view(), name="variants"),
    path(VARIANT, variants.VariantDetail.as_view(), name="variant"),
    path(f"{VARIANT}/attributes", variants.VariantAttributes.as_view(), name="variant-attributes"),
    path(f"{VARIANT}/attributes/<uuid:value_id>", variants.VariantAttributeDetail.as_view(), name="variant-attribute"),
    path(f"{VARIANT}/prices", variants.VariantPrices.as_view(), name="variant-prices"),
    path("regions/<uuid:region_id>/restrictions", variants.RegionRestrictions.as_view(), name="restrictions"),
]
