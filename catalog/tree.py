"""The whole tree of categories in memory: read once per process and change, never once per request."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from catalog.enums import Audience, TargetRole
from catalog.models import Category, Translation
from core import caching
from core.models import Picture

TAG = "categories"


@dataclass(frozen=True, slots=True)
class Node:
    """A category with its place. `names` has its name in other languages."""

    id: UUID
    slug: str
    name: str
    parent_id: UUID | None
    position: int
    target_role: str
    is_active: bool
    picture: Picture | None
    names: dict[str, str]

    def name_in(self, language: str | None = None) -> str:
        """Return the name in this language, or the one that is being spoken; its own words where there is none."""
        return self.names.get(language or get_language() or settings.LANGUAGE_CODE, self.name)


@dataclass(frozen=True)
class Tree:
    """Every category, whether it is shown or not, siblings in their order."""

    nodes: dict[UUID, Node]
    children: dict[UUID | None, tuple[Node, ...]]
    _visible: dict[Audience, frozenset[UUID]] = field(default_factory=dict)

    @cached_property
    def by_slug(self) -> dict[str, Node]:
        return {node.slug: node for node in self.nodes.values()}

    @cached_property
    def _by_slug_or_id(self) -> dict[str, Node]:
        return {str(key): node for key, node in self.nodes.items()} | self.by_slug

    @cached_property
    def _paths(self) -> dict[UUID, tuple[Node, ...]]:
        return {path[-1].id: path for root in self.roots for path in self._below((root,))}

    @property
    def roots(self) -> tuple[Node, ...]:
        return self.children.get(None, ())

    def get(self, category_id: UUID) -> Node | None:
        return self.nodes.get(category_id)

    def find(self, slug_or_id: str) -> Node | None:
        return self._by_slug_or_id.get(slug_or_id)

    def path(self, category_id: UUID) -> tuple[Node, ...]:
        """The way from the root to this category, itself included; empty for an unknown one."""
        return self._paths.get(category_id, ())

    def ancestors(self, category_id: UUID) -> tuple[Node, ...]:
        return self.path(category_id)[:-1]

    def children_of(self, category_id: UUID | None, audience: Audience | None = None) -> tuple[Node, ...]:
        """The categories directly below, or the roots; with an audience, those that it sees."""
        below = self.children.get(category_id, ())
        if audience is None:
            return below
        seen = self.visible_for(audience)
        return tuple(node for node in below if node.id in seen)

    def descendants(self, category_id: UUID) -> frozenset[UUID]:
        """The ids of this category and everything below it."""
        path = self.path(category_id)
        return frozenset(below[-1].id for below in self._below(path)) if path else frozenset()

    def is_active(self, category_id: UUID) -> bool:
        """Whether it and everything above it is shown to somebody."""
        path = self.path(category_id)
        return bool(path) and all(node.is_active for node in path)

    def is_visible(self, category_id: UUID, audience: Audience) -> bool:
        return category_id in self.visible_for(audience)

    def visible_for(self, audience: Audience) -> frozenset[UUID]:
        """The ids of the categories that this audience sees: the whole chain is shown, and meant for it."""
        if audience not in self._visible:
            fitting = {TargetRole.BOTH.value, audience.value}
            self._visible[audience] = frozenset(
                category_id
                for category_id, path in self._paths.items()
                if all(node.is_active and node.target_role in fitting for node in path)
            )
        return self._visible[audience]

    def _below(self, path: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
        waiting = [path]
        while waiting:
            path = waiting.pop()
            yield path
            waiting.extend((*path, child) for child in reversed(self.children.get(path[-1].id, ())))


def whole_tree() -> Tree:
    """Return the tree as it is, at most a second old."""
    return caching.remember(TAG, read_tree)


def read_tree() -> Tree:
    """Return the tree as the database has it now, in two queries."""
    names: dict[UUID, dict[str, str]] = {}
    for category_id, language, text in Translation.objects.filter(kind="category", field="name").values_list(
        "object_id", "language", "text"
    ):
        names.setdefault(category_id, {})[language] = text
    nodes: dict[UUID, Node] = {}
    children: dict[UUID | None, list[Node]] = {}
    for row in Category.objects.select_related("picture").order_by("position", "name", "pk"):
        node = Node(
            id=row.pk,
            slug=row.slug,
            name=row.name,
            parent_id=row.parent_id,
            position=row.position,
            target_role=row.target_role,
            is_active=row.is_active,
            picture=row.picture,
            names=names.get(row.pk, {}),
        )
        nodes[node.id] = node
        children.setdefault(node.parent_id, []).append(node)
    return Tree(nodes, {parent_id: tuple(below) for parent_id, below in children.items()})
