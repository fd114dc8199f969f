"""Components of the pages that need Python."""

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import lucide
from django import forms, template
from django.core.paginator import Page, Paginator
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from core.models import Picture
from core.money import Money
from core.pictures import WIDTHS
from core.zones import say_moment

register = template.Library()

PICTURED = ("url", "srcset", "width", "height", "alt")
KINDS: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxInput, "checkbox"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.RadioSelect, "choices"),
    (forms.ClearableFileInput, "file"),
    (forms.PasswordInput, "password"),
]


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw a lucide icon. Without a label it is decoration, hidden from screen readers."""
    return _draw(str(name), str(size), str(label))


@lru_cache(maxsize=512)
def _draw(name: str, size: str, label: str) -> SafeString:
    attributes = {"class": "icon", "stroke_width": None}
    attributes |= {"data_size": size} if size else {}
    attributes |= {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    chosen = {key: value for key, value in attributes.items() if value is not None}
    return mark_safe(lucide._render_icon(name, 24, **chosen))  # noqa: S308  the wheel's own files, escaped attributes


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "", hint: str = "", optional: bool = True, look: str = "") -> dict[str, Any]:
    """Show a form field: label, hint, input and error, tied together for screen readers."""
    kind = next((name for widget, name in KINDS if isinstance(bound.field.widget, widget)), "input")
    attributes = bound.field.widget.attrs
    if attributes.get("autocomplete") == "one-time-code":
        kind = "code"
    return {
        "field": bound,
        "kind": kind,
        "look": look,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "marks_optional": optional and not bound.field.required and kind != "checkbox",
        "words": _words(bound) if kind in {"input", "password", "code", "checkbox"} else {},
        "control": bound.as_widget(attrs=_described(bound, hint)),
    }


def _described(bound: BoundField, hint: str) -> dict[str, str]:
    """Django ties help_text and errors to the input; a hint given in the template is tied here."""
    if not hint or bound.help_text:
        return {}
    ids = [f"{bound.auto_id}_helptext"] + ([f"{bound.auto_id}_error"] if bound.errors else [])
    return {"aria-describedby": " ".join(ids)}


def _words(bound: BoundField) -> dict[str, str]:
    """Return what the browser says when the field is left in a wrong state."""
    messages = bound.field.error_messages
    words = {"missing": str(messages.get("required", ""))} if bound.field.required else {}
    if isinstance(bound.field, forms.EmailField):
        words["mismatch"] = _("Enter an e-mail address, like name@example.com.")
    least = bound.field.widget.attrs.get("minlength") or getattr(bound.field, "min_length", None)
    if least:
        words["short"] = _("Enter at least %(count)s characters.") % {"count": least}
    return words


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: forms.BaseForm, *, takes_focus: bool = True) -> dict[str, Any]:
    """Say how much is wrong with the form and what, each line leading to its field."""
    named = [
        (form[name].id_for_label or form[name].auto_id, message)
        for name, found in form.errors.items()
        if name != "__all__"
        for message in found
    ]
    general = form.non_field_errors()
    count = len(named) + len(general)
    return {"form": form, "named": named, "general": general, "count": count, "takes_focus": takes_focus}


@register.inclusion_tag("components/nav_link.html", takes_context=True)
def nav_link(context: dict[str, Any], url: str, name: str, label: str, family: str = "") -> dict[str, Any]:
    """Show a link of a navigation, marked when it is where one is (or in its family of pages)."""
    request: HttpRequest | None = context.get("request")
    here = request.path if request else ""
    is_here = here == url
    return {
        "url": url,
        "icon": name,
        "label": label,
        "current": "page" if is_here else "true" if family and here.startswith(family) else "",
    }


@register.simple_tag(takes_context=True)
def in_language(context: dict[str, Any], code: str) -> str:
    """Return the address of this page in another language."""
    request: HttpRequest | None = context.get("request")
    if request is None or not request.resolver_match:
        with override(code):
            return f"/{code}/" if get_language() != "en" else "/"
    query = request.META.get("QUERY_STRING", "")
    address = _translated(request.path, get_language(), code)
    return f"{address}?{iri_to_uri(query)}" if query else address


@lru_cache(maxsize=1024)
def _translated(path: str, _from: str, code: str) -> str:
    """Finding the address means resolving it and building it anew: once a page and language is enough."""
    return translate_url(path, code)


@register.filter
def moment(at: datetime) -> str:
    """Return a time with the name of its zone, wherever a reader could take it for another's."""
    return say_moment(at)


