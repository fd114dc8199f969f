"""Pages of inventory, below the language."""

from django.urls import path

from inventory import views

app_name = "inventory"
urlpatterns = [path("product/<str:product>/tell-me/", views.tell_me, name="tell-me")]
