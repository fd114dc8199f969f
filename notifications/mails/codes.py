"""Mails and text messages that carry a code or a link which opens something."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import CodePurpose
from accounts.models import OneTimeCode
from accounts.services import codes
from notifications.enums import Topic
from notifications.mails.base import Mail, Params, Secret, SecretGone, TextMessage, Values, page_url


def _live_code(params: Params) -> OneTimeCode:
    """Return the code's row. Raises SecretGone when it is no longer good for anything."""
    row = OneTimeCode.objects.filter(pk=UUID(params["code_id"]), used_at=None, expires_at__gt=timezone.now()).first()
    if row is None:
        raise SecretGone
    return row


def _validity(params: Params) -> Values:
    row = OneTimeCode.objects.get(pk=UUID(params["code_id"]))
    return {"minutes": str(round((row.expires_at - row.created_at).total_seconds() / 60))}


def _new_address(params: Params) -> Values:
    row = OneTimeCode.objects.get(pk=UUID(params["code_id"]))
    return {**_validity(params), "new_email": row.destination}


def _reveal_code(params: Params) -> Values:
    return {"code": codes.reveal(_live_code(params))}


def _reveal_link(params: Params) -> Values:
    return {"link": page_url("accounts:reset-password", token=codes.reveal(_live_code(params)))}


CODE = Secret(names=("code",), reveal=_reveal_code)
RESET_LINK = Secret(names=("link",), reveal=_reveal_link)
SAMPLE = {"code": "482913", "minutes": "10"}

VERIFICATION_CODE = Mail(
    name="verification_code",
    folder="accounts",
    title=_("Verification code"),
    topic=Topic.SECURITY,
    subject=_("Confirm your e-mail address for {{ shop_name }}"),
    preheader=_("Enter this code to finish setting up your account."),
    sample=SAMPLE,
    values=_validity,
    secret=CODE,
)
SIGN_IN_CODE = Mail(
    name="sign_in_code",
    folder="accounts",
    title=_("Sign-in code"),
    topic=Topic.SECURITY,
    subject=_("Your sign-in code for {{ shop_name }}"),
    preheader=_("Enter this code to finish signing in."),
    sample=SAMPLE,
    values=_validity,
    secret=CODE,
)
DELETION_CODE = Mail(
    name="deletion_code",
    folder="accounts",
    title=_("Code to delete the account"),
    topic=Topic.SECURITY,
    subject=_("Your code to delete your {{ shop_name }} account"),
    preheader=_("Only enter it if you really want to leave."),
    sample=SAMPLE,
    values=_validity,
    secret=CODE,
)
EMAIL_CHANGE_CODE = Mail(
    name="email_change_code",
    folder="accounts",
    title=_("Code to change the e-mail address"),
    topic=Topic.SECURITY,
    subject=_("Confirm your new e-mail address for {{ shop_name }}"),
    preheader=_("Enter this code to start using this address."),
    sample={**SAMPLE, "new_email": "asha.rao@example.com"},
    values=_new_address,
    secret=CODE,
)
TWO_FACTOR_CODE = Mail(
    name="two_factor_code",
    folder="accounts",
    title=_("Code to change two-step sign-in"),
    topic=Topic.SECURITY,
    subject=_("Your code to change two-step sign-in for {{ shop_name }}"),
    preheader=_("Enter this code to confirm the change."),
    sample=SAMPLE,
    values=_validity,
    secret=CODE,
)
PASSWORD_RESET = Mail(
    name="password_reset",
    folder="accounts",
    title=_("Password reset"),
    topic=Topic.SECURITY,
    subject=_("Choose a new password for {{ shop_name }}"),
    preheader=_("The link works once, and only for a short time."),
    sample={"link": "https://haat.example/account/reset-password/sample", "minutes": "10"},
    values=_validity,
    secret=RESET_LINK,
)
MAILS = [VERIFICATION_CODE, SIGN_IN_CODE, DELETION_CODE, EMAIL_CHANGE_CODE, TWO_FACTOR_CODE, PASSWORD_RESET]

MAIL_FOR_PURPOSE = {
    CodePurpose.VERIFY_EMAIL: VERIFICATION_CODE,
    CodePurpose.LOGIN_2FA: SIGN_IN_CODE,
    CodePurpose.DELETE_ACCOUNT: DELETION_CODE,
    CodePurpose.CHANGE_EMAIL: EMAIL_CHANGE_CODE,
    CodePurpose.ENABLE_2FA: TWO_FACTOR_CODE,
    CodePurpose.DISABLE_2FA: TWO_FACTOR_CODE,
    CodePurpose.RESET_PASSWORD: PASSWORD_RESET,
}

CODE_SMS = TextMessage(
    name="code",
    title=_("Code"),
    topic=Topic.SECURITY,
    text=_("{{ code }} is your {{ shop_name }} code. It works for {{ minutes }} minutes. Tell it to nobody."),
    sample=SAMPLE,
    values=_validity,
    secret=CODE,
)
