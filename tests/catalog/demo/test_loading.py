"""The demo shop is a shop: full shelves, every picture there, and nothing twice."""

import io
import re
from collections import Counter

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db.models import Count, Q

from catalog.demo import synonyms
from catalog.demo.darkroom import shot
from catalog.demo.dyeing import THINGS
from catalog.demo.goods_table import read_goods, stock_states
from catalog.demo.looks import all_looks, looks
from catalog.models import (
    Attribute,
    Brand,
    Category,
    Listing,
    Product,
    ProductMedia,
    ProductVariant,
    Synonym,
    Translation,
    VariantPrice,
)
from catalog.search.words import all_stems_of, stems_of
from core import caching, demo, outbox
from core.models import OutboxDelivery, OutboxEvent, Picture
from core.pictures import WIDTHS
from tests.catalog.listing import asked


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_shop_is_full_and_stays_the_same_when_it_is_loaded_again(quick_pictures, monkeypatch):
    # One smaller copy of each of the small pictures: what shows them would be told of it.
    monkeypatch.setitem(WIDTHS, "thumb", 24)
    out = io.StringIO()
    call_command("demo", stdout=out)

    assert [name for name in demo.names() if f"  {name}: " not in out.getvalue()] == []
    assert_shelves_are_full()
    assert_texts_are_there_in_hindi()
    assert_variants_are_many()
    assert_pictures_are_there_and_three_each()
    assert_colours_have_pictures_of_their_own()
    assert_goods_differ()
    assert_synonyms_are_there_once()
    assert_words_lead_to_what_they_are_synonyms_of()

    before = rows()
    call_command("demo", stdout=io.StringIO())

    assert rows() == before
    assert_nothing_waits_but_pictures_and_one_mail()


def assert_nothing_waits_but_pictures_and_one_mail():
    waiting = OutboxDelivery.objects.unfinished().values_list("queue", "event__name")
    # The mail of what runs low is a true one: it is there to be looked at.
    assert {one for one in waiting if one[0] != "bulk"} == {("mail", "StockLow")}
    assert {name for queue, name in waiting if queue == "bulk"} <= {"PictureStored", "ListingFellBehind"}
    assert outbox.backlog().pending > len(all_looks()) / 2
    assert not OutboxEvent.objects.filter(name="ProductChanged").exists()


def assert_shelves_are_full():
    shelves = Category.objects.filter(parent=None).annotate(
        goods=Count("children__products", filter=Q(children__products__status="active"))
    )
    assert len(shelves) == 12
    assert min(shelf.goods for shelf in shelves) >= 19
    assert Product.objects.count() >= 300
    assert Brand.objects.count() >= 8
    assert set(Listing.objects.values_list("product__slug", flat=True)) == {goods.slug for goods in read_goods()}


def assert_texts_are_there_in_hindi():
    translated = Translation.objects.filter(language="hi")
    for field in ("name", "short_description", "description"):
        assert translated.filter(kind="product", field=field).count() == Product.objects.count()
    # The size and not the litre.
    assert not translated.filter(kind="attributevalue", text="लीटर").exists()
    assert translated.filter(kind="category", field="name").count() == Category.objects.count()
    assert translated.filter(kind="attribute", field="name").count() == Attribute.objects.count()


def assert_variants_are_many():
    assert ProductVariant.objects.filter(is_default=True).count() == Product.objects.count()
    assert ProductVariant.objects.count() > 2 * Product.objects.count()
    assert ProductVariant.objects.filter(compare_at_price_minor__isnull=False).count() > 200


def assert_pictures_are_there_and_three_each():
    shown = ProductMedia.objects.values("product").annotate(different=Count("picture", distinct=True))
    assert min(row["different"] for row in shown) == 3
    assert shown.count() == Product.objects.count()
    names = Picture.objects.values_list("file", flat=True)
    assert all(default_storage.exists(name) for name in names)
    assert not Brand.objects.filter(picture=None).exists()


def assert_colours_have_pictures_of_their_own():
    for goods in read_goods():
        of_colours = ProductMedia.objects.filter(
            product__slug=goods.slug, variant__attribute_values__attribute__code="colour"
        )
        labels = of_colours.values_list("variant__attribute_values__value__label", flat=True)
        assert sorted(labels) == sorted(goods.colours), goods.name


