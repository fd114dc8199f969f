"""Asking for a trade account or a seller's place."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import selectors, services
from accounts.enums import ApplicationStatus, Role
from accounts.errors import EmailNotVerified
from accounts.forms import ApplicationForm
from accounts.views.page import account_page, pin, show
from core.errors import Duplicate, NotFound


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
    sent = list(selectors.list_applications(user=request.user))
    settled = {row.role for row in sent if row.status != ApplicationStatus.REJECTED and row.business_name}
    context = {
        "applications": [row for row in sent if row.business_name],
        "offers": [offer for role, offer in OFFERS.items() if role not in settled],
    }
    return show(request, "accounts/applications.html", context)


@account_page
def apply(request: HttpRequest, role: str) -> HttpResponse:
    """GET, POST /account/applications/<role>/"""
    offer = OFFERS.get(role)
    if offer is None:
        raise NotFound
    form = ApplicationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.apply_for_role(user=request.user, role=offer.role, **form.cleaned_data)
        except EmailNotVerified as refusal:
            pin(form, refusal)
        except Duplicate:
            messages.info(request, _("You have applied for that already."))
            return redirect("accounts:applications")
        else:
            messages.success(request, _("Your application is on its way. We answer by e-mail."))
            return redirect("accounts:applications")
    return show(request, "accounts/apply.html", {"form": form, "offer": offer})
