"""Asking for a trade account or a seller's place."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import selectors, services
from accounts.constants import APPLICATION_DOCUMENTS, DOCUMENT_PURPOSE
from accounts.enums import ApplicationStatus, Role
from accounts.errors import EmailNotVerified
from accounts.forms import ApplicationForm
from accounts.models import RoleApplication
from accounts.views.page import account_page, pin, show
from core import documents, rate_limits
from core.errors import DomainError, Duplicate, NotFound
from core.ids import read_id
from core.models import Document
from core.text import one_line


@dataclass(frozen=True, slots=True)
class Offer:
    """A role that can be asked for, in the words that win people for it."""

    role: Role
    title: Promise
    text: Promise
    action: Promise


OFFERS = {
    Role.RETAILER: Offer(
        role=Role.RETAILER,
        title=gettext_lazy("Buy for your business"),
        text=gettext_lazy("Trade prices from small quantities on, and invoices with your tax number."),
        action=gettext_lazy("Apply for a trade account"),
    ),
    Role.SELLER: Offer(
        role=Role.SELLER,
        title=gettext_lazy("Sell here"),
        text=gettext_lazy(
            "Open your own stall: your goods, your prices, your name. We bring the people and the payment."
        ),
        action=gettext_lazy("Apply as a seller"),
    ),
}


@account_page
def applications(request: HttpRequest) -> HttpResponse:
    """GET /account/applications/"""
    sent = _sent(request)
    settled = _settled(sent)
    context = {"applications": sent, "offers": [offer for role, offer in OFFERS.items() if role not in settled]}
    return show(request, "accounts/applications.html", context)


def _sent(request: HttpRequest) -> list[RoleApplication]:
    """Return the person's applications without those that were only begun."""
    return [row for row in selectors.list_applications(user=request.user) if row.business_name]


def _settled(sent: list[RoleApplication]) -> set[str]:
    """Return the roles that cannot be asked for again."""
    return {row.role for row in sent if row.status != ApplicationStatus.REJECTED}


@account_page
def apply(request: HttpRequest, role: str) -> HttpResponse:
    """GET, POST /account/applications/<role>/"""
    offer = OFFERS.get(role)
    if offer is None:
        raise NotFound
    if role in _settled(_sent(request)):
        messages.info(request, _("You have applied for that already."))
        return redirect("accounts:applications")
    is_sent = request.method == "POST"
    form, papers = ApplicationForm(*((request.POST, request.FILES) if is_sent else ())), []
    if is_sent:
        is_whole = form.is_valid()
        papers, refusals = _keep_papers(request)
        for refusal in refusals:
            form.add_error("papers", refusal)
        if is_whole and not refusals and _applied(request, offer, form, papers):
            return redirect("accounts:applications")
    return show(request, "accounts/apply.html", {"form": form, "offer": offer, "papers": papers})


# Several files at once may be longer than any other upload.
apply.max_body_bytes = APPLICATION_DOCUMENTS * documents.MAX_BYTES + 1024 * 1024


def _applied(request: HttpRequest, offer: Offer, form: ApplicationForm, papers: list[Document]) -> bool:
    """Send the application and say how it went; a refusal that the person can mend goes to the form."""
    said = {name: form.cleaned_data[name] for name in ("business_name", "tax_id", "message")}
    try:
        services.apply_for_role(
            user=request.user, role=offer.role, **said, document_ids=[paper.pk for paper in papers]
        )
    except EmailNotVerified as refusal:
        pin(form, refusal)
        return False
    except Duplicate:
        messages.info(request, _("You have applied for that already."))
    else:
        messages.success(request, _("Your application is on its way. We answer by e-mail."))
    return True


def _keep_papers(request: HttpRequest) -> tuple[list[Document], list[str]]:
    """Return the papers that were sent with this form or before it, and why others were not taken.

    They are kept at once: whatever else is wrong with the form, nobody chooses a file twice.
    """
    sent_before = filter(None, map(read_id, request.POST.getlist("paper")))
    whose: dict[str, Any] = {"purpose": DOCUMENT_PURPOSE, "uploaded_by": request.user.pk}
    papers, refusals = list(documents.list_waiting(document_ids=sent_before, **whose)), []
    for file in request.FILES.getlist("papers"):
        if len(papers) >= APPLICATION_DOCUMENTS:
            refusals.append(_("Send at most %(count)d documents.") % {"count": APPLICATION_DOCUMENTS})
            break
        try:
            rate_limits.spend_upload(request.user.pk)
            papers.append(documents.store_document(file=file, name=file.name, **whose))
        except DomainError as refusal:
            refusals.append(f"{one_line(file.name)}: {refusal}")
    return papers[:APPLICATION_DOCUMENTS], refusals