def assert_goods_differ():
    assert set(VariantPrice.objects.values_list("region__code", flat=True)) == {"us", "eu", "jp", "kw"}
    stores = Product.objects.exclude(store=None).values("store").annotate(goods=Count("pk"))
    assert [row["goods"] >= 4 for row in stores] == [True, True]
    assert Listing.objects.values("rating").distinct().count() > 10


def assert_synonyms_are_there_once():
    words = [word for row in Synonym.objects.values_list("words", flat=True) for word in row]
    assert len(words) == len(set(words))
    assert {"mobile", "haldi", "saari", "trainers", "tee", "kadhai"} <= set(words)


def assert_words_lead_to_what_they_are_synonyms_of():
    """Each word of a set finds the same things, and first one that is called or shelved by a word of the set."""
    caching.forget()
    wrong = []
    for words in Synonym.objects.values_list("words", flat=True):
        pages = {word: asked(f"q={word}") for word in words}
        said = [set(stems_of(word)) for word in words]
        wrong += [f"{word}: {page.total_as_typed} found" for word, page in pages.items() if not page.total_as_typed]
        wrong += [words] * (len({page.total for page in pages.values()}) > 1)
        wrong += [
            f"{word}: {page.cards[0].name}"
            for word, page in pages.items()
            if page.cards and not any(one <= kind_of(page.cards[0].id) for one in said)
        ]
    assert wrong == []


def kind_of(product_id):
    """Return the stems of its name and of its category's, in both languages."""
    product = Product.objects.select_related("category").get(pk=product_id)
    texts = Translation.objects.filter(object_id__in=[product.pk, product.category_id], language="hi", field="name")
    names = [product.name, product.category.name, *texts.values_list("text", flat=True)]
    return {one for name in names for one in all_stems_of(name)}


def rows():
    goods = (Product, ProductVariant, ProductMedia, Picture, Category, Brand, Attribute, Translation, Synonym)
    return [list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in (get_user_model(), *goods)]


@pytest.mark.django_db
class TestSynonyms:
    def test_are_added_where_the_shop_has_said_nothing_of_the_word(self):
        Synonym.objects.create(words=["haldi", "saffron"])

        synonyms.load()

        sets = [row for row in Synonym.objects.values_list("words", flat=True) if "haldi" in row]
        assert sets == [["haldi", "saffron"]]
        assert Synonym.objects.filter(words=["saree", "saari"]).exists()

    def test_are_not_added_twice(self):
        synonyms.load()
        before = Synonym.objects.count()

        assert synonyms.load() == f"0 sets of synonyms made, {before} there"


class TestPictures:
    def test_show_every_product_as_itself(self):
        looks = all_looks()

        assert len({one.name for one in looks}) == len(looks)
        assert {name for one in looks for thing, _colour in one.things for name in re.split("[@/]", thing)} >= {
            file.stem for file in THINGS.glob("*.webp")
        }

    def test_are_three_of_each_product_with_nothing_else_on_them(self):
        for goods in read_goods():
            views = looks(goods)

            assert len(views) >= 3
            assert all(
                {name for name, _colour in one.things} == {name for name, _ in views[0].things} for one in views
            )

    def test_are_the_same_whenever_they_are_made(self):
        one = next(one for one in all_looks() if one.name.startswith("metro-wired-earphones"))

        assert shot(one) == shot(one)


class TestTables:
    def test_have_stock_of_every_state(self):
        states = Counter(stock_states().values())

        assert set(states) == {"in", "low", "out", "backorder"}
        assert 10 <= states.total() - states["in"] <= 20
        assert states.total() == sum(len(goods.variants()) for goods in read_goods())

    def test_know_goods_that_are_not_sold_everywhere_or_to_everyone(self):
        goods = read_goods()

        assert any(one.only_in for one in goods)
        assert any(one.not_in for one in goods)
        assert any(one.is_for_trade for one in goods)
        assert any(one.store for one in goods)

    def test_price_former_prices_higher(self):
        assert [one.name for one in read_goods() if one.former is not None and one.former <= one.price] == []
