"""Brands: their services."""

import pytest

from catalog import services
from catalog.errors import SlugTaken, StillUsed
from catalog.models import Brand, ProductRestriction, SlugRedirect, Translation
from core.errors import InvalidInput, VersionConflict
from core.models import OutboxEvent
from tests.factories.catalog import BrandFactory, ProductFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db


class TestCreate:
    def test_makes_a_brand_with_an_address_of_its_own(self):
        made = services.create_brand(
            actor=None, name="Rao & Sons", website="https://rao.example", translations={"hi": {"name": "राव"}}
        )

        assert (made.slug, made.is_active) == ("rao-and-sons", True)
        assert Translation.objects.get(object_id=made.pk, kind="brand").text == "राव"
        assert OutboxEvent.objects.get(name="BrandChanged").payload == {"brand_id": str(made.pk)}

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"name": " "}, "name"),
            ({"website": "javascript:alert(1)"}, "website"),
            ({"website": "rao.example"}, "website"),
            ({"description": "x" * 5001}, "description"),
            ({"is_active": None}, "is_active"),
        ],
    )
    def test_refuses_what_is_wrong_by_its_field(self, wrong, field):
        with pytest.raises(InvalidInput) as refusal:
            services.create_brand(actor=None, **{"name": "Rao", **wrong})

        assert list(refusal.value.details) == [field]

    def test_refuses_an_address_that_is_taken(self):
        BrandFactory(slug="rao")

        with pytest.raises(SlugTaken):
            services.create_brand(actor=None, name="Rao", slug="rao")


class TestUpdate:
    def test_changes_what_is_given_and_leads_from_the_former_address(self):
        brand = BrandFactory(name="Rao", slug="rao")

        services.update_brand(brand=brand, actor=None, name="Rao Brothers", slug="rao-brothers")

        brand.refresh_from_db()
        assert (brand.name, brand.slug) == ("Rao Brothers", "rao-brothers")
        assert SlugRedirect.objects.get(kind="brand", slug="rao").brand == brand

    def test_takes_a_translation_away_with_an_empty_text(self):
        brand = services.create_brand(actor=None, name="Rao", translations={"hi": {"name": "राव"}})

        services.update_brand(brand=brand, actor=None, translations={"hi": {"name": None}})

        assert not Translation.objects.exists()

    def test_refuses_a_stale_edit(self):
        brand = BrandFactory()
        version = brand.updated_at
        services.update_brand(brand=brand, actor=None, name="First")

        with pytest.raises(VersionConflict):
            services.update_brand(brand=brand, actor=None, version=version, name="Second")


class TestDelete:
    def test_is_refused_while_products_or_restrictions_name_it(self):
        brand = BrandFactory()
        ProductFactory(brand=brand)
        ProductRestriction.objects.create(region=RegionFactory(), rule="blocked", brand=brand)

        with pytest.raises(StillUsed) as refusal:
            services.delete_brand(brand=brand, actor=None)

        assert refusal.value.details == {"used_by": {"products": 1, "restrictions": 1}}

    def test_takes_its_texts_along(self):
        brand = services.create_brand(actor=None, name="Rao", translations={"hi": {"name": "राव"}})

        services.delete_brand(brand=brand, actor=None)

        assert not Brand.objects.exists()
        assert not Translation.objects.exists()
