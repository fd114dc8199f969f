"""The tree of categories: who is below whom is decided under a lock on all of it, because it is small."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from catalog import constants as most
from catalog import tree
from catalog.enums import TargetRole
from catalog.errors import StillUsed
from catalog.events import CategoryChanged
from catalog.models import Category, Product, ProductRestriction, SlugRedirect
from catalog.services import slugs
from catalog.services.editing import Problems, Values, record, refuse_stale, set_values, stored_values
from catalog.services.pictures import find_picture
from catalog.services.translations import clean_texts, forget_texts, write_texts
from core import caching
from core.errors import InvalidInput, NotFound
from core.failpoints import failpoint
from core.outbox import publish, publish_all

Rows = dict[UUID, Category]


@transaction.atomic
def create_category(
    *, actor: User | None, name: str, slug: str = "", parent: UUID | None = None, position: int | None = None,
    translations: dict | None = None, **fields: Any,
) -> Category:  # fmt: skip
    """Add a category below `parent`, last unless a position among its sisters is given.

    Raises InvalidInput or SlugTaken.
    """
    problems = Problems()
    values = _cleaned(problems, {"name": name, **fields})
    texts = clean_texts(problems, "category", translations or {})
    problems.refuse()
    rows = Category.objects.lock_all()
    _refuse_unknown(rows, parent)
    category = Category(parent_id=parent, **values)
    slugs.save_new(category, slug=slug)
    rows[category.pk] = category
    _place(rows, category, position)
    write_texts(category, texts)
    record(actor, "added", category, after=stored_values(category))
    _tell(category.pk)
    return category


@transaction.atomic
def update_category(
    *, category: Category, actor: User | None, version: datetime | None = None, slug: str = "",
    translations: dict | None = None, **fields: Any,
) -> Category:  # fmt: skip
    """Change what is given; `parent` and `position` move it, with everything below it.

    Raises InvalidInput (also for a move below itself), SlugTaken or VersionConflict.
    """
    problems = Problems()
    values = _cleaned(problems, fields)
    texts = clean_texts(problems, "category", translations or {})
    problems.refuse()
    rows = Category.objects.lock_all()
    category = _current(rows, category)
    refuse_stale(category, version)
    former = {"slug": category.slug, "parent_id": category.parent_id, "position": category.position}
    before, after = set_values(category, values)
    if "parent" in fields or fields.get("position") is not None:
        _move(rows, category, fields.get("parent", category.parent_id), fields.get("position"))
    category.save()
    if slug:
        slugs.rename(category, slug)
    texts_before, texts_after = write_texts(category, texts)
    now = {"slug": category.slug, "parent_id": category.parent_id, "position": category.position}
    if after or texts_after or now != former:
        record(actor, "changed", category, before | former | texts_before, after | now | texts_after)
        _tell(category.pk)
    return category


def move_category(
    *, category: Category, actor: User | None, parent: UUID | None, position: int | None = None
) -> Category:
    """Put a category elsewhere in the tree. Raises InvalidInput for a place below itself."""
    return update_category(category=category, actor=actor, parent=parent, position=position)


@transaction.atomic
def reorder_categories(*, parent: UUID | None, order: Sequence[UUID], actor: User | None) -> None:
    """Put the categories below `parent` into this order; those that are not named follow. Raises InvalidInput."""
    rows = Category.objects.lock_all()
    sisters = _sisters(rows, parent)
    unknown = set(order) - {sister.pk for sister in sisters}
    if unknown or len(set(order)) != len(order):
        raise InvalidInput(order=[_("Name each category below this one once, and no others.")])
    wanted = {pk: place for place, pk in enumerate(order)}
    before = [str(sister.pk) for sister in sisters]
    sisters.sort(key=lambda sister: wanted.get(sister.pk, len(wanted)))
    if [str(sister.pk) for sister in sisters] == before:
        return
    _number(sisters)
    for sister in sisters[:1]:
        record(actor, "reordered", sister, {"order": before}, {"order": [str(sister.pk) for sister in sisters]})
    publish_all(CategoryChanged(category_id=sister.pk) for sister in sisters)
    caching.bump(tree.TAG)


@transaction.atomic
def delete_category(*, category: Category, actor: User | None, move_to: UUID | None = None, reason: str = "") -> None:
    """Delete a category. Its products and its address go to `move_to`, or else to its parent; so do those below it.

    Raises StillUsed for a category with products that has no parent, and for one that restrictions of regions name;
    InvalidInput for a new place that does not exist or lies below it.
    """
    rows = Category.objects.lock_all()
    category = _current(rows, category)
    heir = move_to or category.parent_id
    if move_to:
        _refuse_unknown(rows, move_to, field="move_to")
        if move_to in _below(rows, category.pk):
            raise InvalidInput(move_to=[_("Choose a category outside of this one.")])
    restrictions = ProductRestriction.objects.filter(category=category).count()
    if restrictions:
        # Deleting them would sell its goods where they must not be sold.
        raise StillUsed(restrictions=restrictions)
    products = Product.objects.filter(category=category)
    if heir is None and (held := products.count()):
        raise StillUsed(products=held)
    _give_away(rows, category, heir)
    record(actor, "deleted", category, before=stored_values(category), after={"heir": heir}, reason=reason)
    gone, slug = category.pk, category.slug
    category.delete()
    forget_texts(gone)
    if heir:
        slugs.lead(kind="category", slug=slug, to=heir)
        publish(CategoryChanged(category_id=heir))
    _tell(gone)


def _cleaned(problems: Problems, fields: Values) -> Values:
    """Return the columns to set. Whatever is not named here cannot be set."""
    values: Values = {}
    if "name" in fields:
        values["name"] = problems.line("name", fields["name"], least=1, most=most.LABEL_MOST_CHARACTERS)
    if "description" in fields:
        longest = most.PLAIN_DESCRIPTION_MOST_CHARACTERS
        values["description"] = problems.prose("description", fields["description"], most=longest)
    if "target_role" in fields:
        values["target_role"] = problems.choice("target_role", fields["target_role"], TargetRole.values)
    if "is_active" in fields:
        values["is_active"] = problems.flag("is_active", fields["is_active"])
    if "picture" in fields:
        values["picture"] = find_picture(problems, "picture", fields["picture"])
    for name, longest in (
        ("seo_title", most.SEO_TITLE_MOST_CHARACTERS),
        ("seo_description", most.SEO_DESCRIPTION_MOST_CHARACTERS),
    ):
        if name in fields:
            values[name] = problems.line(name, fields[name], most=longest)
    return values


def _current(rows: Rows, category: Category) -> Category:
    """Return the row as it is under the lock. Raises NotFound when somebody has deleted it."""
    if category.pk not in rows:
        raise NotFound
    return rows[category.pk]


def _refuse_unknown(rows: Rows, parent: UUID | None, *, field: str = "parent") -> None:
    if parent is not None and parent not in rows:
        raise InvalidInput(**{field: [_("There is no such category.")]})


def _move(rows: Rows, category: Category, parent: UUID | None, position: int | None) -> None:
    _refuse_unknown(rows, parent)
    failpoint("catalog.category_moves")
    if parent in _below(rows, category.pk):
        raise InvalidInput(parent=[_("A category cannot be moved below itself.")])
    is_elsewhere = parent != category.parent_id
    category.parent_id = parent
    if is_elsewhere or position is not None:
        _place(rows, category, position)


def _below(rows: Rows, pk: UUID) -> set[UUID]:
    """The ids of a category and everything below it."""
    found = {pk}
    waiting = [pk]
    while waiting:
        parent = waiting.pop()
        below = {row.pk for row in rows.values() if row.parent_id == parent} - found
        found |= below
        waiting.extend(below)
    return found


def _sisters(rows: Rows, parent: UUID | None) -> list[Category]:
    return sorted(
        (row for row in rows.values() if row.parent_id == parent), key=lambda row: (row.position, row.name, row.pk)
    )


def _place(rows: Rows, category: Category, position: int | None) -> None:
    """Put a category among its sisters, at the end unless a place is given."""
    sisters = [row for row in _sisters(rows, category.parent_id) if row.pk != category.pk]
    place = len(sisters) if position is None else min(max(position, 0), len(sisters))
    sisters.insert(place, category)
    _number(sisters)


def _number(sisters: Sequence[Category]) -> None:
    moved = []
    for place, row in enumerate(sisters):
        if row.position != place:
            row.position = place
            moved.append(row)
    Category.objects.bulk_update(moved, ["position"])


def _give_away(rows: Rows, category: Category, heir: UUID | None) -> None:
    """Leave products, categories below and former addresses to the heir, and products as narrowly shown as before."""
    if heir:
        if category.target_role != TargetRole.BOTH:
            Product.objects.filter(category=category, target_role="").update(target_role=category.target_role)
        Product.objects.filter(category=category).update(category_id=heir)
        SlugRedirect.objects.filter(category=category).update(category_id=heir)
    below = _sisters(rows, category.pk)
    for row in below:
        row.parent_id = heir
    publish_all(CategoryChanged(category_id=row.pk) for row in below)
    Category.objects.bulk_update(below, ["parent"])
    _number([row for row in _sisters(rows, heir) if row.pk != category.pk])


def _tell(category_id: UUID) -> None:
    publish(CategoryChanged(category_id=category_id))
    caching.bump(tree.TAG)
