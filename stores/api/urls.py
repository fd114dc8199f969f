"""Paths of the API about stores."""

from django.urls import path

from stores.api import views

urlpatterns = [
    path("stores", views.StoreList.as_view()),
    path("stores/<str:key>", views.StoreDetail.as_view()),
    path("admin/stores/<uuid:store_id>/status", views.StoreStatusChange.as_view()),
    path("admin/owners", views.Owners.as_view()),
    path("admin/owners/<uuid:owner_id>", views.OwnerDetail.as_view()),
]
