"""A client made from the API's document goes through the shop as a shopper does: every operation once."""

from tests.catalog.listing import fill
from tests.factories.catalog import BrandFactory, CategoryFactory, ProductFactory
from tests.factories.media import ProductMediaURLFactory
from tests.factories.regions import RegionFactory
from tests.factories.stores import StoreFactory


def browse(stranger) -> None:
    """Walk from the shelves to a product, what it shows and what is like it."""
    RegionFactory(india=True)
    lamps, brand = CategoryFactory(name="Lamps", slug="lamps"), BrandFactory(name="Rao", slug="rao")
    store = StoreFactory()
    lamp = ProductFactory(name="Bidri Lamp", slug="bidri-lamp", category=lamps, brand=brand, store=store)
    ProductFactory(name="Copper Lamp", slug="copper-lamp", category=lamps)
    media = ProductMediaURLFactory(media__product=lamp).media
    fill()

    assert "lamps" in {row["slug"] for row in stranger.categories_tree().data}
    assert stranger.categories_retrieve(slug="lamps").data["name"] == "Lamps"
    assert "rao" in {row["slug"] for row in stranger.brands_list(limit=50).data}
    assert stranger.brands_retrieve(slug="rao").data["name"] == "Rao"

    named = {"Bidri Lamp", "Copper Lamp"}
    assert {row["name"] for row in stranger.products_list(sort="newest", limit=20).data} >= named
    assert {row["name"] for row in stranger.products_of_category(slug="lamps").data} == named
    assert {row["name"] for row in stranger.products_of_store(key=store.slug).data} == {"Bidri Lamp"}
    assert stranger.products_search(q="bidri").data[0]["slug"] == "bidri-lamp"
    assert stranger.products_suggest(q="bid").data["products"]

    assert stranger.products_retrieve(named="bidri-lamp").data["name"] == "Bidri Lamp"
    assert len(stranger.products_variants(named="bidri-lamp").data) == 1
    assert stranger.products_media(named="bidri-lamp").data
    assert stranger.products_media_urls(named="bidri-lamp", media_id=media.pk).data
    assert stranger.products_related(named="bidri-lamp").data[0]["name"] == "Copper Lamp"
