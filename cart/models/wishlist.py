"""What somebody would like to have one day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cart.querysets import WishlistQuerySet
from catalog.models import Product, ProductVariant
from core.models import BaseModel
from core.money import MoneyOf


class Wishlist(BaseModel):
    """A list with a name. Whoever has the link of a shared one may read it. Everyone's first is the default."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="wishlists",
        verbose_name=_("person"),
    )
    key_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    # The default list needs none: it is called by what it is in the language of the page.
    name = models.CharField(_("name"), max_length=60, blank=True)
    share_token = models.CharField(max_length=43, null=True, blank=True, unique=True, editable=False)
    is_default = models.BooleanField(_("default"), default=False)

    objects = WishlistQuerySet.as_manager()

    class Meta:
        verbose_name = _("wishlist")
        verbose_name_plural = _("wishlists")
        ordering = ["-is_default", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(is_default=True, user__isnull=False),
                name="cart_wishlist_one_default_of_person",
            ),
            models.UniqueConstraint(
                fields=["key_hash"],
                condition=Q(is_default=True) & ~Q(key_hash=""),
                name="cart_wishlist_one_default_of_guest",
            ),
            models.CheckConstraint(
                condition=Q(user=None) & ~Q(key_hash="") | Q(user__isnull=False, key_hash=""),
                name="cart_wishlist_has_one_holder",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.name or str(_("Wishlist"))


class WishlistItem(BaseModel):
    """A product, or one variant of it, with the price it had when it was put on the list."""

    wishlist = models.ForeignKey(Wishlist, on_delete=models.CASCADE, related_name="items", verbose_name=_("wishlist"))
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", verbose_name=_("product"))
    # What was chosen; without a choice the default variant stands for the product.
    variant = models.ForeignKey(ProductVariant, on_delete=models.CASCADE, related_name="+", verbose_name=_("variant"))
    price_when_added_minor = models.PositiveBigIntegerField(_("price when added"))
    currency = models.CharField(_("currency"), max_length=3)

    price_when_added = MoneyOf("price_when_added_minor")

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        constraints = [
            models.UniqueConstraint(fields=["wishlist", "variant"], name="cart_wishlistitem_once"),
        ]

    def __str__(self) -> str:
        return str(self.variant)
