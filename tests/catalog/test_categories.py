"""The tree of categories: its services, and the tree in memory."""

import pytest
from django.utils.translation import override

from catalog import services, tree
from catalog.enums import Audience
from catalog.errors import SlugTaken, StillUsed
from catalog.models import Category, ProductRestriction, SlugRedirect, Translation
from core import caching
from core.errors import InvalidInput, NotFound, VersionConflict
from core.models import OutboxEvent
from tests.catalog.listing import fill
from tests.factories.accounts import UserFactory
from tests.factories.catalog import CategoryFactory, ProductFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    """home > kitchen > knives, and garden beside home."""
    home = CategoryFactory(name="Home", slug="home", position=0)
    kitchen = CategoryFactory(name="Kitchen", slug="kitchen", parent=home)
    knives = CategoryFactory(name="Knives", slug="knives", parent=kitchen)
    garden = CategoryFactory(name="Garden", slug="garden", position=1)
    return home, kitchen, knives, garden


def slugs_below(parent):
    return list(Category.objects.filter(parent=parent).order_by("position").values_list("slug", flat=True))


class TestTree:
    def test_knows_paths_and_descendants(self, house):
        home, kitchen, knives, _garden = house
        whole = tree.read_tree()

        assert [node.slug for node in whole.path(knives.pk)] == ["home", "kitchen", "knives"]
        assert [node.slug for node in whole.ancestors(knives.pk)] == ["home", "kitchen"]
        assert whole.descendants(kitchen.pk) == {kitchen.pk, knives.pk}
        assert [node.slug for node in whole.roots] == ["home", "garden"]
        assert whole.by_slug["home"].id == home.pk

    def test_shows_a_category_only_when_the_whole_chain_is_shown(self, house):
        home, kitchen, knives, garden = house
        Category.objects.filter(pk=kitchen.pk).update(is_active=False)
        whole = tree.read_tree()

        assert whole.visible_for(Audience.CUSTOMER) == {home.pk, garden.pk}
        assert not whole.is_active(knives.pk)
        assert [node.slug for node in whole.children_of(home.pk, Audience.CUSTOMER)] == []

    def test_shows_trade_categories_to_the_trade_only(self, house):
        _home, kitchen, knives, _garden = house
        Category.objects.filter(pk=kitchen.pk).update(target_role="retailer")
        whole = tree.read_tree()

        assert not whole.is_visible(knives.pk, Audience.CUSTOMER)
        assert whole.is_visible(knives.pk, Audience.RETAILER)

    def test_speaks_the_language_with_fallback(self, house):
        home, kitchen, *_rest = house
        Translation.objects.create(object_id=home.pk, kind="category", language="hi", field="name", text="घर")
        whole = tree.read_tree()

        with override("hi"):
            assert (whole.nodes[home.pk].name_in(), whole.nodes[kitchen.pk].name_in()) == ("घर", "Kitchen")

    def test_is_read_once_until_it_changes(self, house, django_assert_num_queries):
        tree.whole_tree()
        with django_assert_num_queries(0):
            assert tree.whole_tree().roots

        services.create_category(actor=None, name="Toys")
        caching.versions.forget()

        assert "toys" in tree.whole_tree().by_slug

    def test_is_read_in_two_queries_however_large(self, django_assert_num_queries):
        for size in (20, 80):
            CategoryFactory.create_batch(size)
            with django_assert_num_queries(2):
                tree.read_tree()


