"""What the showroom shows: the components with something in them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.templatetags.static import static
from django.utils.translation import gettext as _

from catalog.selectors import Card
from content.forms import ShowroomForm
from core.money import Money

COLOURS = [
    "paper", "surface", "sunken", "ink", "ink-soft", "indigo", "indigo-wash", "night", "marigold", "marigold-wash",
    "good", "bad",
]  # fmt: skip


def showroom_context() -> dict[str, Any]:
    rooms = {
        "colours": _("Colours"),
        "type": _("Type"),
        "buttons": _("Buttons"),
        "forms": _("Forms"),
        "messages": _("Messages"),
        "cards": _("Cards"),
        "products": _("Products"),
        "pictures": _("Pictures"),
        "lists": _("Lists"),
        "navigation": _("Ways around"),
        "waiting": _("Waiting and emptiness"),
    }
    wrong = ShowroomForm({"email": "asha", "password": "short", "country": "in"}, auto_id="wrong_%s")
    wrong.is_valid()
    return {
        "rooms": [(key, name, f"content/showroom/{key}.html") for key, name in rooms.items()],
        "colours": COLOURS,
        # Not "form": a page whose form has errors says so in its title.
        "untouched": ShowroomForm(),
        "wrong": wrong,
        "sale": Money(1_499_00, "INR"),
        "sample": {
            "url": static("img/share.png"),
            "srcset": "",
            "width": 1200,
            "height": 630,
            "alt": _("A market under a marigold sky"),
        },
        "before": Money(1_999_00, "INR"),
        "cards": _cards(),
        "numbers": Paginator(range(240), 24).page(4),
        "crumbs": [(_("Home"), "#navigation-room"), (_("Spices & food"), "#navigation-room"), (_("Turmeric"), "")],
    }


def _cards() -> list[Card]:
    """Return a product in every state that its card knows."""
    plain = Card(
        id=UUID(int=0), slug="turmeric", name=_("Turmeric"), brand=None, category=None, price=Money(1_499_00, "INR"),
        compare_at_price=None, discount_percent=0, image=None, rating_average=None, rating_count=0, available=True,
        stock_state="in", variant_count=1,
    )  # fmt: skip
    reduced = replace(plain, compare_at_price=Money(1_999_00, "INR"), discount_percent=25)
    rated = replace(plain, rating_average=4.3, rating_count=128, variant_count=3, highest_price=Money(2_499_00, "INR"))
    few = replace(plain, stock_state="low")
    return [plain, reduced, rated, few, replace(plain, stock_state="out", available=False)]
