"""What people call the values of filters, in their language."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.listing.terms import ATTRIBUTE
from catalog.models import AttributeValue, Brand, Term, Translation, tag_id
from catalog.tree import whole_tree
from stores.models import Store

# The order in which filters are offered; attributes come between brands and tags, in their own.
ORDER = {"category": 0, "brand": 1, "store": 3, "tag": 4}
ATTRIBUTES = 2
TEXTS = ("name", "label", "unit")


@dataclass(frozen=True, slots=True)
class Label:
    """A value: `value` is what addresses say, `name` what people read."""

    kind: str
    value: str
    name: str
    facet_name: str
    object_id: str = ""
    colour_hex: str = ""
    facet_position: int = 0
    position: int = 0

    @property
    def sorting(self) -> tuple[int, str, str]:
        return self.position, self.name.casefold(), self.value


def place_of(kind: str, label: Label) -> tuple[int, int, str]:
    """Return where a filter stands among the others."""
    return ORDER.get(kind, ATTRIBUTES), label.facet_position, kind


def stars(number: int) -> str:
    return ngettext("%(stars)d star and more", "%(stars)d stars and more", number) % {"stars": number}


def category_term(category_id: UUID) -> int:
    """Return the number that listings carry for a category; zero for one that nothing is listed of."""
    return Term.objects.filter(kind="category", value=str(category_id)).values_list("id", flat=True).first() or 0


def learn(known: dict[int, Label], term_ids: Collection[int], language: str) -> None:
    """Add the labels of those terms that are not known yet: a few statements, whatever their number."""
    unknown = set(term_ids).difference(known)
    if not unknown:
        return
    terms: dict[str, dict[UUID, int]] = defaultdict(dict)
    tags: dict[int, str] = {}
    for term_id, kind, value, object_id in Term.objects.filter(pk__in=unknown).values_list():
        if object_id is None:
            tags[term_id] = value
        else:
            terms["attribute" if kind.startswith(ATTRIBUTE) else kind][object_id] = term_id
    values = list(AttributeValue.objects.filter(pk__in=terms["attribute"]).select_related("attribute"))
    named = [*(object_id for ids in terms.values() for object_id in ids), *(value.attribute_id for value in values)]
    texts = _texts([*named, *map(tag_id, tags.values())], language)
    for term_id, tag in tags.items():
        known[term_id] = Label("tag", tag, texts.get((tag_id(tag), "label"), capfirst(tag)), _("Tags"))
    for object_id, label in _labels(terms, values, texts):
        kind = "attribute" if label.kind.startswith(ATTRIBUTE) else label.kind
        known[terms[kind][object_id]] = label


def _labels(
    terms: dict[str, dict[UUID, int]], values: Iterable[AttributeValue], texts: dict[tuple[UUID, str], str]
) -> Iterable[tuple[UUID, Label]]:
    tree = whole_tree()
    for object_id in terms["category"]:
        if node := tree.get(object_id):
            yield object_id, Label("category", node.slug, node.name_in(), _("Category"), str(node.id))
    for kind, model, name in (("brand", Brand, _("Brand")), ("store", Store, _("Store"))):
        if terms[kind]:
            for object_id, slug, own in model.objects.filter(pk__in=terms[kind]).values_list("id", "slug", "name"):
                yield object_id, Label(kind, slug, texts.get((object_id, "name"), own), name, str(object_id))
    for value in values:
        attribute = value.attribute
        own = texts.get((value.pk, "label"), value.label)
        unit = texts.get((attribute.pk, "unit"), attribute.unit)
        yield (
            value.pk,
            Label(
                kind=f"{ATTRIBUTE}{attribute.code}",
                value=value.value,
                name=f"{own} {unit}".strip(),
                facet_name=texts.get((attribute.pk, "name"), attribute.name),
                object_id=str(value.pk),
                colour_hex=value.colour_hex,
                facet_position=attribute.position,
                position=value.position,
            ),
        )


def _texts(object_ids: Collection[UUID], language: str) -> dict[tuple[UUID, str], str]:
    if not language or language == settings.LANGUAGE_CODE:
        return {}
    rows = Translation.objects.filter(object_id__in=object_ids, language=language, field__in=TEXTS)
    return {(row[0], row[1]): row[2] for row in rows.values_list("object_id", "field", "text")}
