"""What holds when many write at once. Each case has a control without its guard, which the same crowd breaks."""

from threading import Barrier, BrokenBarrierError, Event

import pytest
from django.db import IntegrityError

from catalog import services
from catalog.errors import CombinationTaken, SkuTaken, SlugTaken, StillUsed
from catalog.models import Product, ProductVariant, SlugRedirect
from catalog.querysets import CategoryQuerySet
from catalog.services import variants as variant_services
from catalog.services.health import find_wrong_redirects
from tests.catalog.api_writes import an_axis, new_product
from tests.catalog.test_categories_race import at_once
from tests.factories.catalog import CategoryFactory, ProductFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

CROWD = 8


def together(size: int = 2):
    """Hold each of them until the others have come as far, or cannot come."""
    met = Barrier(size)

    def wait() -> None:
        try:
            met.wait(timeout=1)
        except BrokenBarrierError:
            return

    return wait


class TestDefaults:
    def make_each_the_default(self) -> list[bool]:
        an_axis("colour", "red", "blue")
        product = ProductFactory()
        rows = [
            services.add_variant(product=product, actor=None, sku=f"S-{value}", attributes={"colour": value})
            for value in ("red", "blue")
        ]
        at_once(*(lambda row=row: services.update_variant(variant=row, actor=None, is_default=True) for row in rows))
        return list(product.variants.values_list("is_default", flat=True))

    def test_stay_one_when_two_are_chosen_at_once(self, settings):
        settings.FAILPOINTS = {"catalog.default_taken": together()}

        assert self.make_each_the_default().count(True) == 1

    def test_control_without_the_queue_meets_the_constraint(self, monkeypatch, settings):
        """Without the product's lock both take the default off, and both put it on: the second cannot."""

        def unlocked(variant):
            fresh = ProductVariant.objects.select_related("product").get(pk=variant.pk)
            wait()
            return fresh

        wait = together()
        settings.FAILPOINTS = {"catalog.default_taken": together()}
        monkeypatch.setattr(variant_services, "lock_variant", unlocked)

        with pytest.raises(IntegrityError):
            self.make_each_the_default()


class TestCombinations:
    def test_are_made_once_of_many_tries(self):
        an_axis("colour", "red", "blue")
        product = ProductFactory()

        def make():
            return services.generate_variants(product=product, axes={"colour": ["red", "blue"]}, actor=None)

        got = at_once(*[make] * CROWD)

        assert sorted(len(made) for made in got) == [0] * (CROWD - 1) + [2]
        assert product.variants.alive().count() == 2

    def test_added_twice_are_refused_once(self):
        an_axis("colour", "red")
        product = ProductFactory()

        got = at_once(
            *(
                lambda number=number: (
                    services.add_variant(
                        product=product, actor=None, sku=f"S-{number}", attributes={"colour": "red"}
                    ).sku
                )
                for number in range(CROWD)
            )
        )

        assert got.count(CombinationTaken) == CROWD - 1
        assert product.variants.alive().count() == 2


class TestSkus:
    def test_go_to_one_product_of_many(self):
        products = ProductFactory.create_batch(CROWD)
        axis = an_axis("colour", "red")

        got = at_once(
            *(
                lambda product=product: (
                    services.add_variant(product=product, actor=None, sku="WANTED", attributes={axis.code: "red"}).sku
                )
                for product in products
            )
        )

        assert (got.count("WANTED"), got.count(SkuTaken)) == (1, CROWD - 1)


class TestAddresses:
    def test_made_of_one_name_are_all_different(self):
        body = new_product()

        got = at_once(*[lambda: services.create_product(actor=None, **body).slug] * 4)

        assert len(set(got)) == 4
        assert all(str(slug).startswith("brass-lamp") for slug in got), got

    def test_given_up_and_taken_at_once_lead_to_whoever_has_them(self):
        for _round in range(5):
            Product.objects.all().delete()
            first, second = ProductFactory(slug="a"), ProductFactory(slug="x")
            at_once(
                lambda first=first: services.update_product(product=first, actor=None, slug="b"),
                lambda second=second: services.update_product(product=second, actor=None, slug="a"),
            )
            assert list(find_wrong_redirects()) == []
            if Product.objects.filter(pk=second.pk, slug="a").exists():
                assert not SlugRedirect.objects.filter(slug="a").exists()

    def test_wanted_by_two_go_to_one(self):
        first, second = ProductFactory(slug="a"), ProductFactory(slug="b")

        got = at_once(
            lambda: services.update_product(product=first, actor=None, slug="c").slug,
            lambda: services.update_product(product=second, actor=None, slug="c").slug,
        )

        assert sorted(map(str, got)) == sorted(["c", str(SlugTaken)])


class TestCategories:
    def file_and_delete(self, settings) -> list[object]:
        """File a product under a category that goes once it has been looked at, if it can go then."""
        category = CategoryFactory()
        body = new_product(category=category.pk)
        is_looked_at, is_gone = Event(), Event()

        def pause() -> None:
            is_looked_at.set()
            is_gone.wait(timeout=1)

        def delete() -> None:
            is_looked_at.wait(timeout=5)
            services.delete_category(category=category, actor=None)
            is_gone.set()

        settings.FAILPOINTS = {"catalog.product_placed": pause}
        return at_once(lambda: services.create_product(actor=None, **body).slug, delete)

    def test_stay_with_what_was_filed_under_them(self, settings):
        assert self.file_and_delete(settings) == ["brass-lamp", StillUsed]

    def test_control_without_the_lock_leaves_a_product_nowhere(self, settings, monkeypatch):
        monkeypatch.setattr(CategoryQuerySet, "select_for_update", lambda rows, **_how: rows)

        with pytest.raises(IntegrityError):
            self.file_and_delete(settings)
