"""Discounts that nobody has to ask for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from promotions.enums import RuleType, TargetType, ValueType
from promotions.models.terms import Terms
from promotions.pricing.terms import WHOLE

A_DAY = 24 * 60
# A rule of these kinds gives one unit what it gives many.
BY_UNIT = [RuleType.PERCENTAGE, RuleType.FIXED, RuleType.TRADE_PRICE]


class DiscountRule(Terms):
    """Counts wherever its conditions are met, while it is on."""

    name = models.CharField(_("name"), max_length=80)
    # What shoppers read in other languages: {"hi": "दिवाली"}.
    names = models.JSONField(_("names in other languages"), default=dict, blank=True)
    kind = models.CharField(_("kind"), max_length=14, choices=RuleType)
    value_type = models.CharField(_("value is"), max_length=8, choices=ValueType, default=ValueType.PERCENT)
    # Millionths, or minor units.
    value = models.PositiveBigIntegerField(_("value"), default=0)
    # The lowest first: {"quantity": 5, "value_type": "percent", "value": 100000}.
    tiers = models.JSONField(_("tiers"), default=list, blank=True)
    # Of variants and products: {"type": "variant", "id": "…", "quantity": 1}.
    parts = models.JSONField(_("parts of the set"), default=list, blank=True)
    min_quantity = models.PositiveIntegerField(_("from so many units"), default=0)
    # Monday is 0; none is every day.
    weekdays = models.JSONField(_("days of the week"), default=list, blank=True)
    from_minute = models.PositiveSmallIntegerField(_("from the hour"), default=0)
    until_minute = models.PositiveSmallIntegerField(_("until the hour"), default=A_DAY)
    priority = models.SmallIntegerField(_("priority"), default=0)
    is_exclusive = models.BooleanField(_("stands alone"), default=False)
    is_stackable = models.BooleanField(_("comes on top of others"), default=False)
    # Lists show what it gives, or are being made to.
    is_listed = models.BooleanField(default=False, editable=False, db_index=True)

    class Meta(Terms.Meta):
        verbose_name = _("discount rule")
        verbose_name_plural = _("discount rules")
        constraints = [
            *Terms.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=RuleType.values), name="promotions_rule_kind_known"),
            models.CheckConstraint(
                condition=Q(value_type__in=ValueType.values), name="promotions_rule_value_type_known"
            ),
            models.CheckConstraint(
                condition=~Q(value_type=ValueType.PERCENT) | Q(value__lte=WHOLE), name="promotions_rule_percent"
            ),
            models.CheckConstraint(
                condition=Q(from_minute__lt=A_DAY, until_minute__lte=A_DAY), name="promotions_rule_within_a_day"
            ),
            models.CheckConstraint(
                condition=Q(is_listed=False) | Q(is_active=True, deleted_at=None), name="promotions_rule_listed_is_on"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """What it is called in the language that is being spoken."""
        return self.names.get(get_language() or settings.LANGUAGE_CODE) or self.name

    @property
    def is_for_lists(self) -> bool:
        """Whether it gives something for each unit without conditions, so that lists can show the price."""
        return (
            self.kind in BY_UNIT
            and not (self.kind == RuleType.FIXED and self.target_type == TargetType.CART)
            and self.min_quantity <= 1
            and not self.min_cart_value_minor
            and not self.weekdays
            and self.is_all_day
        )

    @property
    def is_all_day(self) -> bool:
        return (self.from_minute, self.until_minute) == (0, A_DAY)
