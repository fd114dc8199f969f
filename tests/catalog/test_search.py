"""What shoppers type, and what they find first: the same on every database."""

import pytest

from catalog import services
from catalog.enums import Audience
from catalog.models import Brand, Category, Product, Synonym, Translation
from catalog.search.words import stem, thing_in, words_of
from catalog.selectors import listing, suggest
from core import caching
from tests.catalog.listing import asked, facets, fill, names, shelf_id
from tests.catalog.searched import FIRST, put_up
from tests.factories.catalog import BrandFactory, CategoryFactory, ProductFactory
from tests.factories.regions import RegionFactory

CUSTOMER = Audience.CUSTOMER


@pytest.fixture
def shop(db):
    put_up()


def test_finds_first_what_was_meant(shop):
    assert len(FIRST) >= 40

    found = {query: (names(f"q={query}") or [None])[0] for query, _ in FIRST}

    assert found == dict(FIRST)


class TestSearch:
    @pytest.mark.parametrize("query", ["zzzzzz", "kettle toaster", "%", "🎒", "-"])
    def test_finds_nothing_where_there_is_nothing(self, shop, query):
        assert names(f"q={query}") == []

    @pytest.mark.parametrize("query", ["cafi", "car", "manx"])
    def test_takes_no_short_word_for_another(self, shop, query):
        assert "Cane Daybed" not in names(f"q={query}")

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("candel", {"Beeswax Candles"}),
            ("peper", {"Tellicherry Black Pepper"}),
            ("chai", {"Masala Chai", "Green Tea of the Nilgiri Hills"}),
            ("bag", {"Jute Market Bag", "Laptop Backpack"}),
            ("bags", {"Jute Market Bag", "Laptop Backpack"}),
            ("men's shoes", {"Running Shoes"}),
            ("organic tea", {"Masala Chai", "Green Tea of the Nilgiri Hills"}),
        ],
    )
    def test_reads_no_more_into_whole_words_than_they_say(self, shop, query, found):
        assert set(names(f"q={query}")) == found

    def test_prefers_what_a_word_means_to_what_begins_like_it(self, shop):
        found = [hit.as_card().name for hit in suggest(text="chai", shelf_id=shelf_id(), audience=CUSTOMER).products]

        assert found == ["Masala Chai", "Green Tea of the Nilgiri Hills", "Study Chair"]

    @pytest.mark.parametrize("query", ["hedp", "hedph", "headph"])
    def test_suggests_what_a_mistyped_beginning_goes_on_to(self, shop, query):
        found = suggest(text=query, shelf_id=shelf_id(), audience=CUSTOMER)

        assert [hit.as_card().name for hit in found.products] == ["Wireless Headphones"]

    def test_asks_once_for_whole_words_and_once_for_their_rows(self, shop, django_assert_num_queries):
        asked("q=saree")

        # Which shelf it is, the count, and the rows.
        with django_assert_num_queries(3):
            asked("q=kurta")

    def test_prefers_the_name_to_the_small_print(self, shop):
        assert names("q=book") == ["Children's Picture Book", "Gift Box"]

    def test_prefers_the_name_and_then_the_own_category_to_those_above(self, shop):
        top = CategoryFactory(name="Kites & marbles")
        ProductFactory(name="Big Marbles", category=CategoryFactory(name="Marbles", parent=top))
        ProductFactory(name="A Bird of Red Paper to Fly", category=CategoryFactory(name="Kites", parent=top))
        ProductFactory(name="Tail of a Kite in Red and Blue")
        fill()

        assert names("q=kite") == ["Tail of a Kite in Red and Blue", "A Bird of Red Paper to Fly", "Big Marbles"]

    def test_prefers_what_is_bought_to_short_names_where_only_the_text_has_the_word(self, shop):
        ProductFactory(name="Kite", short_description="Comes in a parcel.", sold_count=1)
        ProductFactory(name="A Basket of Reeds from Bengal", short_description="Holds a parcel.", sold_count=1000)
        ProductFactory(name="A Large and Heavy Parcel to be Opened at Night")
        fill()

        assert names("q=parcel") == [
            "A Large and Heavy Parcel to be Opened at Night",
            "A Basket of Reeds from Bengal",
            "Kite",
        ]

    @pytest.mark.parametrize("query", ["shirts for the summer", "shirt of linen", "linen shirt for", "लिनन की शर्ट"])
    def test_needs_no_small_words(self, shop, query):
        ProductFactory(name="Linen Shirt for summer", short_description="लिनन शर्ट, to wear outside.")
        fill()

        assert names(f"q={query}")[0].startswith("Linen Shirt")

    def test_of_small_words_alone_finds_them(self, shop):
        ProductFactory(name="The The")
        fill()

        assert names("q=the the")[0] == "The The"

    def test_narrows_like_a_list(self, shop):
        assert names("q=saree&max_price=1") == []

    def test_marks_what_it_found_and_nothing_else(self, shop):
        ProductFactory(name="<b>Shirt</b> & tie", short_description="Any <script>shirt</script> will do here.")
        fill()

        marked = {card.name: card.highlight for card in asked("q=shirts").cards}

        assert marked["Linen Shirt"] == "Linen <mark>Shirt</mark> · A cool <mark>shirt</mark>."
        assert marked["<b>Shirt</b> & tie"] == (
            "&lt;b&gt;<mark>Shirt</mark>&lt;/b&gt; &amp; tie · "
            "Any &lt;script&gt;<mark>shirt</mark>&lt;/script&gt; will do here."
        )

    def test_a_synonym_is_known_at_once(self, shop):
        assert names("q=timepiece") == []
        Synonym.objects.create(words=["watch", "timepiece"])
        caching.bump("synonyms", "catalogue")
        caching.versions.forget()

        assert names("q=timepieces")[0] == "Wrist Watch"


