"""What a guest put together becomes the person's who signs in."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from cart import services
from cart.models import Cart, CartItem, Wishlist, WishlistItem
from cart.services import merging, writing
from tests.cart.basket import add, guest, held, look, on_sale, who
from tests.factories.accounts import UserFactory


def merge(stranger, person):
    about = who(person)
    return services.merge_carts(guest=stranger, person=about["holder"], region=about["region"], now=about["now"])


class TestMerging:
    def test_adds_up_to_what_is_available_and_says_so(self):
        stranger, person, variant = guest(), UserFactory(), on_sale(stock=4)
        add(stranger, variant, 2)
        add(person, variant, 3)

        merged = merge(stranger, person)

        assert held(merged.view) == {variant.pk: 4}
        assert [line.variant_id for line in merged.fewer] == [variant.pk]

    def test_again_changes_nothing(self):
        stranger, person, variant = guest(), UserFactory(), on_sale()
        add(stranger, variant, 2)
        add(person, variant, 3)

        merge(stranger, person)
        again = merge(stranger, person)

        assert held(again.view) == {variant.pk: 5}
        assert (again.joined, again.fewer) == ((), ())
        assert Cart.objects.count() == 1

    def test_loses_nothing_that_either_had(self):
        stranger, person = guest(), UserFactory()
        theirs, both, aside = on_sale(), on_sale(), on_sale()
        for variant in (both, aside):
            add(stranger, variant)
        line = next(line for line in look(stranger).lines if line.variant_id == aside.pk)
        services.save_for_later(**who(stranger), item_id=line.id)
        add(person, theirs)
        add(person, both)

        view = merge(stranger, person).view

        assert held(view) == {theirs.pk: 1, both.pk: 2}
        assert [line.variant_id for line in view.saved] == [aside.pk]

    def test_takes_nothing_away_that_was_wanted_before_however_little_is_left(self):
        stranger, person, variant = guest(), UserFactory(), on_sale(stock=9)
        add(stranger, variant, 2)
        add(person, variant, 3)
        variant.stock_items.update(on_hand=1)

        assert held(merge(stranger, person).view) == {variant.pk: 3}

    def test_keeps_the_coupon(self):
        stranger, person = guest(), UserFactory()
        add(stranger, on_sale())
        Cart.objects.update(coupon_code="DIWALI10")

        assert merge(stranger, person).view.cart.coupon_code == "DIWALI10"

    def test_brings_the_wishes_along(self):
        stranger, person, wished, both = guest(), UserFactory(), on_sale(), on_sale()
        for holder in (stranger, who(person)["holder"]):
            services.add_wish(holder=holder, region=who(person)["region"], variant_id=both.pk)
        services.add_wish(holder=stranger, region=who(person)["region"], variant_id=wished.pk)

        merge(stranger, person)

        assert Wishlist.objects.get().user == person
        assert set(WishlistItem.objects.values_list("variant", flat=True)) == {wished.pk, both.pk}

    def test_of_nothing_shows_the_persons_cart(self):
        person, variant = UserFactory(), on_sale()
        add(person, variant)

        assert held(merge(guest(), person).view) == {variant.pk: 1}


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    CROWD = 20

    def crowd(self, act, *, size: int = CROWD) -> list:
        def one(number):
            try:
                return act(number)
            finally:
                connection.close()

        with ThreadPoolExecutor(size) as pool:
            return list(pool.map(one, range(size)))

    def test_adding_the_same_make_one_line_of_all(self):
        shopper, variant = guest(), on_sale(stock=100)

        self.crowd(lambda _: add(shopper, variant))

        assert CartItem.objects.get().quantity == self.CROWD
        assert Cart.objects.count() == 1

    def test_merging_the_same_cart_do_it_once(self):
        stranger, person, variant = guest(), UserFactory(), on_sale(stock=100)
        add(stranger, variant, 2)
        add(person, variant, 3)

        self.crowd(lambda _: merge(stranger, person))

        assert CartItem.objects.get().quantity == 5

    @pytest.mark.postgres
    def test_control_that_adds_without_the_lock_loses_some(self, monkeypatch, settings):
        shopper, variant = guest(), on_sale(stock=100)
        add(shopper, variant)
        settings.FAILPOINTS = {"cart.read": partial(Barrier(2).wait, timeout=5)}
        monkeypatch.setattr(writing, "_touch", lambda *about: 1)

        self.crowd(lambda _: add(shopper, variant), size=2)

        assert CartItem.objects.get().quantity == 2

    @pytest.mark.postgres
    def test_control_that_does_not_lock_the_guests_cart_counts_it_more_than_once(self, monkeypatch):
        stranger, person, variant = guest(), UserFactory(), on_sale(stock=100)
        add(stranger, variant, 2)
        add(person, variant, 3)
        meet = Barrier(2)

        def read_only(holder, now):
            cart = Cart.objects.of(holder).first()
            rows = tuple(cart.items.all()) if cart else ()
            meet.wait(timeout=5)
            Cart.objects.of(holder).delete()
            return merging._Taken(rows)

        monkeypatch.setattr(merging, "_take", read_only)

        self.crowd(lambda _: merge(stranger, person), size=2)

        assert CartItem.objects.get().quantity > 5

    def test_wishing_for_the_same_make_one_wish_on_one_list(self):
        person, variant = UserFactory(), on_sale()
        about = {"holder": who(person)["holder"], "region": who(person)["region"]}

        wishes = self.crowd(lambda _: services.add_wish(**about, variant_id=variant.pk).pk)

        assert len(set(wishes)) == 1
        assert (Wishlist.objects.count(), WishlistItem.objects.count()) == (1, 1)
