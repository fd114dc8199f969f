"""Coming back to a cart: by the reminder, by its link, and after an order was placed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cart import services
from cart.events import CartAbandoned
from cart.models import Cart, CartItem
from core import cleaning, outbox
from core.links import LinkInvalid
from core.models import OutboxEvent
from core.outbox import publish
from notifications.models import EmailLog
from tests.cart.basket import add, guest, held, look, on_sale, who
from tests.factories.accounts import UserFactory

DAY = timedelta(days=1)


def told() -> int:
    return OutboxEvent.objects.filter(name="CartAbandoned").count()


def leave(holder, days: float) -> None:
    Cart.objects.update(updated_at=timezone.now() - days * DAY)


class TestTheReminder:
    def test_is_told_once_a_day_after_the_cart_was_left(self):
        add(UserFactory(marketing_consent=True), on_sale())
        leave(None, 1.1)

        assert services.remind_abandoned_carts() == 1
        assert services.remind_abandoned_carts() == 0
        assert told() == 1

    @pytest.mark.parametrize(
        ("about", "days"),
        [
            ({"marketing_consent": False}, 2),
            ({"marketing_consent": True, "unverified": True}, 2),
            ({"marketing_consent": True, "suspended": True}, 2),
            ({"marketing_consent": True}, 0.5),
            ({"marketing_consent": True}, 30),
        ],
    )
    def test_is_for_nobody_else(self, about, days):
        add(UserFactory(**about), on_sale())
        leave(None, days)

        assert services.remind_abandoned_carts() == 0

    def test_is_not_about_what_was_laid_aside(self):
        person = UserFactory(marketing_consent=True)
        line = add(person, on_sale()).lines[0]
        services.save_for_later(**who(person), item_id=line.id)
        leave(None, 2)

        assert services.remind_abandoned_carts() == 0

    def test_is_a_mail_with_a_link_that_leads_back(self):
        person, variant = UserFactory(marketing_consent=True), on_sale()
        cart = add(person, variant).cart

        publish(CartAbandoned(cart_id=cart.pk))
        assert outbox.drain().dead == 0

        mail = EmailLog.objects.get(user=person)
        assert variant.product.name in mail.text
        assert "/cart/restore/" in mail.text


class TestTheLink:
    def test_shows_what_was_left_and_changes_nothing_before_it_is_taken(self, client):
        variant = on_sale()
        token = services.restore_token(add(UserFactory(), variant, 2).cart.pk)

        page = client.get(reverse("cart:restore", args=[token]))

        assert variant.product.name in page.text
        assert Cart.objects.count() == 1

        client.post(reverse("cart:restore", args=[token]))

        assert list(CartItem.objects.values_list("quantity", flat=True)) == [2, 2]

    def test_leads_its_owner_to_the_cart(self, client):
        person = UserFactory()
        token = services.restore_token(add(person, on_sale()).cart.pk)
        client.force_login(person)

        assert client.get(reverse("cart:restore", args=[token]))["Location"] == reverse("cart:cart")

    def test_takes_what_can_still_be_had_as_often_as_it_is_clicked(self):
        gone, few = on_sale(), on_sale(stock=5)
        person, stranger = UserFactory(), guest()
        add(person, gone)
        token = services.restore_token(add(person, few, 5).cart.pk)
        type(gone).objects.filter(pk=gone.pk).update(is_active=False)
        few.stock_items.update(on_hand=2)

        for _ in range(2):
            services.restore_cart(**who(stranger), token=token)

        assert held(look(stranger)) == {few.pk: 2}

    def test_of_a_cart_that_is_gone_is_dead(self):
        token = services.restore_token(add(UserFactory(), on_sale()).cart.pk)
        Cart.objects.all().delete()

        with pytest.raises(LinkInvalid):
            services.restore_cart(**who(guest()), token=token)


class TestAnOrder:
    def test_closes_the_cart_and_leaves_the_rest_in_a_new_one(self):
        person, bought, aside = UserFactory(), on_sale(), on_sale()
        line = add(person, aside).lines[0]
        services.save_for_later(**who(person), item_id=line.id)
        view = add(person, bought)

        fresh = services.close_cart(cart_id=view.cart.pk, bought=[view.lines[0].id], now=timezone.now())

        shown = look(person)
        assert (shown.cart.pk, shown.lines, [one.variant_id for one in shown.saved]) == (fresh.pk, (), [aside.pk])
        assert services.close_cart(cart_id=view.cart.pk, bought=[], now=timezone.now()) is None


class TestCleaning:
    def test_takes_away_what_nobody_touched_for_ninety_days(self):
        add(guest(), on_sale())
        add(guest(), on_sale())
        old = Cart.objects.first()
        Cart.objects.filter(pk=old.pk).update(expires_at=timezone.now() - DAY)

        assert dict(cleaning.clean(timezone.now()))["carts"] == 1
        assert not Cart.objects.filter(pk=old.pk).exists()
        assert Cart.objects.count() == 1
