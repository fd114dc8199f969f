"""What is cheaper now, and ordering by article number."""

import pytest
from django.urls import reverse

from accounts.enums import ApplicationStatus, Role
from accounts.models import RoleApplication
from cart.models import CartItem
from core import caching
from tests.cart.basket import on_sale
from tests.factories.accounts import UserFactory
from tests.factories.promotions import DiscountRuleFactory


@pytest.fixture
def trader(client):
    user = UserFactory(role=Role.RETAILER)
    RoleApplication.objects.create(
        user=user, role=Role.RETAILER, status=ApplicationStatus.APPROVED, business_name="Rao & Co"
    )
    caching.forget()
    client.force_login(user)
    return client


class TestDeals:
    def test_are_the_same_for_everyone_and_name_what_is_on(self, client):
        DiscountRuleFactory(name="Festival of lights")
        caching.forget()

        page = client.get(reverse("cart:deals"))

        assert "Festival of lights" in page.text
        assert "public" in page["Cache-Control"]
        assert not page.cookies

    def test_say_so_when_there_are_none(self, client):
        assert "Nothing is reduced at the moment" in client.get(reverse("cart:deals")).text


class TestTheOrderPad:
    def test_is_there_for_trade_customers_only(self, client, trader):
        assert trader.get(reverse("cart:trade")).status_code == 200
        stranger = type(client)()
        assert stranger.get(reverse("cart:trade")).status_code == 404
        stranger.force_login(UserFactory())
        assert stranger.get(reverse("cart:trade")).status_code == 404

    def test_puts_every_number_into_the_cart_and_says_which_were_not_found(self, trader):
        first, second = on_sale(sku="KB-1"), on_sale(sku="KB-2")

        page = trader.post(reverse("cart:trade"), {"numbers": "kb-1 12\nKB-2\n\nKB-9, 3"}, follow=True)

        assert dict(CartItem.objects.values_list("variant", "quantity")) == {first.pk: 12, second.pk: 1}
        assert "KB-9" in page.text

    @pytest.mark.parametrize("numbers", ["", "KB-1 0", "KB-1 -1", "KB-1 1.5", "KB-1 ٣", "KB-1 1000"])
    def test_says_which_line_is_none(self, trader, numbers):
        on_sale(sku="KB-1")

        answer = trader.post(reverse("cart:trade"), {"numbers": numbers})

        assert answer.status_code == 422
        assert not CartItem.objects.exists()
