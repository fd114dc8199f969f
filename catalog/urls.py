"""Pages of the catalogue, below the language."""

from django.urls import path

from catalog.views import fragments, lists, products

app_name = "catalog"
urlpatterns = [
    path("category/<str:slug>/", lists.category, name="category"),
    path("brands/", lists.brands, name="brands"),
    path("brand/<str:slug>/", lists.brand, name="brand"),
    path("product/<str:slug>/", products.product, name="product"),
    path("search/", lists.search, name="search"),
    path("suggest/", fragments.suggestions, name="suggest"),
    path("fragments/recently-viewed/", fragments.recently_viewed, name="recently-viewed"),
]
