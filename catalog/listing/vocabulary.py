"""The words that occur in the catalogue, kept so that mistyped ones can be led to them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog.listing.facts import Batch
from catalog.models import SearchTrigram, SearchWord
from catalog.search.typos import SHORTEST, trigrams
from catalog.search.words import codes_of, stem, words_of


@dataclass
class Vocabulary:
    """Words that are known to be kept already; a rebuild keeps one for all its batches."""

    known: set[str] = field(default_factory=set)

    def learn(self, batch: Batch) -> None:
        """Keep the words of these products that were not met before."""
        words = {word for text in _texts(batch) for word in (*words_of(text), *codes_of(text))} - self.known
        self.known |= words
        words = {word for word in words if _is_word(word)}
        if not words:
            return
        kept = SearchWord.objects.filter(word__in=words)
        new = sorted(words.difference(kept.values_list("word", flat=True)))
        if new:
            SearchWord.objects.bulk_create(
                [SearchWord(word=word, stem=stem(word)) for word in new], ignore_conflicts=True
            )
            ids = SearchWord.objects.filter(word__in=new).values_list("word", "id")
            parts = [
                SearchTrigram(trigram=trigram, word_id=word_id) for word, word_id in ids for trigram in trigrams(word)
            ]
            SearchTrigram.objects.bulk_create(parts, ignore_conflicts=True, batch_size=2000)


def _texts(batch: Batch) -> Iterable[str]:
    categories = set()
    for product in batch.products.values():
        yield product.name
        yield product.brand_name or ""
        yield from product.tags
        yield from product.labels.values()
        for texts in product.texts.values():
            yield texts.get("name", "")
        categories.add(product.category_id)
    for names in batch.names.values():
        yield from names.values()
    for category_id in categories:
        for node in batch.tree.path(category_id):
            yield node.name
            yield from node.names.values()


def _is_word(word: str) -> bool:
    return len(word) >= SHORTEST - 1 and not any(letter.isdigit() for letter in word)
