"""The shop's own words: checking, previewing, trying and storing them."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import actions
from core.errors import InvalidInput
from core.ids import uuid7
from notifications.mails import MAILS
from notifications.mails.base import Mail, Values
from notifications.models import EmailLog, TemplateOverride
from notifications.services.queueing import queue_rendered
from notifications.services.rendering import Rendered, render_own_words, shipped_words, shop_values
from notifications.wording import has_template_code, unknown_variables

WORDS = ("template", "language", "subject", "body", "is_active")


def sample_values(mail: Mail) -> Values:
    """Return every variable the mail's texts may name, each with an example."""
    return {**shop_values(), "name": "Asha", **mail.sample}


def words_to_start_from(*, template: str, language: str) -> dict[str, str]:
    """Return what the mail says in this language until staff write it anew. Raises InvalidInput."""
    mail = MAILS.get(template)
    if mail is None or language not in dict(settings.LANGUAGES):
        raise InvalidInput(template=[_("There is no such mail.")])
    subject, body = shipped_words(mail, sample_values(mail), language=language)
    return {"template": template, "language": language, "subject": subject, "body": body}


def check_words(*, template: str, subject: str, body: str) -> None:
    """Raise InvalidInput when the texts hold anything but plain words and the mail's variables, or lack its secret."""
    mail = MAILS.get(template)
    if mail is None:
        raise InvalidInput(template=[_("There is no such mail.")])
    known = sample_values(mail)
    secret = set(mail.secret.names) if mail.secret else set()
    problems: dict[str, list[str]] = {}
    for field, text in {"subject": subject, "body": body}.items():
        if has_template_code(text):
            problems.setdefault(field, []).append(_("Only {{ variables }} can be used, no template code."))
        if unknown := unknown_variables(text, known):
            problems.setdefault(field, []).append(
                _("This mail does not know: {names}.").format(names=", ".join(unknown))
            )
    if secret & set(_named(subject)):
        problems.setdefault("subject", []).append(
            _("Codes and links do not belong in a subject: it is read by bystanders.")
        )
    if missing := secret - set(_named(body)):
        names = ", ".join(sorted(missing))
        problems.setdefault("body", []).append(_("The mail is useless without: {names}.").format(names=names))
    if problems:
        raise InvalidInput(**problems)


@transaction.atomic
def save_own_words(*, override: TemplateOverride, actor: User) -> TemplateOverride:
    """Store the texts after checking them. Raises InvalidInput."""
    check_words(template=override.template, subject=override.subject, body=override.body)
    before = TemplateOverride.objects.filter(pk=override.pk).values(*WORDS).first()
    override.save()
    actions.record(
        actor=actor,
        action="notifications.templateoverride.changed" if before else "notifications.templateoverride.added",
        target=override,
        before=before or {},
        after={name: getattr(override, name) for name in WORDS},
    )
    return override


def preview_own_words(override: TemplateOverride) -> Rendered:
    """Return the mail as it would look, with example values."""
    values = sample_values(MAILS[override.template])
    return render_own_words(override.subject, override.body, values, language=override.language)


@transaction.atomic
def send_test(*, override: TemplateOverride, actor: User) -> EmailLog:
    """Send the mail with example values to the member of staff who asks."""
    rendered = preview_own_words(override)
    actions.record(actor=actor, action="notifications.templateoverride.tested", target=override)
    return queue_rendered(rendered, to=actor.email, user=actor, cause=f"test:{uuid7()}", language=override.language)


def _named(text: str) -> list[str]:
    return unknown_variables(text, {})
