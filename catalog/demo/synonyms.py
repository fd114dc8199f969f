"""Other words for the demo's goods: what people here say for a phone, turmeric or a wok."""

from catalog.demo.words import rows
from catalog.models import Synonym
from catalog.search.understanding import SYNONYMS
from core import caching


def load() -> str:
    """Add the sets that are missing. One of whose words the shop has said something already is left alone."""
    said = {word for words in Synonym.objects.values_list("words", flat=True) for word in words}
    wanted = [words for words in rows("synonyms") if said.isdisjoint(words)]
    Synonym.objects.bulk_create(Synonym(words=words) for words in wanted)
    if wanted:
        caching.bump(SYNONYMS)
    return f"{len(wanted)} sets of synonyms made, {Synonym.objects.count()} there"
