"""The shop's words for what the framework refuses: each says what to do, in the reader's language."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, serializers

from core.form_words import grouping

NUMBER = {
    "invalid": _("Enter a number."),
    "max_value": grouping(_("Enter at most {max_value}.")),
    "min_value": grouping(_("Enter at least {min_value}.")),
    "max_string_length": _("That number is too long."),
    "max_digits": _("Use at most {max_digits} digits."),
    "max_decimal_places": _("Use at most {max_decimal_places} digits after the point."),
    "max_whole_digits": _("Use at most {max_whole_digits} digits before the point."),
}
LIST = {
    "not_a_list": _("Send a list."),
    "empty": _("Send at least one."),
    "min_length": grouping(_("Send at least {min_length}.")),
    "max_length": grouping(_("Send at most {max_length}.")),
}
MOMENT = dict.fromkeys(("invalid", "date", "overflow"), _("Enter date and time like 2026-11-21T09:30:00Z."))
CHOICE = {"invalid_choice": _("“{input}” is not one of the values to choose from.")}
FIELDS: dict[type[serializers.Field], Mapping[str, Promise]] = {
    serializers.Field: {"required": _("Fill this in."), "null": _("Fill this in.")},
    serializers.BooleanField: {"invalid": _("Answer true or false.")},
    serializers.CharField: {
        "invalid": _("Send text."),
        "blank": _("Fill this in."),
        "max_length": grouping(_("Use at most {max_length} characters.")),
        "min_length": grouping(_("Use at least {min_length} characters.")),
    },
    serializers.EmailField: {"invalid": _("Enter an e-mail address like asha@example.com.")},
    serializers.RegexField: {"invalid": _("This is not written as it should be. Look at the example.")},
    serializers.SlugField: {"invalid": _("Use letters, digits, hyphens and underscores only.")},
    serializers.URLField: {"invalid": _("Enter a whole address, like https://example.com/.")},
    serializers.UUIDField: {"invalid": _("This is not an id of the shop.")},
    serializers.IntegerField: NUMBER | {"invalid": _("Enter a whole number.")},
    serializers.FloatField: NUMBER,
    serializers.DecimalField: NUMBER,
    serializers.DateTimeField: MOMENT,
    serializers.DateField: dict.fromkeys(("invalid", "datetime"), _("Enter a date like 2026-11-21.")),
    serializers.ChoiceField: CHOICE,
    serializers.MultipleChoiceField: CHOICE | LIST,
    serializers.FileField: {
        "required": _("Choose a file."),
        "invalid": _("Send a file."),
        "empty": _("This file is empty."),
    },
    serializers.ListField: LIST,
    serializers.ListSerializer: LIST,
    serializers.DictField: {"not_a_dict": _("Send an object.")},
    serializers.JSONField: {"invalid": _("Send JSON.")},
    serializers.Serializer: {"invalid": _("Send an object.")},
}
CALLS: dict[type[exceptions.APIException], Promise] = {
    exceptions.ParseError: _("The body cannot be read."),
    exceptions.NotAuthenticated: _("Please sign in."),
    exceptions.AuthenticationFailed: _("Please sign in again."),
    exceptions.PermissionDenied: _("You are not allowed to do that."),
    exceptions.NotFound: _("We could not find that."),
    exceptions.MethodNotAllowed: _("That cannot be done here. The header Allow names what can."),
    exceptions.NotAcceptable: _("The answer is not available in the form you ask for."),
    exceptions.UnsupportedMediaType: _("The body cannot be read in this form."),
    exceptions.Throttled: _("Too many requests. Please wait a little and try again."),
}


def say_how_to_send(forms: Iterable[str]) -> str:
    """Return what to do about a body of another type than the view reads."""
    return _("The body cannot be read in this form. Send it as %(forms)s.") % {"forms": ", ".join(forms)}


def speak() -> None:
    """Let every field and every refusal of the framework say it. What a serializer words itself stays."""
    for field, words in FIELDS.items():
        field.default_error_messages = getattr(field, "default_error_messages", {}) | words
    for refusal, message in CALLS.items():
        refusal.default_detail = message
