"""How many there are, where, and how it came to that."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import ProductVariant
from core.models import BaseModel
from inventory.constants import LOW_STOCK_THRESHOLD
from inventory.enums import MovementKind
from inventory.querysets import StockItemQuerySet
from stores.models import Store


class Location(BaseModel):
    """A warehouse, or a shop that delivers."""

    name = models.CharField(_("name"), max_length=80)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    store = models.ForeignKey(
        Store, null=True, blank=True, on_delete=models.PROTECT, related_name="locations", verbose_name=_("store")
    )
    address = models.TextField(_("address"), blank=True, max_length=500)
    state = models.CharField(_("state"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    priority = models.SmallIntegerField(_("priority"), default=0, help_text=_("The highest delivers first."))
    is_default = models.BooleanField(_("default"), default=False)
    is_active = models.BooleanField(_("delivers"), default=True)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ["-is_default", "-priority", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="inventory_location_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StockItem(BaseModel):
    """The stock of one variant in one place. Only services change the two counters."""

    variant = models.ForeignKey(
        ProductVariant, on_delete=models.PROTECT, related_name="stock_items", verbose_name=_("variant")
    )
    location = models.ForeignKey(
        Location, on_delete=models.PROTECT, related_name="stock_items", verbose_name=_("location")
    )
    on_hand = models.PositiveIntegerField(_("on hand"), default=0, editable=False)
    reserved = models.PositiveIntegerField(_("reserved"), default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    low_stock_threshold = models.PositiveIntegerField(_("low-stock level"), default=LOW_STOCK_THRESHOLD)
    allow_backorder = models.BooleanField(_("sold when not there"), default=False)
    backorder_limit = models.PositiveIntegerField(
        _("at most so many"), null=True, blank=True, help_text=_("Empty is without limit.")
    )

    objects = StockItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        constraints = [
            models.UniqueConstraint(fields=["variant", "location"], name="inventory_stockitem_one_per_place"),
            models.CheckConstraint(
                condition=Q(allow_backorder=True) | Q(reserved__lte=F("on_hand")),
                name="inventory_stockitem_reserved_within_on_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant} @ {self.location}"

    @property
    def available(self) -> int:
        """What nobody holds. Below zero is what is owed to backorders."""
        return self.on_hand - self.reserved

    @property
    def is_low(self) -> bool:
        return self.available <= self.low_stock_threshold

    def can_promise(self) -> int | None:
        """How many more may be sold; `None` is without limit."""
        if not self.allow_backorder:
            return max(self.available, 0)
        return None if self.backorder_limit is None else max(self.available + self.backorder_limit, 0)


class StockMovement(BaseModel):
    """A change of what is on hand. Never changed, never deleted: their sum is what is there."""

    item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="movements", verbose_name=_("stock"))
    delta = models.IntegerField(_("change"))
    on_hand_after = models.PositiveIntegerField(_("then on hand"))
    kind = models.CharField(_("kind"), max_length=10, choices=MovementKind)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    # The order, return or transfer it belongs to. No foreign key: those stand above this app.
    reference = models.UUIDField(_("belongs to"), null=True, blank=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
        indexes = [models.Index(fields=["item", "-id"], name="inventory_movement_of_item")]
        constraints = [
            models.CheckConstraint(condition=~Q(delta=0), name="inventory_stockmovement_moves"),
            models.CheckConstraint(
                condition=Q(kind__in=MovementKind.values), name="inventory_stockmovement_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delta:+d} {self.item}"
