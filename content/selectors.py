"""The pages of information that every shop owes its visitors."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import caching
from core.context_processors import shown_shop


@dataclass(frozen=True, slots=True)
class InformationPage:
    slug: str
    title: str | Promise
    summary: str | Promise
    icon: str

    @property
    def template(self) -> str:
        return f"content/information/{self.slug}.html"


PAGES = {
    page.slug: page
    for page in [
        InformationPage("about", _("About us"), _("Who we are and how an open market works."), "store"),
        InformationPage("contact", _("Contact"), _("How to reach a person."), "mail"),
        InformationPage("delivery", _("Delivery"), _("How goods travel, how long it takes, what it costs."), "truck"),
        InformationPage("returns", _("Returns"), _("How to send something back, and when the money is."), "undo-2"),
        InformationPage("privacy", _("Privacy"), _("What we know of you, why, and how to have it erased."), "lock"),
        InformationPage("terms", _("Terms"), _("What we promise each other when you buy."), "scroll-text"),
        InformationPage("imprint", _("Imprint"), _("Who answers for this shop."), "landmark"),
        InformationPage(
            "accessibility", _("Accessibility"), _("How this shop can be used, and whom to tell."), "accessibility"
        ),
    ]
}


def find_pages(words: str) -> list[InformationPage]:
    """Return the pages that hold all the words, in the language of the moment."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    texts = caching.remember("shop", _texts, named=f"information in {get_language()}")
    return [page for page, text in texts if all(word in text for word in wanted)]


def _texts() -> list[tuple[InformationPage, str]]:
    """Return what each page says, folded."""
    bodies = [(page, render_to_string(page.template, {"shop": shown_shop()})) for page in PAGES.values()]
    return [(page, f"{page.title} {page.summary} {strip_tags(body)}".casefold()) for page, body in bodies]


def page_paths(part: str) -> Iterator[str]:
    """Yield the addresses of the shell's pages that search engines may show."""
    yield reverse("content:home")
    yield reverse("catalog:brands")
    for slug in PAGES:
        yield reverse(f"content:{slug}")
