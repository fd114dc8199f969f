"""What can be said of products, and by what variants differ."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.enums import DataType
from catalog.models.product import Product, ProductVariant
from core.models import BaseModel

a_hex_colour = RegexValidator(r"^#[0-9a-f]{6}$")


class Attribute(BaseModel):
    """A property: material, size, colour. Every value that occurs is a row, whatever its type."""

    name = models.CharField(_("name"), max_length=80)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    data_type = models.CharField(_("type"), max_length=10, choices=DataType)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_filterable = models.BooleanField(_("offered as a filter"), default=False)
    is_variant_axis = models.BooleanField(_("variants differ by it"), default=False)

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(data_type__in=DataType.values), name="catalog_attribute_type_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def with_unit(self, label: str) -> str:
        return f"{label} {self.unit}".strip()


class AttributeValue(BaseModel):
    """One value. `value` is its normalised form for machines, `label` what people read."""

    attribute = models.ForeignKey(
        Attribute, on_delete=models.CASCADE, related_name="values", verbose_name=_("attribute")
    )
    value = models.CharField(_("value"), max_length=120)
    label = models.CharField(_("label"), max_length=120)
    colour_hex = models.CharField(_("colour"), max_length=7, blank=True, validators=[a_hex_colour])
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        ordering = ["position", "label"]
        constraints = [
            models.UniqueConstraint(fields=["attribute", "value"], name="catalog_attributevalue_once"),
        ]

    def __str__(self) -> str:
        return self.label


class ProductAttributeValue(BaseModel):
    """What is said of the product as a whole: a line of its specification."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="attribute_values")
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT, related_name="+")
    value = models.ForeignKey(AttributeValue, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "value"], name="catalog_productattributevalue_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attribute}: {self.value}"


class VariantAttributeValue(BaseModel):
    """By what a variant differs from its sisters."""

    variant = models.ForeignKey(ProductVariant, on_delete=models.CASCADE, related_name="attribute_values")
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT, related_name="+")
    value = models.ForeignKey(AttributeValue, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "attribute"], name="catalog_variantattributevalue_one_per_axis"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attribute}: {self.value}"

    @property
    def label(self) -> str:
        """The value as people read it, with its unit."""
        return self.attribute.with_unit(self.value.label)
