"""Words made safe for messages: what strangers typed must not become a header, a link or a template."""

import re
import unicodedata
from collections.abc import Mapping

VARIABLE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
TEMPLATE_MARK = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
# Mail programs turn these into links by themselves, so a name must not bring one along.
LOOKS_LIKE_LINK = re.compile(r"[:/\\@<>]|www|\w\.\w\w", re.IGNORECASE)
STOPS_MAILS = re.compile(r"(/unsubscribe/)[\w:.~-]+")
MOST_OF_A_NAME = 60


def one_line(text: str) -> str:
    """Return the text without line breaks and control characters, as a header may carry it."""
    shown = "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in text)
    return " ".join(shown.split())


def greeting_name(name: str) -> str:
    """Return the name to greet with, or nothing when it could be a stranger's advertisement."""
    name = one_line(name)
    return "" if LOOKS_LIKE_LINK.search(name) or len(name) > MOST_OF_A_NAME else name


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the values in place of {{ their names }}, once: what a value contains is not looked at again."""
    return VARIABLE.sub(lambda match: values.get(match[1], ""), text)


def unknown_variables(text: str, known: Mapping[str, str]) -> list[str]:
    """Return what stands in {{ }} but is not known, in order."""
    return [name for name in dict.fromkeys(VARIABLE.findall(text)) if name not in known]


def has_template_code(text: str) -> bool:
    """Whether something other than plain {{ variables }} is in there."""
    return bool(TEMPLATE_MARK.search(VARIABLE.sub("", text)))


def masked_address(email: str) -> str:
    """Return enough of an address for its owner to know it: a••••@example.com."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}••••@{domain}"


def without_tokens(text: str) -> str:
    """Return a mail without what its links to stop such mails carry: whoever reads the log must not use them."""
    return STOPS_MAILS.sub(r"\1••••", text)
