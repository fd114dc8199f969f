"""Mails that tell the owner of an account what happened to it, so that a thief cannot work in silence."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_countries import countries

from accounts.models import Session, User
from notifications.enums import Topic
from notifications.mails.base import Mail, Params, Values, moment, page_url
from notifications.wording import masked_address, one_line

SECURITY_PAGE = {"security_url": "https://haat.example/account/security"}
SAMPLE = {"time": "21 Nov 2026, 12:15 IST", **SECURITY_PAGE}
DEVICE_SAMPLE = {
    "time": SAMPLE["time"],
    "device": "Chrome on Android",
    "ip": "203.0.113.7",
    "place": "India",
    "devices_url": "https://haat.example/account/devices",
}


def _now_for(params: Params) -> Values:
    user = User.objects.get(pk=UUID(params["user_id"]))
    return {"time": moment(timezone.now(), user), "security_url": page_url("accounts:security")}


def _of_session(params: Params) -> Values:
    session = Session.objects.select_related("user").get(pk=UUID(params["session_id"]))
    return {
        "device": one_line(session.spoken_name) or now_("An unknown device"),
        "ip": session.ip or "",
        "place": countries.name(session.region) if session.region else "",
        "time": moment(session.last_seen_at, session.user),
        "devices_url": page_url("accounts:devices"),
    }


def _with_codes_left(params: Params) -> Values:
    left = int(params["left"])
    words = ngettext("%(left)s code is left.", "%(left)s codes are left.", left)
    return {**_now_for(params), "left": words % {"left": left}}


def _new_address(params: Params) -> Values:
    user = User.objects.get(pk=UUID(params["user_id"]))
    return {**_now_for(params), "new_email": masked_address(user.email)}


def _sign_in_pages(params: Params) -> Values:
    return {
        "sign_in_url": page_url("accounts:sign-in"),
        "forgot_url": page_url("accounts:forgot-password"),
    }


PASSWORD_CHANGED = Mail(
    name="password_changed",
    folder="accounts",
    title=_("Password changed"),
    topic=Topic.SECURITY,
    subject=_("Your {{ shop_name }} password was changed"),
    preheader=_("If this was you, there is nothing to do."),
    sample=SAMPLE | {"forgot_url": "https://haat.example/account/forgot-password"},
    values=lambda params: {**_now_for(params), "forgot_url": page_url("accounts:forgot-password")},
)
EMAIL_CHANGED = Mail(
    name="email_changed",
    folder="accounts",
    title=_("E-mail address changed (to the old address)"),
    topic=Topic.SECURITY,
    subject=_("The e-mail address of your {{ shop_name }} account was changed"),
    preheader=_("If this was you, there is nothing to do."),
    sample={**SAMPLE, "new_email": "a••••@example.com"},
    values=_new_address,
)
ACCOUNT_EXISTS = Mail(
    name="account_exists",
    folder="accounts",
    title=_("You already have an account"),
    topic=Topic.SECURITY,
    subject=_("You already have a {{ shop_name }} account"),
    preheader=_("Sign in, or choose a new password if you forgot it."),
    sample={
        "sign_in_url": "https://haat.example/account/sign-in",
        "forgot_url": "https://haat.example/account/forgot-password",
    },
    values=_sign_in_pages,
)
NEW_DEVICE = Mail(
    name="new_device",
    folder="accounts",
    title=_("Sign-in on a new device"),
    topic=Topic.SECURITY,
    subject=_("New sign-in to your {{ shop_name }} account"),
    preheader=_("{{ device }}, {{ time }}"),
    sample=DEVICE_SAMPLE,
    values=_of_session,
)
SESSION_STOLEN = Mail(
    name="session_stolen",
    folder="accounts",
    title=_("A session was ended for safety"),
    topic=Topic.SECURITY,
    subject=_("We signed a device out of your {{ shop_name }} account"),
    preheader=_("Its sign-in was used twice, as it happens when somebody copied it."),
    sample=DEVICE_SAMPLE,
    values=_of_session,
)
TWO_FACTOR_ON = Mail(
    name="two_factor_on",
    folder="accounts",
    title=_("Two-step sign-in switched on"),
    topic=Topic.SECURITY,
    subject=_("Two-step sign-in is on for your {{ shop_name }} account"),
    preheader=_("From now on, signing in takes your password and a code."),
    sample=SAMPLE,
    values=_now_for,
)
TWO_FACTOR_OFF = Mail(
    name="two_factor_off",
    folder="accounts",
    title=_("Two-step sign-in switched off"),
    topic=Topic.SECURITY,
    subject=_("Two-step sign-in is off for your {{ shop_name }} account"),
    preheader=_("If this was not you, act now."),
    sample=SAMPLE,
    values=_now_for,
)
RECOVERY_CODE_USED = Mail(
    name="recovery_code_used",
    folder="accounts",
    title=_("Recovery code used"),
    topic=Topic.SECURITY,
    subject=_("A recovery code of your {{ shop_name }} account was used"),
    preheader=_("If this was not you, act now."),
    sample={**SAMPLE, "left": "9 codes are left."},
    values=_with_codes_left,
)
MAILS = [
    PASSWORD_CHANGED,
    EMAIL_CHANGED,
    ACCOUNT_EXISTS,
    NEW_DEVICE,
    SESSION_STOLEN,
    TWO_FACTOR_ON,
    TWO_FACTOR_OFF,
    RECOVERY_CODE_USED,
]
