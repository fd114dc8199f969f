"""Categories, brands, attributes, products and variants for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from catalog.enums import DataType, ProductStatus
from catalog.models import Attribute, AttributeValue, Brand, Category, Product, ProductVariant
from tests.factories.regions import TaxClassFactory


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category

    name = factory.Sequence(lambda number: f"Category {number}")
    slug = factory.Sequence(lambda number: f"category-{number}")


class BrandFactory(DjangoModelFactory):
    class Meta:
        model = Brand

    name = factory.Sequence(lambda number: f"Brand {number}")
    slug = factory.Sequence(lambda number: f"brand-{number}")


class AttributeFactory(DjangoModelFactory):
    class Meta:
        model = Attribute

    name = factory.Sequence(lambda number: f"Attribute {number}")
    code = factory.Sequence(lambda number: f"attribute-{number}")
    data_type = DataType.ENUM


class AttributeValueFactory(DjangoModelFactory):
    class Meta:
        model = AttributeValue

    attribute = factory.SubFactory(AttributeFactory)
    value = factory.Sequence(lambda number: f"value-{number}")
    label = factory.Sequence(lambda number: f"Value {number}")


class ProductFactory(DjangoModelFactory):
    """A product on sale; `variant` gives it its default variant."""

    class Meta:
        model = Product
        skip_postgeneration_save = True

    category = factory.SubFactory(CategoryFactory)
    tax_class = factory.SubFactory(TaxClassFactory)
    name = factory.Sequence(lambda number: f"Product {number}")
    slug = factory.Sequence(lambda number: f"product-{number}")
    description = "<p>Made with care, and meant to be used every day.</p>"
    short_description = "Made with care, for every day."
    base_price_minor = 149_900
    currency = "INR"
    status = ProductStatus.ACTIVE
    published_at = factory.LazyFunction(timezone.now)

    variant = factory.RelatedFactory(
        "tests.factories.catalog.VariantFactory", factory_related_name="product", is_default=True
    )


class VariantFactory(DjangoModelFactory):
    class Meta:
        model = ProductVariant

    product = factory.SubFactory(ProductFactory, variant=None)
    sku = factory.Sequence(lambda number: f"SKU-{number}")
    price_minor = factory.SelfAttribute("product.base_price_minor")
    currency = factory.SelfAttribute("product.currency")
