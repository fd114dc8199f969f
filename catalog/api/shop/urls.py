"""Paths under /api/v1/ that shoppers read."""

from django.urls import path

from catalog.api.shop import naming, views

urlpatterns = [
    path("categories", naming.Categories.as_view(), name="categories"),
    path("categories/<str:slug>", naming.CategoryDetail.as_view(), name="category"),
    path("brands", naming.Brands.as_view(), name="brands"),
    path("brands/<str:slug>", naming.BrandDetail.as_view(), name="brand"),
    path("products", views.Products.as_view(), name="products"),
    path("products/search", views.ProductSearch.as_view(), name="products-search"),
    path("products/suggest", views.ProductSuggestions.as_view(), name="products-suggest"),
    path("products/category/<str:slug>", views.ProductsOfCategory.as_view(), name="products-of-category"),
    path("stores/<str:key>/products", views.ProductsOfStore.as_view(), name="products-of-store"),
    path("products/<str:named>", views.ProductDetail.as_view(), name="product"),
    path("products/<str:named>/variants", views.ProductVariants.as_view(), name="product-variants"),
    path("products/<str:named>/media", views.ProductMedia.as_view(), name="product-media"),
    path(
        "products/<str:named>/media/<uuid:media_id>/urls",
        views.ProductMediaSizes.as_view(),
        name="product-media-sizes",
    ),
    path("products/<str:named>/related", views.RelatedProducts.as_view(), name="product-related"),
]
