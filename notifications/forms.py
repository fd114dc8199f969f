"""Forms of the pages about messages."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.enums import Role
from accounts.models import User
from accounts.querysets import normalise_email
from notifications.constants import LONGEST_SMS, LONGEST_SUBJECT, LONGEST_TEXT, MOST_RECIPIENTS_BY_ID
from notifications.enums import Channel, Topic
from notifications.services.preferences import Choice

HINTS: Mapping[tuple[Topic, Channel], Promise] = {
    (Topic.ACCOUNT, Channel.SMS): _("Short notices from our team."),
    (Topic.NEWS, Channel.EMAIL): _("New makers, sales and what is in season. One click ends it."),
    (Topic.NEWS, Channel.SMS): _("Only for what cannot wait."),
}


class PreferencesForm(forms.Form):
    """A tick for every topic and channel that may be switched off."""

    def __init__(self, choices: list[Choice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = {f"{choice.topic}_{choice.channel}": (choice.topic, choice.channel) for choice in choices}
        for choice in choices:
            # The site itself shows no messages yet; what the API was told of them stays as it is.
            if not choice.is_fixed and choice.channel != Channel.IN_APP:
                self.fields[f"{choice.topic}_{choice.channel}"] = forms.BooleanField(
                    required=False,
                    initial=choice.is_on,
                    label=choice.channel.label,
                    help_text=HINTS.get((choice.topic, choice.channel), ""),
                )

    def wanted(self) -> dict[tuple[Topic, Channel], bool]:
        return {self.pairs[name]: is_on for name, is_on in self.cleaned_data.items()}

    def sections(self) -> list[dict[str, Any]]:
        """Return the ticks grouped by topic, for the page."""
        topics = {topic: [] for topic, _channel in self.pairs.values()}
        for name in self.fields:
            topics[self.pairs[name][0]].append(self[name])
        return [{"topic": topic, "fields": fields} for topic, fields in topics.items() if fields]


EVERYBODY = ("", _("Everybody"))


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


class DayInput(UnfoldAdminTextInputWidget):
    input_type = "date"


def _select(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=UnfoldAdminSelectWidget, **options)


class BroadcastForm(forms.Form):
    """What is written, in each language of the shop, and to whom."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=UnfoldAdminTextInputWidget, help_text=_("For colleagues only.")
    )
    channel = _select(_("By"), [(channel.value, channel.label) for channel in (Channel.EMAIL, Channel.SMS)])
    topic = _select(
        _("About"),
        [(topic.value, topic.label) for topic in (Topic.NEWS, Topic.ACCOUNT)],
        help_text=_("Offers and news go only to those who agreed to them."),
    )
    people = forms.CharField(
        label=_("To these people"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("E-mail addresses or shopper ids, one a line. Leave empty to write to everybody who fits below."),
    )
    role = _select(_("Role"), [EVERYBODY, *Role.choices], required=False)
    region = _select(_("Country"), lambda: [EVERYBODY, *countries], required=False)
    language = _select(_("Language"), lambda: [EVERYBODY, *settings.LANGUAGES], required=False)
    registered_from = forms.DateField(label=_("Registered from"), required=False, widget=DayInput)
    registered_before = forms.DateField(label=_("Registered before"), required=False, widget=DayInput)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Kept in the action log."),
    )
    broadcast_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, (code, name) in enumerate(settings.LANGUAGES):
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject in %(language)s") % {"language": _(name)},
                required=False,
                max_length=LONGEST_SUBJECT,
                widget=UnfoldAdminTextInputWidget,
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text in %(language)s") % {"language": _(name)},
                required=number == 0,
                max_length=LONGEST_TEXT,
                widget=UnfoldAdminTextareaWidget(attrs={"rows": 8, "lang": code}),
                help_text="" if number == 0 else _("Empty: those who read it get the first language."),
            )

    def words(self) -> list[forms.BoundField]:
        return [self[f"{kind}_{code}"] for code in _languages() for kind in ("subject", "text")]

    def audience(self) -> list[forms.BoundField]:
        return [
            self[name] for name in ("people", "role", "region", "language", "registered_from", "registered_before")
        ]

    def kind(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "channel", "topic")]

    def clean_people(self) -> list[str]:
        """Return the ids of the people who are named."""
        named = [line.strip() for line in self.cleaned_data["people"].replace(",", "\n").splitlines() if line.strip()]
        if len(named) > MOST_RECIPIENTS_BY_ID:
            raise forms.ValidationError(_("Name at most %(count)d people."), params={"count": MOST_RECIPIENTS_BY_ID})
        emails = {normalise_email(line): line for line in named if "@" in line}
        codes = {line.upper(): line for line in named if "@" not in line}
        living = User.objects.filter(deleted_at=None)
        found = {user.email: user for user in living.filter(email__in=emails)}
        found |= {user.shopper_id: user for user in living.filter(shopper_id__in=codes)}
        if unknown := [line for key, line in (emails | codes).items() if key not in found]:
            raise forms.ValidationError(_("Nobody here is %(names)s."), params={"names": ", ".join(unknown[:10])})
        return sorted({str(user.pk) for user in found.values()})

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        is_mail = cleaned.get("channel") == Channel.EMAIL
        for number, code in enumerate(_languages()):
            subject, text = cleaned.get(f"subject_{code}"), cleaned.get(f"text_{code}")
            if is_mail and not subject and (text or number == 0):
                self.add_error(f"subject_{code}", _("Write a subject."))
            if number and subject and not text:
                self.add_error(f"text_{code}", _("Write the text, or leave both empty."))
            if not is_mail and text and len(text) > LONGEST_SMS:
                self.add_error(f"text_{code}", _("An SMS has at most %(count)d letters.") % {"count": LONGEST_SMS})
        if cleaned.get("people") and self._segment():
            self.add_error("people", _("Name people, or say who is meant below, not both."))
        return cleaned

    def _segment(self) -> dict[str, Any]:
        chosen = {name: self.cleaned_data.get(name) for name in ("role", "region", "language")}
        days = {name: self.cleaned_data.get(name) for name in ("registered_from", "registered_before")}
        return {name: value for name, value in chosen.items() if value} | {
            name: _midnight(day) for name, day in days.items() if day
        }

    def recipients(self) -> dict[str, Any]:
        """Return whom the message is for, as the service takes it."""
        if people := self.cleaned_data["people"]:
            return {"user_ids": people}
        return {"segment": self._segment()}

    def message(self) -> dict[str, Any]:
        """Return what is the same in every language."""
        channel, topic = Channel(self.cleaned_data["channel"]), Topic(self.cleaned_data["topic"])
        return {"channel": channel, "topic": topic, "recipients": self.recipients()}

    def written(self) -> dict[str, dict[str, Any]]:
        """Return subject and text by language, the first language first."""
        is_mail = self.cleaned_data["channel"] == Channel.EMAIL
        return {
            code: {"subject": self.cleaned_data[f"subject_{code}"] if is_mail else "", "text": text}
            for code in _languages()
            if (text := self.cleaned_data[f"text_{code}"])
        }


def _midnight(day: date) -> str:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone()).isoformat()
