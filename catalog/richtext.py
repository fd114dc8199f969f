"""Descriptions: the few tags that sellers need, cleaned when they are written and never again."""

import re
from html import unescape

import nh3

from core.text import UNSEEN

TAGS = {
    "p", "br", "strong", "b", "em", "i", "u", "s", "sub", "sup", "ul", "ol", "li", "h2", "h3", "h4", "blockquote",
    "a", "table", "thead", "tbody", "tr", "th", "td", "hr",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto", "tel"}
BLANK = re.compile(r"\s+")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean_html(text: str) -> str:
    """Return the text with only what cannot do harm. What is not a tag of ours is dropped, its words stay."""
    return nh3.clean(
        CONTROLS.sub("", text).translate(UNSEEN),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener nofollow",
    ).strip()


def words_of(html: str) -> str:
    """Return what people read of it, in one line."""
    return BLANK.sub(" ", unescape(nh3.clean(html.replace("<", " <"), tags=set()))).strip()


def clean_plain(text: str) -> str:
    """Return text of several lines without what no one types: control characters and turns of direction."""
    return CONTROLS.sub("", text.replace("\r\n", "\n")).translate(UNSEEN).strip()
