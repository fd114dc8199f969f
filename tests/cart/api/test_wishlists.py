"""JSON about wishlists."""

import pytest
from rest_framework.test import APIClient

from cart.models import Wishlist, WishlistItem
from tests.cart.basket import on_sale
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
WISHES = "/api/v1/wishlist/items"


def wish(api: APIClient, variant, **about) -> dict:
    answer = api.post(WISHES, {"variant": str(variant.pk), **about}, format="json")
    assert answer.status_code == 201, answer.content
    return answer.json()["data"]


@pytest.fixture
def me(api_as):
    return api_as(UserFactory())


class TestTheDefaultList:
    def test_is_there_before_anything_is_on_it(self, me):
        assert me.get("/api/v1/wishlist").json()["data"]["items"] == []
        assert not Wishlist.objects.exists()

    def test_holds_a_thing_once(self, me):
        variant = on_sale()

        assert len(wish(me, variant)["items"]) == len(wish(me, variant)["items"]) == 1

    def test_says_what_became_cheaper(self, me):
        variant = on_sale(price_minor=100_00)
        wish(me, variant)
        type(variant).objects.update(price_minor=80_00)

        [item] = me.get("/api/v1/wishlist").json()["data"]["items"]

        assert (item["price"], item["price_when_added"], item["price_drop"]) == ("80.00", "100.00", "20.00")

    def test_gives_to_the_cart_what_there_is(self, me):
        [item] = wish(me, on_sale())["items"]

        cart = me.post(f"{WISHES}/{item['id']}/move-to-cart").json()["data"]

        assert cart["count"] == 1
        assert not WishlistItem.objects.exists()

    def test_keeps_what_is_sold_out_when_it_cannot_be_moved(self, me):
        [item] = wish(me, on_sale(stock=0))["items"]

        answer = me.post(f"{WISHES}/{item['id']}/move-to-cart")

        assert answer.json()["error"]["code"] == "OUT_OF_STOCK"
        assert WishlistItem.objects.count() == 1

    def test_loses_what_is_taken_off(self, me):
        made = wish(me, on_sale())

        assert me.delete(f"{WISHES}/{made['items'][0]['id']}").status_code in {200, 204}

        assert me.get(f"/api/v1/wishlists/{made['id']}").json()["data"]["items"] == []

    def test_of_somebody_else_cannot_be_changed(self, me, api_as):
        [item] = wish(me, on_sale())["items"]
        other = api_as(UserFactory())

        answers = [other.delete(f"{WISHES}/{item['id']}"), other.post(f"{WISHES}/{item['id']}/move-to-cart")]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert WishlistItem.objects.count() == 1

    def test_is_a_guests_too(self, api):
        token = api.get("/api/v1/wishlist").headers["X-Cart-Token"]
        api.credentials(HTTP_X_CART_TOKEN=token)

        wish(api, on_sale())

        assert len(api.get("/api/v1/wishlist").json()["data"]["items"]) == 1


class TestSeveralLists:
    def test_have_names_of_their_own(self, me):
        assert me.post("/api/v1/wishlists", {"name": "Diwali"}, format="json").status_code == 201

        again = me.post("/api/v1/wishlists", {"name": "diwali"}, format="json")

        assert (again.status_code, list(again.json()["error"]["details"])) == (400, ["name"])

    def test_are_shared_by_a_link_until_it_is_taken_back(self, me, api):
        made = me.post("/api/v1/wishlists", {"name": "Diwali"}, format="json").json()["data"]
        path = f"/api/v1/wishlists/{made['id']}"
        wish(me, on_sale(), wishlist=made["id"])
        token = me.patch(path, {"is_shared": True}, format="json").json()["data"]["share_token"]

        seen = api.get(f"/api/v1/wishlists/shared/{token}").json()["data"]
        me.patch(path, {"is_shared": False}, format="json")

        assert (seen["name"], len(seen["items"])) == ("Diwali", 1)
        assert not {"id", "price_when_added"} & seen["items"][0].keys()
        assert api.get(f"/api/v1/wishlists/shared/{token}").status_code == 404

    def test_show_strangers_nothing_that_is_not_sold_to_them(self, me, api):
        variant = on_sale()
        made = wish(me, variant)
        path = f"/api/v1/wishlists/{made['id']}"
        token = me.patch(path, {"is_shared": True}, format="json").json()["data"]["share_token"]
        type(variant.product).objects.update(target_role="retailer")

        assert api.get(f"/api/v1/wishlists/shared/{token}").json()["data"]["items"] == []

    def test_go_away_but_for_the_default_one(self, me):
        made = me.post("/api/v1/wishlists", {"name": "Diwali"}, format="json").json()["data"]
        lists = me.get("/api/v1/wishlists").json()["data"]

        assert [me.delete(f"/api/v1/wishlists/{one['id']}").status_code for one in lists] == [204, 204]
        assert [one["id"] for one in me.get("/api/v1/wishlists").json()["data"]] != [made["id"]]
        assert Wishlist.objects.get().is_default
