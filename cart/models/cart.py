"""What somebody is about to buy."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cart.constants import CODE_LENGTH, MOST_UNITS, NOTE_LENGTH
from cart.querysets import CartQuerySet
from catalog.models import Product, ProductVariant
from core.models import BaseModel
from core.money import MoneyOf
from regions.models import Region


class Cart(BaseModel):
    """One open cart each. Its prices are nowhere kept: they are asked for whenever it is looked at."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="carts",
        verbose_name=_("person"),
    )
    key_hash = models.CharField(max_length=64, blank=True, editable=False)
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("region")
    )
    currency = models.CharField(_("currency"), max_length=3)
    # Where it shall be sent, as far as that is known: what sending costs and which taxes are due follow from it.
    country = models.CharField(_("country"), max_length=2, blank=True)
    state = models.CharField(_("state"), max_length=80, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=16, blank=True)
    coupon_code = models.CharField(_("coupon"), max_length=CODE_LENGTH, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=NOTE_LENGTH)
    version = models.PositiveIntegerField(default=1, editable=False)
    ordered_at = models.DateTimeField(_("ordered"), null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("kept until"), db_index=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)

    objects = CartQuerySet.as_manager()

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")
        indexes = [models.Index(fields=["-updated_at"], name="cart_cart_last_changed")]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ordered_at=None, user__isnull=False), name="cart_cart_one_open_of_person"
            ),
            models.UniqueConstraint(
                fields=["key_hash"], condition=Q(ordered_at=None) & ~Q(key_hash=""), name="cart_cart_one_open_of_guest"
            ),
            models.CheckConstraint(
                condition=Q(user=None) & ~Q(key_hash="") | Q(user__isnull=False, key_hash=""),
                name="cart_cart_has_one_holder",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or _("Guest"))


class CartItem(BaseModel):
    """Some units of one variant, with the price at which somebody put them in."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="items", verbose_name=_("cart"))
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", verbose_name=_("product"))
    variant = models.ForeignKey(ProductVariant, on_delete=models.CASCADE, related_name="+", verbose_name=_("variant"))
    quantity = models.PositiveIntegerField(_("quantity"))
    price_at_time_minor = models.PositiveBigIntegerField(_("price when added"))
    currency = models.CharField(_("currency"), max_length=3)
    saved_for_later = models.BooleanField(_("saved for later"), default=False)

    price_at_time = MoneyOf("price_at_time_minor")

    class Meta:
        verbose_name = _("line of a cart")
        verbose_name_plural = _("lines of carts")
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="cart_cartitem_one_per_variant"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST_UNITS), name="cart_cartitem_quantity_within_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.variant}"
