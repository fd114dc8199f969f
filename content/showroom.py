"""What the showroom shows: the components with something in them."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

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
        "before": Money(1_999_00, "INR"),
        "numbers": Paginator(range(240), 24).page(4),
        "crumbs": [(_("Home"), "#navigation-room"), (_("Spices & food"), "#navigation-room"), (_("Turmeric"), "")],
    }