@register.filter
def percent(millionths: int) -> str:
    """Return a rate as people write it: 18 %, 12.5 %."""
    return f"{(Decimal(millionths) / 10_000).normalize():f} %"


@register.filter
def as_minutes(seconds: int) -> int:
    """Return whole minutes, rounded up: waiting them out is always enough."""
    return -(-int(seconds) // 60)


@register.filter
def initials(name: str) -> str:
    """Return the first letters of the first and the last name."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:]))


@register.inclusion_tag("components/price.html")
def price(now: Money, before: Money | None = None, size: str = "", off: int = 0) -> dict[str, Any]:
    """Show what a thing costs, and what it cost before: so many percent more."""
    is_reduced = before is not None and before > now
    return {
        "now": now.display(get_language()),
        "before": before.display(get_language()) if before and is_reduced else "",
        "off": off,
        "size": size,
    }


@register.inclusion_tag("components/rating.html")
def rating(average: float, count: int) -> dict[str, Any]:
    """Show stars cut at the average, with the figures in words."""
    return {"average": f"{average:.1f}", "count": count, "width": round(average * 20)}


@register.simple_tag(takes_context=True)
def pagination(context: dict[str, Any], page: Page) -> SafeString:
    """Show the way to the other pages of a list, keeping the rest of the address."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return _pagination(page.number, page.paginator.num_pages, query.urlencode(), get_language())


@lru_cache(maxsize=512)
def _pagination(number: int, pages: int, query: str, _language: str | None) -> SafeString:
    page = Paginator(range(pages), 1).page(number)
    about = {"page": page, "numbers": page.paginator.get_elided_page_range(number), "query": query}
    return render_to_string("components/pagination.html", about)


# How wide a picture is shown, for browsers to choose a file by.
SHOWN_WIDE = {
    "thumb": "5rem",
    "logo": "10rem",
    "card": "(min-width: 60rem) 18rem, (min-width: 40rem) 30vw, 46vw",
    "tile": "(min-width: 56rem) 12rem, 23vw",
    "detail": "(min-width: 60rem) 36rem, 100vw",
    "zoom": "100vw",
}


@register.inclusion_tag("components/picture.html")
def picture(
    shown: Any, size: str = "card", alt: str = "", first: bool | str = False, wide_only: bool = False
) -> dict[str, Any]:
    """Show a picture in the size that its place needs, or that there is none.

    Takes an uploaded `Picture`, or whatever says its `url`, `srcset`, `width`, `height` and `alt`, as cards and
    details of products do. The one that people see first is loaded at once, small ones on the first screen
    soon ("soon"), all others when they come into view. What only wide windows show
    is not loaded by others.
    """
    if isinstance(shown, Picture):
        url, sets = (
            shown.url(WIDTHS.get(size, WIDTHS["card"])),
            {"srcset": shown.srcset(), "srcset_avif": shown.srcset("avif")},
        )
        shown = {"url": url, "width": shown.width, "height": shown.height, "alt": "", **sets}
    elif shown and not isinstance(shown, dict):
        shown = {name: getattr(shown, name, "") for name in (*PICTURED, "srcset_avif")}
    return {
        "picture": shown or None,
        "alt": alt or (shown["alt"] if shown else ""),
        "sizes": SHOWN_WIDE[size],
        "size": size,
        "first": first,
        "wide_only": wide_only,
    }