class TestCreate:
    def test_makes_an_address_of_the_name_and_places_it_last(self, house):
        home, *_rest = house

        made = services.create_category(actor=None, name="  Living\u200b Room ", parent=home.pk)

        assert (made.name, made.slug, made.position) == ("Living Room", "living-room", 1)
        assert slugs_below(home) == ["kitchen", "living-room"]
        assert OutboxEvent.objects.filter(name="CategoryChanged", payload={"category_id": str(made.pk)}).exists()

    def test_makes_another_address_for_the_same_name(self):
        made = [services.create_category(actor=None, name="चाय").slug for _ in range(3)]

        assert made == ["chay", "chay-2", "chay-3"]

    def test_stores_translations(self):
        made = services.create_category(actor=None, name="Tea", translations={"hi": {"name": "चाय"}})

        assert Translation.objects.get(object_id=made.pk).text == "चाय"

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": "\u200b"}, "name"),
            ({"name": "x" * 121}, "name"),
            ({"name": None}, "name"),
            ({"target_role": "boss"}, "target_role"),
            ({"is_active": "yes"}, "is_active"),
            ({"picture": "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91"}, "picture"),
            ({"parent": "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91"}, "parent"),
            ({"slug": "😀"}, "slug"),
            ({"slug": "search"}, "slug"),
            ({"slug": "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91"}, "slug"),
            ({"translations": {"fr": {"name": "Thé"}}}, "translations"),
            ({"translations": {"hi": {"slug": "x"}}}, "translations"),
            ({"translations": {"hi": "x"}}, "translations"),
            ({"translations": {"hi": {"name": 5}}}, "translations"),
        ],
    )
    def test_refuses_what_is_wrong_by_its_field(self, wrong, field):
        with pytest.raises(InvalidInput) as refusal:
            services.create_category(actor=None, **{"name": "Tea", **wrong})

        assert list(refusal.value.details) == [field]
        assert not Category.objects.exists()

    def test_refuses_an_address_that_is_taken(self, house):
        with pytest.raises(SlugTaken):
            services.create_category(actor=None, name="Home", slug="home")


class TestMove:
    def test_takes_everything_below_along(self, house):
        _home, kitchen, knives, garden = house

        services.move_category(category=kitchen, actor=None, parent=garden.pk)

        assert [node.slug for node in tree.read_tree().path(knives.pk)] == ["garden", "kitchen", "knives"]

    @pytest.mark.parametrize("below", [0, 1, 2])
    def test_refuses_a_place_below_itself(self, house, below):
        home = house[0]

        with pytest.raises(InvalidInput) as refusal:
            services.move_category(category=home, actor=None, parent=house[below].pk)

        assert "parent" in refusal.value.details
        assert Category.objects.get(pk=home.pk).parent is None

    def test_puts_it_where_it_is_wanted_among_its_sisters(self, house):
        home, *_rest = house
        for name in ("Bath", "Bedroom"):
            services.create_category(actor=None, name=name, parent=home.pk)

        services.update_category(category=Category.objects.get(slug="bedroom"), actor=None, position=0)

        assert slugs_below(home) == ["bedroom", "kitchen", "bath"]

    def test_puts_all_sisters_in_order(self, house):
        home, kitchen, *_rest = house
        bath = services.create_category(actor=None, name="Bath", parent=home.pk)

        services.reorder_categories(parent=home.pk, order=[bath.pk, kitchen.pk], actor=None)

        assert slugs_below(home) == ["bath", "kitchen"]

    def test_refuses_an_order_of_others(self, house):
        home, _kitchen, knives, _garden = house

        with pytest.raises(InvalidInput):
            services.reorder_categories(parent=home.pk, order=[knives.pk], actor=None)


class TestUpdate:
    def test_leads_from_the_former_address(self, house):
        home, *_rest = house

        services.update_category(category=home, actor=None, slug="house")

        assert SlugRedirect.objects.get(kind="category", slug="home").category == home

    def test_refuses_an_edit_of_what_has_changed_since(self, house):
        home, *_rest = house
        version = home.updated_at
        services.update_category(category=home, actor=None, version=version, description="For all rooms")

        with pytest.raises(VersionConflict):
            services.update_category(category=home, actor=None, version=version, description="Other")

        assert Category.objects.get(pk=home.pk).description == "For all rooms"

    def test_says_nothing_when_nothing_changes(self, house):
        home, *_rest = house

        services.update_category(category=home, actor=UserFactory(admin=True), name="Home")

        assert not OutboxEvent.objects.filter(name="CategoryChanged").exists()

    def test_refuses_what_is_gone(self, house):
        _home, _kitchen, knives, _garden = house
        Category.objects.filter(pk=knives.pk).delete()

        with pytest.raises(NotFound):
            services.update_category(category=knives, actor=None, name="Blades")


