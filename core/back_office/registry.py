"""What apps put on the back office's shared pages. config/back_office.py fills it, on one screen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Link:
    """An entry of the side navigation, shown to those who hold the permission."""

    title: Any
    icon: str
    url_name: str
    permission: str | None = None

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Section:
    title: Any
    links: Sequence[Link]


@dataclass(frozen=True)
class Figure:
    """A number with what it means and where its rows are listed."""

    value: Any
    note: Any = ""
    url: str = ""
    needs_attention: bool = False


@dataclass(frozen=True)
class Card:
    """A key figure or a queue on the home page. `figure` is asked only for those who may see it."""

    title: Any
    icon: str
    permission: str
    figure: Callable[[], Figure]


@dataclass(frozen=True)
class Panel:
    """A block on the home page (`context(request)`) or on a person's page (`context(request, person)`)."""

    template: str
    permission: str
    context: Callable[..., dict[str, Any]]
    is_wide: bool = False


@dataclass(frozen=True)
class Hit:
    title: str
    description: Any
    link: str
    icon: str


@dataclass(frozen=True)
class SearchSource:
    """Finds rows by what a person would type. `find` returns a handful of hits."""

    permission: str
    find: Callable[[str], Iterable[Hit]]


@dataclass(frozen=True)
class VariantStock:
    """What the app above the catalogue says of how many there are, and how staff set it on a product's page.

    `read(variant ids)` gives `{id: (on hand, version)}`; `write(variant, quantity, version, actor, reason)` may
    refuse. A version of None says that nothing was there to be seen. `elsewhere(variant ids)` gives how many are in
    other places than the one that is written to.
    """

    permission: str
    read: Callable[[Iterable[Any]], dict[Any, tuple[int, int]]]
    write: Callable[[Any, int, int | None, Any, str], None]
    elsewhere: Callable[[Iterable[Any]], dict[Any, int]]


@dataclass
class Registry:
    navigation: Sequence[Section] = ()
    cards: Sequence[Card] = ()
    queues: Sequence[Card] = ()
    home_panels: Sequence[Panel] = ()
    person_panels: Sequence[Panel] = ()
    search_sources: Sequence[SearchSource] = ()
    variant_stock: VariantStock | None = None
    sign_out: Callable[[HttpRequest], None] = logout
    set_language: Callable[[HttpRequest, str], None] = lambda request, language: None


back_office = Registry()


def may_see(request: HttpRequest, permission: str | None) -> bool:
    return permission is None or request.user.has_perm(permission)


def panels_for(request: HttpRequest, panels: Sequence[Panel], *about: Any) -> list[dict[str, Any]]:
    """Return the panels this member of staff may see, with what they show."""
    return [
        {"template": panel.template, "is_wide": panel.is_wide, "shown": panel.context(request, *about)}
        for panel in panels
        if may_see(request, panel.permission)
    ]
