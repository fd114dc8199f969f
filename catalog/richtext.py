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
BLOCK = re.compile(r"<(?:p|[uo]l|h[2-4]|blockquote|table|hr|br)\b", re.IGNORECASE)
EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")
DASH = re.compile(r"[-*•] +")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean_html(text: str) -> str:
    """Return the text with only what cannot do harm. What is not a tag of ours is dropped, its words stay.

    Text that was simply typed gets its paragraphs from empty lines and its lists from lines that begin with a dash.
    """
    return nh3.clean(
        _in_paragraphs(CONTROLS.sub("", text).translate(UNSEEN)),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener nofollow",
    ).strip()


def _in_paragraphs(text: str) -> str:
    lines = text.replace("\r\n", "\n").strip()
    if "\n" not in lines or BLOCK.search(lines):
        return text
    return "".join(_block(part.splitlines()) for part in EMPTY_LINES.split(lines))


def _block(lines: list[str]) -> str:
    if all(DASH.match(line) for line in lines):
        items = (DASH.sub("", line, count=1) for line in lines)
        return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    return f"<p>{'<br>'.join(lines)}</p>"


def words_of(html: str) -> str:
    """Return what people read of it, in one line."""
    return BLANK.sub(" ", unescape(nh3.clean(html.replace("<", " <"), tags=set()))).strip()


def clean_plain(text: str) -> str:
    """Return text of several lines without what no one types: control characters and turns of direction."""
    return CONTROLS.sub("", text.replace("\r\n", "\n")).translate(UNSEEN).strip()
