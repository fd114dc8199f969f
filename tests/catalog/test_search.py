"""What shoppers type, and what they find first: the same on every database."""

import pytest

from catalog.models import Synonym
from catalog.search.words import stem, words_of
from tests.catalog.listing import asked, fill, names
from tests.catalog.searched import FIRST, put_up
from tests.factories.catalog import ProductFactory


@pytest.fixture
def shop(db):
    put_up()


def test_finds_first_what_was_meant(shop):
    assert len(FIRST) >= 40

    found = {query: (names(f"q={query}") or [None])[0] for query, _ in FIRST}

    assert found == dict(FIRST)


class TestSearch:
    @pytest.mark.parametrize("query", ["zzzzzz", "headphones kettle", "%", "🎒", "-"])
    def test_finds_nothing_where_there_is_nothing(self, shop, query):
        assert names(f"q={query}") == []

    def test_prefers_the_name_to_the_small_print(self, shop):
        assert names("q=book") == ["Children's Picture Book", "Gift Box"]

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
        from core import caching

        assert names("q=timepiece") == []
        Synonym.objects.create(words=["watch", "timepiece"])
        caching.bump("synonyms", "catalogue")
        caching.versions.forget()

        assert names("q=timepieces")[0] == "Wrist Watch"


class TestWords:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("dresses", "dress"),
            ("boxes", "box"),
            ("women", "woman"),
            ("Sarees", "sari"),
            ("लड़कियाँ", "लड़की"),
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

    def test_are_short(self):
        assert words_of("x" * 500) == ("x" * 40,)
