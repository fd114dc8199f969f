"""Prices and stock changed in the list of products."""

import pytest
from django.contrib.auth.models import Permission

from audit.models import AdminActionLog
from catalog.models import Product
from catalog.services import generate_variants
from inventory.models import StockItem
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, AttributeValueFactory, ProductFactory
from tests.factories.inventory import LocationFactory, StockItemFactory

pytestmark = pytest.mark.django_db
PRODUCTS = "/admin/catalog/product/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _staff(client):
    client.force_login(UserFactory(admin=True))


def rows_of(client, product: Product) -> dict:
    """What the opened rows would send as they stand."""
    rows = client.get(f"{PRODUCTS}{product.pk}/quick/").context["section"]["rows"]
    sent = {f"quick-{key}": value for key, value in rows.management_form.initial.items()}
    for form in rows.forms:
        sent |= {field.html_name: field.value() for field in form if field.value() is not None}
    return sent


def send(client, product: Product, sent: dict, **how):
    return client.post(f"{PRODUCTS}{product.pk}/quick/?field=price", sent, **how)


@pytest.fixture
def item() -> StockItem:
    return StockItemFactory(on_hand=20)


class TestOneVariant:
    def test_is_changed_where_it_stands(self, client, item):
        product = item.variant.product
        sent = rows_of(client, product) | {
            "quick-0-price": "99.50", "quick-0-stock": "7", "quick-reason": "Counted again"
        }  # fmt: skip

        answer = send(client, product, sent, headers=HTMX)

        item.refresh_from_db()
        movement = item.movements.latest("id")
        assert answer.status_code == 200
        assert "₹99.50" in answer.text
        assert f'id="stock-{product.pk}"' in answer.text
        assert (item.variant.product.variants.get().price_minor, item.on_hand) == (9_950, 7)
        assert (movement.delta, movement.reason) == (-13, "Counted again")
        logged = AdminActionLog.objects.values_list("action", flat=True)
        assert {"catalog.productvariant.changed", "inventory.stock.adjust"} <= set(logged)

    def test_is_ticked_where_something_changed_and_nowhere_else(self, client, item):
        product = item.variant.product

        page = send(client, product, rows_of(client, product) | {"quick-0-price": "99.50"}, headers=HTMX).text

        price, stock = page.partition('id="price-')[2].split('id="stock-')
        assert "data-saved" in price
        assert "data-saved" not in stock

    def test_is_changed_without_scripts_and_leads_back_to_the_narrowed_list(self, client, item):
        product = item.variant.product
        (price,) = [
            line for line in client.get(f"{PRODUCTS}?status__exact=active").text.split("<a ") if "price-" in line
        ]
        assert "list=status__exact%3Dactive" in price

        answer = client.post(
            f"{PRODUCTS}{product.pk}/quick/?list=status__exact%3Dactive",
            rows_of(client, product) | {"quick-0-price": "15"},
        )

        assert answer.url == f"{PRODUCTS}?status__exact=active"
        assert product.variants.get().price_minor == 1_500

    def test_keeps_its_stock_when_only_the_price_is_written(self, client, item):
        sent = rows_of(client, item.variant.product) | {"quick-0-price": "15"}
        StockItem.objects.filter(pk=item.pk).update(on_hand=19, version=item.version + 1)

        assert send(client, item.variant.product, sent, headers=HTMX).status_code == 200

        item.refresh_from_db()
        assert (item.on_hand, item.variant.product.variants.get().price_minor) == (19, 1_500)

    def test_is_not_overwritten_with_what_was_seen_before_others_changed_it(self, client, item):
        product = item.variant.product
        sent = rows_of(client, product)
        send(client, product, sent | {"quick-0-price": "15", "quick-0-stock": "5"})

        answer = send(client, product, sent | {"quick-0-price": "16", "quick-0-stock": "6"}, headers=HTMX)

        item.refresh_from_db()
        assert "Somebody else changed this" in answer.text
        assert (item.on_hand, product.variants.get().price_minor) == (5, 1_500)

    def test_that_had_no_stock_is_not_overwritten_once_goods_came_in(self, client):
        product = ProductFactory()
        sent = rows_of(client, product)
        item = StockItemFactory(variant=product.variants.get(), on_hand=50, version=2)

        answer = send(client, product, sent | {"quick-0-stock": "3"})

        item.refresh_from_db()
        assert (answer.status_code, item.on_hand) == (422, 50)

    def test_shows_what_is_no_price_at_its_row(self, client, item):
        sent = rows_of(client, item.variant.product) | {"quick-0-price": "abc"}

        answer = send(client, item.variant.product, sent, headers=HTMX)

        assert answer.status_code == 200
        assert "“abc” is not an amount." in answer.text
        assert 'value="abc"' in answer.text


class TestTheList:
    def test_says_how_many_are_in_other_places(self, client, item):
        StockItemFactory(variant=item.variant, location=LocationFactory(code="there"), on_hand=5)

        assert ">20 + 5 elsewhere</a>" in client.get(PRODUCTS).text


class TestSeveralVariants:
    def test_are_changed_together_or_not_at_all(self, client):
        product = ProductFactory()
        axis = AttributeFactory(code="size", is_variant_axis=True)
        sizes = [AttributeValueFactory(attribute=axis).value for _number in range(2)]
        generate_variants(product=product, axes={"size": sizes}, actor=None)
        sent = rows_of(client, product)

        refused = send(client, product, sent | {"quick-0-price": "15", "quick-1-price": "0"})
        assert refused.status_code == 422
        assert set(product.variants.values_list("price_minor", flat=True)) == {product.base_price_minor}
        send(client, product, sent | {"quick-0-price": "15", "quick-1-price": "16", "quick-1-stock": "4"})

        assert sorted(product.variants.values_list("price_minor", flat=True)) == [1_500, 1_600]
        assert StockItem.objects.get().on_hand == 4


class TestWhoMay:
    def test_only_look_sees_no_links(self, client, item):
        viewer = UserFactory(support=True)
        viewer.user_permissions.set(Permission.objects.filter(codename="view_product"))
        client.force_login(viewer)

        assert "data-quick-open" not in client.get(PRODUCTS).text
        assert client.get(f"{PRODUCTS}{item.variant.product_id}/quick/").status_code == 403

    def test_write_prices_only_leaves_stock_as_it_is(self, client, item):
        writer = UserFactory(support=True)
        writer.user_permissions.set(
            Permission.objects.filter(codename__in=["view_product", "change_product", "change_productvariant"])
        )
        client.force_login(writer)
        sent = rows_of(client, item.variant.product) | {"quick-0-price": "15", "quick-0-stock": "1"}

        send(client, item.variant.product, sent)

        item.refresh_from_db()
        assert (item.on_hand, item.variant.product.variants.get().price_minor) == (20, 1_500)
