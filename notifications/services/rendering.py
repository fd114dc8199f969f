"""From a kind of mail and its values to subject, text and HTML in the reader's language."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language, override

from core.selectors import get_shop
from notifications.mails.base import Mail, TextMessage, Values
from notifications.models import TemplateOverride
from notifications.wording import VARIABLE, fill, one_line

NO_URLS: Mapping[str, str] = {}
LONGEST_SUBJECT = 240
FOOT = "\n-- \n"
EMPTY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


def render_mail(
    mail: Mail, values: Mapping[str, str], *, language: str, urls: Mapping[str, str] = NO_URLS
) -> Rendered:
    """Return the mail in this language: in the shop's own words when staff wrote some, in the shipped ones else."""
    with override(language):
        everything = shop_values() | dict(values)
        own = TemplateOverride.objects.filter(template=mail.name, language=language, is_active=True).first()
        if own:
            return render_own_words(own.subject, own.body, everything, language=language, urls=urls)
        context = {
            **everything,
            "language": language,
            "subject": _subject(str(mail.subject), everything),
            "preheader": one_line(fill(str(mail.preheader), everything)),
            **urls,
        }
        return Rendered(
            subject=context["subject"],
            text=_tidy(render_to_string(mail.text_template, context)),
            html=render_to_string(mail.html_template, context),
        )


def render_own_words(
    subject: str, body: str, values: Mapping[str, str], *, language: str, urls: Mapping[str, str] = NO_URLS
) -> Rendered:
    """Return a mail in words that staff wrote. They are filled in, never run as a template."""
    with override(language):
        everything = shop_values() | dict(values)
        context = {
            **everything,
            "language": language,
            "subject": _subject(subject, everything),
            "preheader": "",
            **urls,
            "paragraphs": list(_paragraphs(body, everything)),
            "own_text": fill(body, everything),
        }
        return Rendered(
            subject=context["subject"],  # type: ignore[arg-type]
            text=_tidy(render_to_string("email/own_words.txt", context)),
            html=render_to_string("email/own_words.html", context),
        )


def shipped_words(mail: Mail, names: Iterable[str], *, language: str) -> tuple[str, str]:
    """Return subject and text of the mail as shipped, with {{ variables }} where these values will stand."""
    with override(language):
        marks = {name: f"{{{{ {name} }}}}" for name in names}
        text = render_to_string(mail.text_template, {**marks, "subject": str(mail.subject)})
        # The heading above says the subject once more, and the foot is below every mail.
        _heading, _end, body = text.partition(FOOT)[0].strip().partition("\n")
        return str(mail.subject), _tidy(body).strip()


def render_text_message(message: TextMessage, values: Mapping[str, str], *, language: str) -> str:
    with override(language):
        return one_line(fill(str(message.text), shop_values() | dict(values)))


def shop_values() -> Values:
    """Return what every message may name."""
    shop = get_shop()
    prefix = "" if (language := get_language()) == settings.LANGUAGE_CODE else f"/{language}"
    return {
        "name": "",
        "shop_name": shop.name,
        "shop_url": f"{settings.SITE_URL}{prefix}/",
        "site_url": settings.SITE_URL,
        "shop_address": one_line(shop.postal_address),
        "contact_email": shop.contact_email,
    }


def _subject(template: str, values: Mapping[str, str]) -> str:
    return one_line(fill(template, values))[:LONGEST_SUBJECT]


def _paragraphs(body: str, values: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Split at empty lines. A code that stands alone is shown large, a link that ends a paragraph becomes a button."""
    for paragraph in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip()):
        if VARIABLE.fullmatch(paragraph.strip()) and "code" in paragraph:
            yield {"kind": "code", "text": fill(paragraph, values).strip()}
        elif link := re.fullmatch(
            r"(?P<label>[^\n:]+):\s*(?P<url>\{\{\s*[a-z_]*(?:link|url)\s*\}\})", paragraph.strip()
        ):
            yield {"kind": "link", "text": fill(link["label"], values), "url": fill(link["url"], values)}
        else:
            yield {"kind": "text", "text": fill(paragraph, values)}


def _tidy(text: str) -> str:
    return EMPTY_LINES.sub("\n\n", text).strip() + "\n"
