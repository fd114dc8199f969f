"""The address book."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import selectors, services
from accounts.forms import AddressForm
from accounts.models import Address
from accounts.views.page import account_action, account_page, show
from core.context_processors import shown_shop
from core.errors import InvalidInput


@account_page
def addresses(request: HttpRequest) -> HttpResponse:
    """GET /account/addresses/?deleted=: the book, and the way back for the address just deleted."""
    context = {
        "addresses": list(selectors.list_addresses(user=request.user)),
        "deleted": _deleted_address(request),
    }
    return show(request, "accounts/addresses.html", context)


def _deleted_address(request: HttpRequest) -> Address | None:
    try:
        address_id = UUID(request.GET.get("deleted", ""))
    except ValueError:
        return None
    return selectors.find_deleted_address(user=request.user, address_id=address_id)


@account_page
def add_address(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/addresses/add/"""
    form = AddressForm(_typed(request), country=request.user.region or shown_shop().base_country)
    if _is_sent(request) and form.is_valid():
        try:
            services.add_address(user=request.user, **form.cleaned_data)
        except InvalidInput as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The address is saved."))
            return redirect("accounts:addresses")
    return _show_form(request, form)


@account_page
def edit_address(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """GET, POST /account/addresses/<id>/"""
    address = selectors.get_address(user=request.user, address_id=address_id)
    form = AddressForm(_typed(request), country=str(address.country), address=address)
    if _is_sent(request) and form.is_valid():
        try:
            services.change_address(address=address, **form.cleaned_data)
        except InvalidInput as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The address is saved."))
            return redirect("accounts:addresses")
    return _show_form(request, form, address)


def _is_sent(request: HttpRequest) -> bool:
    """Whether the form is to be saved; choosing a country only asks for its fields."""
    return request.method == "POST" and "show_country" not in request.POST


def _typed(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None


def _show_form(request: HttpRequest, form: AddressForm, address: Address | None = None) -> HttpResponse:
    if "show_country" in request.POST:
        form = form.as_unsent()
    page = "accounts/address_form.html#fields" if request.htmx else "accounts/address_form.html"
    return show(request, page, {"form": form, "address": address})


@account_action("accounts:addresses")
def delete_address(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """POST /account/addresses/<id>/delete/: the next page offers to undo it."""
    services.remove_address(address=selectors.get_address(user=request.user, address_id=address_id))
    return redirect(f"{reverse('accounts:addresses')}?{urlencode({'deleted': address_id})}")


@account_action("accounts:addresses")
def restore_address(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """POST /account/addresses/<id>/restore/"""
    services.restore_address(user=request.user, address_id=address_id)
    messages.success(request, _("The address is back."))
    return redirect("accounts:addresses")


@account_action("accounts:addresses")
def make_default(request: HttpRequest, address_id: UUID, kind: str) -> HttpResponse:
    """POST /account/addresses/<id>/default/<shipping|billing>/"""
    address = selectors.get_address(user=request.user, address_id=address_id)
    services.set_default_address(address=address, shipping=kind == "shipping", billing=kind == "billing")
    messages.success(
        request,
        _("From now on we deliver there.") if kind == "shipping" else _("From now on invoices go there."),
    )
    return redirect("accounts:addresses")
