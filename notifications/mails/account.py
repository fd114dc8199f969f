"""Mails about having an account: welcome, applications, the person's data, suspension, farewell."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import DataExport, RoleApplication
from accounts.services import exports
from core.selectors import get_shop
from notifications.enums import Topic
from notifications.mails.base import Mail, Params, Secret, SecretGone, Values, moment, page_url


def _application(params: Params) -> Values:
    row = RoleApplication.objects.get(pk=UUID(params["application_id"]))
    return {
        "role": str(row.get_role_display()),
        "business_name": row.business_name,
        "reason": row.reason,
        "account_url": page_url("accounts:overview"),
        "application_url": page_url("accounts:applications"),
    }


def _export(params: Params) -> Values:
    row = DataExport.objects.select_related("user").get(pk=UUID(params["export_id"]))
    return {"expires": moment(row.expires_at, row.user) if row.expires_at else ""}


def _export_link(params: Params) -> Values:
    row = DataExport.objects.filter(pk=UUID(params["export_id"])).first()
    if row is None or not exports.is_downloadable(row):
        raise SecretGone
    return {"link": exports.download_url(row)}


def _account_page(params: Params) -> Values:
    return {"account_url": page_url("accounts:overview")}


def _contact(params: Params) -> Values:
    return {"contact_email": get_shop().contact_email}


ACCOUNT_URL = {"account_url": "https://haat.example/account/"}
APPLICATION = {
    "role": "Seller",
    "business_name": "Rao Handlooms",
    "application_url": "https://haat.example/account/applications/",
    **ACCOUNT_URL,
}

WELCOME = Mail(
    name="welcome",
    folder="accounts",
    title=_("Welcome"),
    topic=Topic.ACCOUNT,
    subject=_("Welcome to {{ shop_name }}"),
    preheader=_("Your account is ready. Come in and look around."),
    sample=ACCOUNT_URL,
    values=_account_page,
)
APPLICATION_RECEIVED = Mail(
    name="application_received",
    folder="accounts",
    title=_("Application received"),
    topic=Topic.ACCOUNT,
    subject=_("We received your application to {{ shop_name }}"),
    preheader=_("We read every application ourselves and answer by e-mail."),
    sample=APPLICATION,
    values=_application,
)
APPLICATION_APPROVED = Mail(
    name="application_approved",
    folder="accounts",
    title=_("Application approved"),
    topic=Topic.ACCOUNT,
    subject=_("Your application to {{ shop_name }} is approved"),
    preheader=_("Good news: your account can do more from now on."),
    sample=APPLICATION,
    values=_application,
)
APPLICATION_REJECTED = Mail(
    name="application_rejected",
    folder="accounts",
    title=_("Application rejected"),
    topic=Topic.ACCOUNT,
    subject=_("About your application to {{ shop_name }}"),
    preheader=_("We could not approve it this time. Here is why."),
    sample={**APPLICATION, "reason": "The tax number does not belong to this business."},
    values=_application,
)
DATA_EXPORT_READY = Mail(
    name="data_export_ready",
    folder="accounts",
    title=_("Data export ready"),
    topic=Topic.ACCOUNT,
    subject=_("Your {{ shop_name }} data is ready to download"),
    preheader=_("Everything we hold about you, in one file."),
    sample={"link": "https://haat.example/account/privacy/export/sample", "expires": "28 Nov 2026, 12:15 IST"},
    values=_export,
    secret=Secret(names=("link",), reveal=_export_link),
)
ACCOUNT_SUSPENDED = Mail(
    name="account_suspended",
    folder="accounts",
    title=_("Account suspended"),
    topic=Topic.ACCOUNT,
    subject=_("Your {{ shop_name }} account is suspended"),
    preheader=_("You can reach us if you think this is a mistake."),
    values=_contact,
)
ACCOUNT_RESTORED = Mail(
    name="account_restored",
    folder="accounts",
    title=_("Account active again"),
    topic=Topic.ACCOUNT,
    subject=_("Your {{ shop_name }} account is active again"),
    preheader=_("You can sign in as before."),
    sample={"sign_in_url": "https://haat.example/account/sign-in"},
    values=lambda params: {"sign_in_url": page_url("accounts:sign-in")},
)
ACCOUNT_ERASED = Mail(
    name="account_erased",
    folder="accounts",
    title=_("Account deleted"),
    topic=Topic.ACCOUNT,
    subject=_("Your {{ shop_name }} account is deleted"),
    preheader=_("This is the last mail we send to this address."),
    values=_contact,
)
MAILS = [
    WELCOME,
    APPLICATION_RECEIVED,
    APPLICATION_APPROVED,
    APPLICATION_REJECTED,
    DATA_EXPORT_READY,
    ACCOUNT_SUSPENDED,
    ACCOUNT_RESTORED,
    ACCOUNT_ERASED,
]
