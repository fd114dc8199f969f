"""Carts and wishlists for tests."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cart.constants import KEPT_DAYS
from cart.models import Cart, CartItem, Wishlist, WishlistItem
from tests.factories.accounts import UserFactory
from tests.factories.catalog import VariantFactory


class CartFactory(DjangoModelFactory):
    class Meta:
        model = Cart

    user = factory.SubFactory(UserFactory)
    currency = "INR"
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=KEPT_DAYS))


class CartItemFactory(DjangoModelFactory):
    class Meta:
        model = CartItem

    cart = factory.SubFactory(CartFactory)
    variant = factory.SubFactory(VariantFactory)
    product = factory.SelfAttribute("variant.product")
    quantity = 1
    price_at_time_minor = factory.SelfAttribute("variant.price_minor")
    currency = "INR"


class WishlistFactory(DjangoModelFactory):
    class Meta:
        model = Wishlist

    user = factory.SubFactory(UserFactory)
    is_default = True


class WishlistItemFactory(DjangoModelFactory):
    class Meta:
        model = WishlistItem

    wishlist = factory.SubFactory(WishlistFactory)
    variant = factory.SubFactory(VariantFactory)
    product = factory.SelfAttribute("variant.product")
    price_when_added_minor = factory.SelfAttribute("variant.price_minor")
    currency = "INR"
