"""Forms of the pages about messages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.enums import Channel, Topic
from notifications.services.preferences import Choice

HINTS: Mapping[tuple[Topic, Channel], Promise] = {
    (Topic.ACCOUNT, Channel.SMS): _("Short notices from our team."),
    (Topic.ACCOUNT, Channel.IN_APP): _("Notices under the bell."),
    (Topic.NEWS, Channel.EMAIL): _("New makers, sales and what is in season. One click ends it."),
    (Topic.NEWS, Channel.SMS): _("Only for what cannot wait."),
}


class PreferencesForm(forms.Form):
    """A tick for every topic and channel that may be switched off."""

    def __init__(self, choices: list[Choice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = {f"{choice.topic}_{choice.channel}": (choice.topic, choice.channel) for choice in choices}
        for choice in choices:
            if not choice.is_fixed:
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
