"""The pages of cart and wishlists, as a browser without scripts uses them."""

import re

import pytest
from django.urls import reverse

from cart.browser import COOKIE
from cart.models import Cart, CartItem, WishlistItem
from tests.cart.basket import add, on_sale
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.promotions import CouponFactory

pytestmark = pytest.mark.django_db
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def put_in(client, variant, quantity=1, **about):
    return client.post(reverse("cart:add"), {"variant": variant.pk, "quantity": quantity}, **SAME | about)


def do(client, **posted):
    item = CartItem.objects.get()
    return client.post(reverse("cart:line", args=[item.pk]), posted, follow=True)


class TestAdding:
    def test_gives_a_guest_a_cookie_and_leads_to_the_cart_that_says_so(self, client):
        variant = on_sale()

        answer = put_in(client, variant, 2)
        page = client.get(answer["Location"])

        assert client.cookies[COOKIE]["httponly"]
        assert f"“{variant.product.name}” is in your cart" in page.text
        assert "(2)" in page.text
        assert "no-store" in page["Cache-Control"]

    def test_with_scripts_shows_the_drawer_and_the_badge(self, client):
        variant = on_sale()

        answer = put_in(client, variant, 2, HTTP_HX_REQUEST="true")

        assert variant.product.name in answer.text
        assert re.search(r'id="cart-count" hx-swap-oob="true">2<', answer.text)

    def test_beyond_what_there_is_says_how_many_there_are(self, client):
        answer = put_in(client, on_sale(stock=2), 3, HTTP_HX_REQUEST="true")

        assert answer.status_code == 409
        assert "Only 2 of these are available" in answer.text

    @pytest.mark.parametrize("quantity", ["-1", "0", "1.5", "1e3", "٣", "x", "99999999999"])
    def test_of_no_number_is_refused(self, client, quantity):
        put_in(client, on_sale(), quantity)

        assert not CartItem.objects.exists()

    def test_from_another_site_is_refused(self, client):
        answer = put_in(client, on_sale(), HTTP_SEC_FETCH_SITE="cross-site")

        assert answer.status_code == 403
        assert not CartItem.objects.exists()


class TestTheCart:
    def test_is_empty_at_first_and_sets_no_cookie(self, client):
        page = client.get(reverse("cart:cart"))

        assert "Your cart is empty" in page.text
        assert COOKIE not in page.cookies
        assert not Cart.objects.exists()

    def test_changes_a_quantity(self, client):
        put_in(client, on_sale())

        do(client, do="set", quantity="4")

        assert CartItem.objects.get().quantity == 4

    def test_sets_what_there_is_and_says_so(self, client):
        variant = on_sale(stock=3)
        put_in(client, variant)

        page = do(client, quantity="9")

        assert CartItem.objects.get().quantity == 3
        assert f"Only 3 of “{variant.product.name}” are available" in page.text

    def test_takes_out_with_a_way_back(self, client):
        variant = on_sale()
        put_in(client, variant, 2)

        page = do(client, do="remove")
        token = re.search(r'name="token" value="([^"]+)"', page.text)[1]
        assert not CartItem.objects.exists()
        client.post(reverse("cart:undo"), {"token": token})

        assert CartItem.objects.get().quantity == 2

    def test_lays_aside_and_takes_back(self, client):
        put_in(client, on_sale())

        page = do(client, do="save")
        assert "Saved for later" in page.text
        do(client, do="move")

        assert not CartItem.objects.get().saved_for_later

    def test_moves_to_the_wishlist(self, client):
        put_in(client, on_sale())

        do(client, do="wish")

        assert (CartItem.objects.count(), WishlistItem.objects.count()) == (0, 1)

    def test_says_why_a_code_does_not_count_beside_the_field(self, client):
        put_in(client, on_sale())

        page = client.post(reverse("cart:coupon"), {"code": "NOPE"})

        assert page.status_code == 422
        assert "That code does not apply" in page.text
        assert 'value="NOPE"' in page.text

    def test_takes_a_code_and_does_without_it_again(self, client):
        CouponFactory(code="DIWALI10")
        put_in(client, on_sale(price_minor=100_00))

        page = client.post(reverse("cart:coupon"), {"code": "diwali10"}, follow=True)
        assert "₹90.00" in page.text
        page = client.post(reverse("cart:coupon"), {"remove": "1"}, follow=True)

        assert "₹90.00" not in page.text

    def test_speaks_hindi(self, client):
        put_in(client, on_sale())

        assert "आपका कार्ट" in client.get("/hi/cart/").text

    def test_of_somebody_else_is_out_of_reach(self, client):
        line = add(UserFactory(), on_sale(), 2).lines[0]

        answer = client.post(reverse("cart:line", args=[line.id]), {"do": "remove"})

        assert answer.status_code == 404
        assert CartItem.objects.get().quantity == 2


class TestSigningIn:
    def test_brings_the_guests_cart_along_and_says_so(self, client):
        person, variant = UserFactory(), on_sale()
        add(person, variant)
        put_in(client, variant, 2)

        answer = client.post(reverse("accounts:sign-in"), {"email": person.email, "password": PASSWORD, "next": "/"})
        page = client.get(reverse("cart:cart"))

        assert answer.status_code == 302
        assert CartItem.objects.get().quantity == 3
        assert "is in it still" in page.text
        assert not client.cookies[COOKIE].value


class TestWishlists:
    def test_are_begun_by_a_heart_and_shared(self, client, api):
        variant = on_sale()
        client.post(reverse("cart:wish"), {"variant": variant.pk}, **SAME)
        wish = WishlistItem.objects.get()

        page = client.post(reverse("cart:wishlist-change", args=[wish.wishlist_id]), {"do": "share"}, follow=True)
        link = re.search(r"/wishlists/shared/[\w-]+/", page.text)[0]

        assert variant.product.name in page.text
        assert variant.product.name in type(client)().get(link).text

    def test_move_to_the_cart(self, client):
        client.post(reverse("cart:wish"), {"variant": on_sale().pk}, **SAME)

        client.post(reverse("cart:wish-change", args=[WishlistItem.objects.get().pk]), {"do": "move"})

        assert (CartItem.objects.count(), WishlistItem.objects.count()) == (1, 0)

    def test_of_a_name_that_is_there_already_are_refused_with_the_reason(self, client):
        client.post(reverse("cart:wishlist-create"), {"name": "Diwali"})

        page = client.post(reverse("cart:wishlist-create"), {"name": "diwali"})

        assert page.status_code == 422
        assert "You have a list of this name already" in page.text
