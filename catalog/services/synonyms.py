"""Words that find the same products."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.models import Synonym
from catalog.search.understanding import SYNONYMS
from catalog.services.editing import Problems, record, refuse_stale, set_values, stored_values
from core import caching
from core.errors import NotFound
from core.text import one_line

WORDS_MOST, WORD_MOST_CHARACTERS = 20, 60


@transaction.atomic
def save_synonym(
    *, synonym: Synonym | None, words: Sequence[str], actor: User | None, version: datetime | None = None
) -> Synonym:
    """Have these words find the same products. Raises InvalidInput, VersionConflict or NotFound."""
    cleaned = list(dict.fromkeys(filter(None, (one_line(word).casefold() for word in words))))
    problems = Problems()
    if not 2 <= len(cleaned) <= WORDS_MOST or any(len(word) > WORD_MOST_CHARACTERS for word in cleaned):
        limits = {"most": WORDS_MOST, "longest": WORD_MOST_CHARACTERS}
        problems.add("words", _("Give two to %(most)d words of at most %(longest)d characters each.") % limits)
    problems.refuse()
    if synonym is None:
        synonym = Synonym.objects.create(words=cleaned)
        record(actor, "added", synonym, after=stored_values(synonym))
    else:
        synonym = _locked(synonym)
        refuse_stale(synonym, version)
        before, after = set_values(synonym, {"words": cleaned})
        if not after:
            return synonym
        synonym.save()
        record(actor, "changed", synonym, before, after)
    caching.bump(SYNONYMS)
    return synonym


@transaction.atomic
def delete_synonym(*, synonym: Synonym, actor: User | None) -> None:
    """Let each of the words find its own again. Raises NotFound."""
    synonym = _locked(synonym)
    record(actor, "deleted", synonym, before=stored_values(synonym))
    synonym.delete()
    caching.bump(SYNONYMS)


def _locked(synonym: Synonym) -> Synonym:
    found = Synonym.objects.select_for_update().filter(pk=synonym.pk).first()
    if found is None:
        raise NotFound
    return found
