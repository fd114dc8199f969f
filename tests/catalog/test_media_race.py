"""Many at once never show an eleventh picture. The control counts without the lock, and does."""

import contextlib
from threading import Barrier, BrokenBarrierError

import pytest

from catalog import services
from catalog.errors import MediaFull
from catalog.models import Product, ProductMedia
from tests.catalog.test_categories_race import at_once
from tests.factories.catalog import ProductFactory
from tests.factories.media import PictureFactory, ProductMediaFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def _both_count_before_either_adds(monkeypatch):
    """Hold each between counting and adding until the other has counted, or cannot."""
    counted = Barrier(2)
    check = services.media._clean

    def wait(*args, **kwargs):
        with contextlib.suppress(BrokenBarrierError):
            counted.wait(timeout=1)
        return check(*args, **kwargs)

    monkeypatch.setattr(services.media, "_clean", wait)


def add_the_tenth_twice() -> tuple[list[object], int]:
    product = ProductFactory()
    ProductMediaFactory.create_batch(9, product=product)
    one, other = PictureFactory(), PictureFactory()
    got = at_once(
        lambda: services.add_media(product=product, actor=None, picture_id=one.pk),
        lambda: services.add_media(product=product, actor=None, picture_id=other.pk),
    )
    return got, ProductMedia.objects.filter(product=product).count()


@pytest.mark.usefixtures("_both_count_before_either_adds")
class TestTwoAtOnce:
    def test_leave_ten(self):
        got, left = add_the_tenth_twice()

        assert left == 10
        assert got.count(MediaFull) == 1

    def test_would_leave_eleven_without_the_lock(self, monkeypatch):
        monkeypatch.setattr(services.media, "lock_product", lambda product: Product.objects.get(pk=product.pk))

        _got, left = add_the_tenth_twice()

        assert left == 11
