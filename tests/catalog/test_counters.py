"""What upper apps count of products and push down."""

import pytest

from catalog import counting, services
from catalog.models import Product
from core import caching
from core.errors import NotFound
from core.models import OutboxEvent
from tests.catalog.listing import fill
from tests.factories.catalog import ProductFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db


def column(name, *products):
    return [Product.objects.values_list(name, flat=True).get(pk=product.pk) for product in products]


class TestRating:
    def test_is_set_and_told(self):
        product = ProductFactory()

        for stars, count in ((9, 2), (4, 1)):
            services.record_rating(product_id=product.pk, stars=stars, count=count)

        assert (column("rating_sum", product), column("rating_count", product)) == ([4], [1])
        assert OutboxEvent.objects.filter(name="ProductChanged").count() == 2

    @pytest.mark.parametrize(("stars", "count"), [(11, 2), (1, 2), (0, -1), (3, 0)])
    def test_that_no_ratings_give_is_refused(self, stars, count):
        product = ProductFactory()

        with pytest.raises(ValueError, match="stars"):
            services.record_rating(product_id=product.pk, stars=stars, count=count)

        assert column("rating_sum", product) == [0]

    def test_of_what_is_gone_is_refused(self):
        product = ProductFactory()
        Product.objects.all().delete()

        with pytest.raises(NotFound):
            services.record_rating(product_id=product.pk, stars=0, count=0)


class TestSold:
    def test_is_added_and_never_below_zero(self):
        lamp, rug = ProductFactory(), ProductFactory()

        services.record_sold(sold={lamp.pk: 3, rug.pk: 1})
        services.record_sold(sold={lamp.pk: -1, rug.pk: -5})

        assert column("sold_count", lamp, rug) == [2, 0]

    def test_is_no_edit_of_the_product(self):
        lamp = ProductFactory()

        services.record_sold(sold={lamp.pk: 3})

        assert column("updated_at", lamp) == [lamp.updated_at]

    def test_takes_few_statements_however_many(self, django_assert_max_num_queries):
        products = ProductFactory.create_batch(30)

        with django_assert_max_num_queries(4):
            services.record_views(views={product.pk: 2 for product in products})

        assert set(column("view_count", *products)) == {2}


class TestLooks:
    PAGE = "/product/lamp/"
    BROWSER = {"user-agent": "Mozilla/5.0 (Android 15; Mobile) Firefox/145.0"}

    @pytest.fixture
    def lamp(self):
        caching.forget()
        counting.forget()
        RegionFactory(india=True)
        lamp = ProductFactory(slug="lamp")
        fill()
        yield lamp
        caching.forget()
        counting.forget()

    def looks(self, product) -> int:
        counting.flush()
        return column("view_count", product)[0]

    def test_count_when_the_page_is_drawn_and_when_it_is_sent_again(self, lamp, client, django_assert_num_queries):
        client.get(self.PAGE, headers=self.BROWSER)
        with django_assert_num_queries(0):
            again = client.get(self.PAGE, headers=self.BROWSER)
            unchanged = client.get(self.PAGE, headers=self.BROWSER | {"if-none-match": again["ETag"]})

        assert (again.status_code, unchanged.status_code, dict(client.cookies)) == (200, 304, {})
        assert self.looks(lamp) == 3

    @pytest.mark.parametrize(
        "headers",
        [
            {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
            {"user-agent": "curl/8.5.0"},
            {"user-agent": ""},
            BROWSER | {"sec-purpose": "prefetch;prerender"},
            BROWSER | {"hx-request": "true"},
        ],
    )
    def test_of_nobody_do_not_count(self, lamp, client, headers):
        for _time in range(2):
            client.get(self.PAGE, headers=headers)
        client.head(self.PAGE, headers=self.BROWSER)

        assert self.looks(lamp) == 0
