"""What lists show of rules: prices without quantity, cart or hour, and those of trade customers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import Listing, Shelf
from catalog.services import catch_up
from catalog.services.listing import prepare_shelves
from core import outbox
from core.verification import verify
from promotions import services
from promotions.models import DiscountRule
from tests.catalog.listing import asked, fill, names
from tests.factories.catalog import BrandFactory, CategoryFactory, ProductFactory, VariantFactory
from tests.factories.regions import ExchangeRateFactory, RegionFactory
from tests.factories.stores import StoreFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def india():
    return RegionFactory(india=True)


def sale(**about) -> DiscountRule:
    """Ten percent off everything, unless it is said otherwise."""
    return services.save_rule(actor=None, **{"name": "Sale", "rule_type": "percentage", "value": "10", **about})


def card(name: str, audience: str = "customer") -> tuple[str, str | None, int]:
    [found] = [one for one in asked(audience=audience).cards if one.name == name]
    return str(found.price), found.compare_at_price and str(found.compare_at_price), found.discount_percent


def settle() -> None:
    """Let handlers and the background do what follows."""
    outbox.drain()
    catch_up(seconds=30)


class TestCards:
    def test_show_the_lowered_price_and_the_former_one(self):
        ProductFactory(name="Lamp", base_price_minor=100_000)
        sale()
        fill()

        assert card("Lamp") == ("900.00", "1000.00", 10)
        assert names("on_sale=1") == ["Lamp"]

    def test_keep_a_higher_former_price_of_the_catalogue(self):
        product = ProductFactory(name="Lamp", variant=None)
        VariantFactory(product=product, price_minor=100_000, compare_at_price_minor=150_000, is_default=True)
        sale()
        fill()

        assert card("Lamp") == ("900.00", "1500.00", 40)

    @pytest.mark.parametrize(
        "about",
        [
            {"min_quantity": 2},
            {"min_cart_value": "10", "currency": "INR"},
            {"weekdays": [0, 1, 2, 3, 4, 5, 6]},
            {"from_time": "00:00", "until_time": "23:59"},
            {"rule_type": "fixed", "value": "50", "currency": "INR"},
            {"rule_type": "bulk_tier", "tiers": [{"quantity": 1, "value_type": "percent", "value": "10"}]},
            {"rule_type": "buy_x_get_y", "value": "100", "buy_quantity": 1, "get_quantity": 1},
            {"is_active": False},
            {"valid_from": NOW + timedelta(1)},
            {"valid_to": NOW - timedelta(1)},
        ],
    )
    def test_say_nothing_of_what_depends_on_the_cart_the_hour_or_another_day(self, about):
        ProductFactory(name="Lamp", base_price_minor=100_000)
        rule = sale(**about)
        fill()

        assert card("Lamp") == ("1000.00", None, 0)
        assert not rule.is_listed

    def test_take_an_amount_off_each_unit_where_the_money_is_that(self):
        RegionFactory(code="us", currency="USD")
        ExchangeRateFactory()
        product = ProductFactory(name="Lamp", base_price_minor=100_000)
        sale(rule_type="fixed", value="150", currency="INR", target_type="product", targets=[product.pk])
        fill()

        prices = {row.shelf.region.code: row.price_minor for row in Listing.objects.select_related("shelf__region")}
        assert prices == {"in": 85_000, "us": 1_200}

    def test_are_of_what_the_rule_is_aimed_at(self):
        above = CategoryFactory()
        below = CategoryFactory(parent=above)
        brand, store = BrandFactory(), StoreFactory(status="active")
        aimed = {
            "category": (above.pk, ProductFactory(name="category", category=below)),
            "brand": (brand.pk, ProductFactory(name="brand", brand=brand)),
            "store": (store.pk, ProductFactory(name="store", store=store)),
            "product": (product := ProductFactory(name="product")).pk and (product.pk, product),
            "variant": ((other := ProductFactory(name="variant")).variants.get().pk, other),
        }
        ProductFactory(name="none of these")
        for number, (kind, (target, _product)) in enumerate(aimed.items(), start=1):
            sale(value=str(number), target_type=kind, targets=[target])
        fill()

        found = {one.name: one.discount_percent for one in asked().cards}
        assert found == {"category": 1, "brand": 2, "store": 3, "product": 4, "variant": 5, "none of these": 0}

    def test_of_variants_are_their_own(self):
        product = ProductFactory(name="Lamp", variant=None)
        VariantFactory(product=product, price_minor=1000, is_default=True)
        dear = VariantFactory(product=product, price_minor=2000, combination="dear")
        sale(target_type="variant", targets=[dear.pk], value="60")
        fill()

        assert card("Lamp") == ("8.00", "20.00", 60)

    def test_show_the_best_of_several_and_what_is_stackable_on_top(self):
        ProductFactory(name="Lamp", base_price_minor=100_000)
        sale(value="10")
        sale(value="20")
        sale(value="5", stackable=True)
        fill()

        assert card("Lamp") == ("760.00", "1000.00", 24)


class TestTradePrices:
    def test_are_on_shelves_of_their_own_for_trade_customers_alone(self):
        ProductFactory(name="Lamp", base_price_minor=100_000)
        fill()
        assert set(Shelf.objects.values_list("audience", flat=True)) == {"customer"}
        rule = sale(rule_type="trade_price", value_type="percent", value="12", target_role="retailer")
        fill()

        assert card("Lamp") == ("1000.00", None, 0)
        assert card("Lamp", audience="retailer") == ("880.00", None, 0)
        services.remove_rule(rule=rule, actor=None)
        prepare_shelves()

        assert not Shelf.objects.filter(audience="retailer").exists()

    def test_are_what_a_sale_starts_from(self):
        ProductFactory(name="Lamp", base_price_minor=100_000)
        sale(rule_type="trade_price", value_type="price", value="800", currency="INR", target_role="retailer")
        sale()
        fill()

        assert card("Lamp") == ("900.00", "1000.00", 10)
        assert card("Lamp", audience="retailer") == ("720.00", "800.00", 10)


class TestChanges:
    def test_by_staff_are_shown_soon(self):
        product, other = ProductFactory(name="Lamp", base_price_minor=100_000), ProductFactory(name="Other")
        fill()

        rule = sale(target_type="product", targets=[product.pk])
        settle()
        assert card("Lamp")[0] == "900.00"
        services.save_rule(rule=rule, actor=None, targets=[other.pk])
        settle()
        assert (card("Lamp")[0], card("Other")[2]) == ("1000.00", 10)
        services.save_rule(rule=rule, actor=None, is_active=False)
        settle()
        assert (card("Lamp")[0], card("Other")[2]) == ("1000.00", 0)

    @pytest.mark.parametrize("kind", ["cart", "category", "brand", "variant"])
    def test_of_many_products_are_made_in_the_background(self, kind):
        product = ProductFactory(name="Lamp", base_price_minor=100_000, brand=BrandFactory())
        targets = {"category": product.category_id, "brand": product.brand_id, "variant": product.variants.get().pk}
        fill()

        sale(target_type=kind, targets=[targets[kind]] if kind in targets else [])
        settle()

        assert card("Lamp")[0] == "900.00"

    def test_at_the_first_and_last_moment_are_seen_to_by_the_job(self, time_machine):
        product = ProductFactory(name="Lamp", base_price_minor=100_000)
        fill()
        sale(
            target_type="product", targets=[product.pk], valid_from=NOW + timedelta(hours=1),
            valid_to=NOW + timedelta(hours=3),
        )  # fmt: skip
        shown = []

        for hours in (0, 0.99, 1.01, 2, 2.99, 3.01, 4):
            time_machine.move_to(NOW + timedelta(hours=hours))
            services.keep_sale_prices()
            settle()
            shown.append(card("Lamp")[0])

        assert shown == ["1000.00", "1000.00", "900.00", "900.00", "900.00", "1000.00", "1000.00"]

    def test_write_nothing_where_nothing_begins_or_ends(self, django_assert_max_num_queries):
        sale()
        sale(min_quantity=3)

        with django_assert_max_num_queries(8):
            services.keep_sale_prices()

    def test_leave_the_listing_as_verify_wants_it(self):
        ProductFactory(name="Lamp")
        fill()
        sale()
        settle()

        [verdict] = verify(["listing"])
        assert verdict.problems == []