class TestDelete:
    def test_leaves_products_categories_and_its_address_to_the_parent(self, house):
        home, kitchen, knives, _garden = house
        product = ProductFactory(category=kitchen)

        services.delete_category(category=kitchen, actor=None)

        product.refresh_from_db()
        knives.refresh_from_db()
        assert (product.category, knives.parent) == (home, home)
        assert SlugRedirect.objects.get(slug="kitchen").category == home

    @pytest.mark.parametrize("moves", [False, True])
    def test_leaves_its_products_within_reach_of_shoppers(self, house, client, moves):
        RegionFactory(india=True)
        home, kitchen, knives, garden = house
        for name, category in (("Pan", kitchen), ("Bread knife", knives)):
            ProductFactory(name=name, slug=name.lower().replace(" ", "-"), category=category)
        fill()
        assert "Pan" in client.get("/category/kitchen/").text
        heir = garden if moves else home

        services.delete_category(category=kitchen, actor=None, move_to=heir.pk if moves else None)

        fill()
        moved = client.get("/category/kitchen/?sort=newest")
        assert (moved.status_code, moved["Location"]) == (301, f"/category/{heir.slug}/?sort=newest")
        shelf = client.get(moved["Location"])
        assert shelf.status_code == 200
        for name, slug in (("Pan", "pan"), ("Bread knife", "bread-knife")):
            assert f'href="/product/{slug}/"' in shelf.text
            page = client.get(f"/product/{slug}/")
            assert (page.status_code, name in page.text) == (200, True)
            assert f'href="/category/{heir.slug}/"' in page.text
            assert "/category/kitchen/" not in page.text
        assert client.get("/category/knives/").status_code == 200

    def test_keeps_leading_from_former_addresses(self, house):
        home, kitchen, *_rest = house
        services.update_category(category=kitchen, actor=None, slug="cooking")

        services.delete_category(category=kitchen, actor=None)

        assert {(r.slug, r.category) for r in SlugRedirect.objects.all()} == {("kitchen", home), ("cooking", home)}

    def test_of_a_root_with_products_needs_a_place_for_them(self, house):
        home, _kitchen, _knives, garden = house
        product = ProductFactory(category=home)

        with pytest.raises(StillUsed) as refusal:
            services.delete_category(category=home, actor=None)
        assert refusal.value.details == {"used_by": {"products": 1}}
        services.delete_category(category=home, actor=None, move_to=garden.pk)

        product.refresh_from_db()
        assert product.category == garden

    @pytest.mark.parametrize("below", [1, 2])
    def test_refuses_to_leave_products_below_what_goes(self, house, below):
        with pytest.raises(InvalidInput):
            services.delete_category(category=house[0], actor=None, move_to=house[below].pk)

    def test_keeps_trade_goods_for_the_trade(self, house):
        _home, kitchen, *_rest = house
        Category.objects.filter(pk=kitchen.pk).update(target_role="retailer")
        product = ProductFactory(category=kitchen)

        services.delete_category(category=kitchen, actor=None)

        product.refresh_from_db()
        assert product.target_role == "retailer"

    def test_is_refused_while_a_region_forbids_its_goods(self, house):
        _home, kitchen, *_rest = house
        ProductRestriction.objects.create(region=RegionFactory(), rule="blocked", category=kitchen)

        with pytest.raises(StillUsed):
            services.delete_category(category=kitchen, actor=None)

        assert Category.objects.filter(pk=kitchen.pk).exists()

    def test_takes_its_translations_along(self):
        made = services.create_category(actor=None, name="Tea", translations={"hi": {"name": "चाय"}})

        services.delete_category(category=made, actor=None)

        assert not Translation.objects.exists()
