"""Paths of the API about regions."""

from django.urls import path

from regions.api import regions, taxes

urlpatterns = [
    path("regions", regions.RegionList.as_view()),
    path("regions/<str:key>", regions.RegionDetail.as_view()),
    path("admin/tax-classes", taxes.TaxClasses.as_view()),
    path("admin/tax-classes/<uuid:class_id>", taxes.TaxClassDetail.as_view()),
    path("admin/tax-rates", taxes.TaxRates.as_view()),
    path("admin/tax-rates/<uuid:rate_id>", taxes.TaxRateDetail.as_view()),
    path("admin/exchange-rates", taxes.ExchangeRates.as_view()),
]
