"""What products are filed under."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.enums import TargetRole
from catalog.querysets import CategoryQuerySet
from core.models import BaseModel, Picture


class Category(BaseModel):
    """A place in the tree of goods. The whole tree is small and read at once, see catalog/tree.py."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=140, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("within")
    )
    description = models.TextField(_("description"), blank=True, max_length=5000)
    picture = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    target_role = models.CharField(_("for"), max_length=10, choices=TargetRole, default=TargetRole.BOTH)
    is_active = models.BooleanField(_("shown"), default=True)
    seo_title = models.CharField(_("title for search engines"), max_length=120, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=320, blank=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="catalog_category_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(target_role__in=TargetRole.values), name="catalog_category_target_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Brand(BaseModel):
    """Who made it."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=140, unique=True)
    picture = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("logo")
    )
    description = models.TextField(_("description"), blank=True, max_length=5000)
    website = models.URLField(_("website"), blank=True)
    is_active = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
