"""The pages of information that every shop owes its visitors."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from core.models import ShopSettings


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


def find_pages(*, words: str, shop: ShopSettings) -> Iterator[InformationPage]:
    """Yield the pages that hold all the words, in the language of the moment."""
    wanted = words.casefold().split()
    for page in PAGES.values():
        body = strip_tags(render_to_string(page.template, {"shop": shop}))
        text = f"{page.title} {page.summary} {body}".casefold()
        if wanted and all(word in text for word in wanted):
            yield page


def page_paths(part: str) -> Iterator[str]:
    """Yield the addresses of the shell's pages that search engines may show."""
    yield reverse("content:home")
    yield reverse("catalog:brands")
    for slug in PAGES:
        yield reverse(f"content:{slug}")
