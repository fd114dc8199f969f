"""Pictures and what products show, for tests."""

import factory
from factory.django import DjangoModelFactory

from catalog.models import ProductMedia, ProductMediaURL
from core.models import Picture
from tests.factories.catalog import ProductFactory


class PictureFactory(DjangoModelFactory):
    """A row without files."""

    class Meta:
        model = Picture

    purpose = "product"
    digest = factory.Sequence(lambda number: f"{number:040x}")
    file = factory.LazyAttribute(lambda picture: f"pictures/{picture.digest}.webp")
    width = 1000
    height = 1000


class ProductMediaFactory(DjangoModelFactory):
    class Meta:
        model = ProductMedia

    product = factory.SubFactory(ProductFactory)
    picture = factory.SubFactory(PictureFactory)
    position = factory.LazyAttribute(lambda media: media.product.media.count())


class ProductMediaURLFactory(DjangoModelFactory):
    """An address of media that lie elsewhere."""

    class Meta:
        model = ProductMediaURL

    media = factory.SubFactory(ProductMediaFactory, picture=None)
    purpose = "original"
    url = factory.Sequence(lambda number: f"https://images.example.com/{number}.webp")