def walked(query: str, *, limit: int) -> tuple[list[str], list[str]]:
    """Return the names on all pages by cursor, going on and then back."""
    there, back, cursor, last = [], [], "", ""
    while cursor is not None:
        page = asked(f"{query}&limit={limit}&cursor={cursor}")
        there += [card.name for card in page.cards]
        cursor, last = page.next_cursor, page.previous_cursor
    while last is not None:
        page = asked(f"{query}&limit={limit}&cursor={last}")
        back = [card.name for card in page.cards] + back
        last = page.previous_cursor
    return there, back


class TestSomeWords:
    def test_find_what_has_most_of_them_where_nothing_has_all(self, shop):
        page = asked("q=kettle wireless headphones")

        assert page.is_partial
        assert [card.name for card in page.cards] == ["Wireless Headphones"]
        assert names("q=watch kettle") == ["Wrist Watch"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("water bottle", []),
            ("washing machine", []),
            ("purple bottle", []),
            ("mist bottle", ["Rose Water Mist, 100 ml"]),
            ("गुलाब जल शीशी", []),
            ("शीशी फुहार", ["Rose Water Mist, 100 ml"]),
            ("washing kite bottle", ["Delta Kite with Tail"]),
            ("purple kites", ["Delta Kite with Tail"]),
            ("vanya bottle", ["Rose Water Mist, 100 ml"]),
            ("water for bottles", ["Rose Water Mist, 100 ml"]),
            ("bottle of water", []),
            ("kite set 500", ["Delta Kite with Tail"]),
        ],
    )
    def test_are_those_that_tell_what_a_thing_is(self, shop, query, found):
        mist = ProductFactory(name="Rose Water Mist, 100 ml", brand=BrandFactory(name="Vanya"))
        hindi = {"kind": "product", "language": "hi", "field": "name", "text": "गुलाब जल की फुहार"}
        Translation.objects.create(object_id=mist.pk, **hindi)
        ProductFactory(name="Delta Kite with Tail", short_description="Flies where no washing moves.")
        ProductFactory(name="Desk", short_description="Purple.")
        fill()

        assert names(f"q={query}") == found

    def test_that_are_short_are_no_beginnings(self, shop):
        assert names("q=kettle pap") == []
        assert names("q=kettle bluet") == ["Bluetooth Speaker"]

    def test_are_rather_those_that_were_typed_than_those_that_were_guessed(self, shop):
        assert names("q=jeens watch") == ["Wrist Watch"]
        assert names("q=jeens kettle") == ["Denim Jeans"]

    def test_are_enough_only_where_nothing_has_all(self, shop):
        page = asked("q=cotton saree")

        assert not page.is_partial
        assert [card.name for card in page.cards] == ["Cotton Saree"]

    def test_are_not_enough_where_it_is_the_filters_that_leave_nothing(self, shop):
        assert names("q=cotton saree&max_price=1") == []
        assert names("q=cotton saree", category=Category.objects.get(name="Audio").slug) == []

    def test_are_counted_as_they_are_listed(self, shop):
        page, found = asked("q=saree kettle"), facets("q=saree kettle")

        assert page.total == len(page.cards) == 2
        mill, pacer = (Brand.objects.get(name=name).slug for name in ("Khadi Mill", "Pacer"))
        assert found["brand"] == {mill: 2}
        assert names(f"q=saree kettle&brand={mill}") == [card.name for card in page.cards]
        assert names(f"q=saree kettle&brand={pacer}") == []
        assert walked("q=saree kettle", limit=1) == ([card.name for card in page.cards], [page.cards[0].name])

    def test_of_very_many_are_few(self, shop):
        assert names("q=saree " + " ".join(["kettle", "toaster", "oven"] * 4))[0] == "Silk Saree"

    def test_are_asked_for_in_so_many_statements_once(self, shop, django_assert_num_queries):
        asked("q=kettle saree pump")

        with django_assert_num_queries(2):
            asked("q=kettle saree pump")


class TestManyHits:
    @pytest.fixture
    def kites(self, db):
        """What fits worse sells better: the name of number 0 has fewest words."""
        RegionFactory(india=True)
        for number in range(6):
            ProductFactory(name="Kite" + " of paper" * number, sold_count=10**number)
        fill()

    def test_come_in_the_order_of_few_however_they_are_asked_for(self, kites, monkeypatch):
        whole = names("q=kite")
        monkeypatch.setattr(listing, "MOST_UNRANKED", 2)

        assert names("q=kite") == whole
        assert [name for page in (1, 2, 3) for name in names(f"q=kite&limit=2&page={page}")] == whole
        there, back = walked("q=kite", limit=4)
        assert there == whole
        assert back == whole[:4]
        assert asked("q=kite&limit=4&page=2").previous_cursor

    def test_that_are_more_than_anybody_reads_are_the_best_sellers_some_at_a_time(self, kites, monkeypatch):
        monkeypatch.setattr(listing, "MOST_UNRANKED", 2)
        monkeypatch.setattr(listing, "MOST_ROWS", 4)
        by_sales = names("q=kite&sort=best_selling")

        page = asked("q=kite&limit=3")

        assert (page.total, page.total_is_capped) == (4, True)
        assert set(names("q=kite&limit=2")) == set(by_sales[:2])
        assert set(names("q=kite&limit=2&page=2")) == set(by_sales[2:4])
        assert set(walked("q=kite", limit=3)[0]) == set(by_sales[:4])

    def test_are_ranked_once(self, kites, monkeypatch, django_assert_num_queries):
        monkeypatch.setattr(listing, "MOST_UNRANKED", 2)
        first = names("q=kite&limit=2")

        # Which shelf it is, and the rows.
        with django_assert_num_queries(2):
            assert names("q=kite&limit=2") == first

    def test_are_without_what_was_taken_off_sale(self, kites, monkeypatch):
        monkeypatch.setattr(listing, "MOST_UNRANKED", 2)
        names("q=kite")
        services.set_product_status(product=Product.objects.get(name="Kite"), status="inactive", actor=None)
        services.refresh_listing(product_ids=[Product.objects.get(name="Kite").pk])
        caching.versions.forget()

        assert "Kite" not in names("q=kite")


class TestWords:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("dresses", "dress"),
            ("boxes", "box"),
            ("women", "woman"),
            ("Sarees", "sari"),
            ("mangoes", "mango"),
            ("mangos", "mango"),
            ("potatoes", "potato"),
            ("heroes", "hero"),
            ("horseshoes", "horseshoe"),
            ("cookies", "cookie"),
            ("batteries", "battery"),
            ("scarves", "scarf"),
            ("bookshelves", "bookshelf"),
            ("gloves", "glove"),
            ("olives", "olive"),
            ("lenses", "lens"),
            ("लड़कियाँ", "लड़की"),
            ("जीन्स", "जींस"),
            ("हिन्दी", "हिंदी"),
            ("सम्बन्ध", "संबंध"),
            ("ठण्डा", "ठंडा"),
            ("चाँद", "चांद"),
            ("मेज़", "मेज"),
            ("ﬁlm", "film"),
            ("Straße", "strasse"),
            ("naïve", "naive"),
        ],
    )
    def test_are_the_same(self, one, other):
        assert [stem(word) for word in words_of(one)] == [stem(word) for word in words_of(other)]

    @pytest.mark.parametrize("word", ["glass", "bus", "lens", "series", "jeans", "iris"])
    def test_of_one_thing_stay_whole(self, word):
        assert stem(word) == word

    @pytest.mark.parametrize(
        ("name", "thing"),
        [
            ("Rose Water Mist", "mist"),
            ("Steel Kettle with Whistle", "kettle"),
            ("Makar Sankranti Kites, Pack of Ten", "kite"),
            ("Delta Kite 150 cm", "kite"),
            ("Yatra 25 L Backpack", "backpack"),
            ("Galaxy M14 5G Phone (Teal, 128 GB)", "phone"),
            ("Rasoi Mixer - 750 W", "mixer"),
            ("Smart TV", "tv"),
            ("दोसा तवा 30 सेमी", stem("तवा")),
            ("रसोइए का चाकू", stem("चाकू")),
            ("500", ""),
            ("", ""),
        ],
    )
    def test_name_a_thing_before_its_details(self, name, thing):
        assert thing_in(name) == thing

    def test_are_short(self):
        assert words_of("x" * 500) == ("x" * 40,)
