"""Wishlists: one's own, and those that others shared."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cart import selectors, services
from cart.browser import find_holder, holder_for
from cart.errors import ItemUnavailable
from cart.forms import AddForm, NameForm
from cart.models import Wishlist
from cart.views.page import action, own_page, private, writer
from core.errors import DomainError, InvalidInput
from core.origin import absolute
from core.redirects import safe_next_url
from core.route_limits import RouteClass, limited
from core.same_origin import same_origin_required
from regions.selectors import region_of


@own_page
def default(request: HttpRequest) -> HttpResponse:
    """GET /wishlist/"""
    found = selectors.list_wishlists(find_holder(request)).first()
    return _page(request, found or Wishlist(is_default=True))


@own_page
def wishlist(request: HttpRequest, wishlist_id: UUID) -> HttpResponse:
    """GET /wishlists/<id>/"""
    return _page(request, selectors.get_wishlist(find_holder(request), wishlist_id))


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@private
@limited(RouteClass.API)
def add(request: HttpRequest) -> HttpResponse:
    """POST /wishlist/add/: from product pages, which are the same for everyone and carry no token."""
    if request.method != "POST":
        return redirect("cart:wishlist")
    form, refused = AddForm(request.POST), ""
    try:
        if not form.is_valid():
            raise ItemUnavailable
        services.add_wish(
            holder=holder_for(request), region=region_of(request), variant_id=form.cleaned_data["variant"]
        )
    except DomainError as refusal:
        refused = str(refusal)
    said = refused or _("It is on your wishlist.")
    if request.headers.get("HX-Request"):
        return render(request, "cart/wished.html", {"said": said, "is_refused": bool(refused)})
    (messages.error if refused else messages.success)(request, said)
    return redirect(safe_next_url(request, request.headers.get("Referer", ""), reverse("cart:wishlist")))


@action("cart:wishlist")
def wish(request: HttpRequest, wish_id: UUID) -> HttpResponse:
    """POST /wishlist/wishes/<id>/: into the cart, or off the list."""
    about = writer(request)
    found = selectors.get_wish(about["holder"], wish_id)
    if request.POST.get("do") == "move":
        try:
            services.move_wish_to_cart(**about, wish_id=wish_id)
            messages.success(request, _("It is in your cart."))
        except DomainError as refusal:
            messages.error(request, str(refusal))
    else:
        services.remove_wish(holder=about["holder"], wish_id=wish_id)
    return redirect("cart:wishlist-detail", found.wishlist_id)


@action("cart:wishlist")
def create(request: HttpRequest) -> HttpResponse:
    """POST /wishlists/new/"""
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            made = services.create_wishlist(holder=holder_for(request), name=form.cleaned_data["name"])
            return redirect("cart:wishlist-detail", made.pk)
        except InvalidInput as refusal:
            form.add_error("name", next(iter(refusal.details["name"])))
        except DomainError as refusal:
            form.add_error("name", str(refusal))
    found = selectors.list_wishlists(find_holder(request)).first()
    return _page(request, found or Wishlist(is_default=True), name_form=form)


@action("cart:wishlist")
def change(request: HttpRequest, wishlist_id: UUID) -> HttpResponse:
    """POST /wishlists/<id>/change/: share it, take the link back, or take the list away."""
    about = {"holder": holder_for(request), "wishlist_id": wishlist_id}
    selectors.get_wishlist(about["holder"], wishlist_id)
    match request.POST.get("do"):
        case "share":
            services.change_wishlist(**about, is_shared=True)
        case "unshare":
            services.change_wishlist(**about, is_shared=False)
            messages.success(request, _("The link leads nowhere from now on."))
        case "delete":
            services.delete_wishlist(**about)
            messages.success(request, _("The list is gone."))
            return redirect("cart:wishlist")
    return redirect("cart:wishlist-detail", wishlist_id)


@require_safe
@private
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """GET /wishlists/shared/<token>/: for whoever has the link, with their own prices."""
    found = selectors.get_shared_wishlist(token)
    audience = selectors.audience_of_holder(find_holder(request))
    view = selectors.view_wishlist(found, region=region_of(request), audience=audience)
    wishes = [one for one in view.wishes if one.goods.refusal is None]
    return render(request, "cart/shared_wishlist.html", {"wishlist": found, "wishes": wishes})


def _page(request: HttpRequest, shown: Wishlist, **forms: Any) -> HttpResponse:
    holder = find_holder(request)
    audience = selectors.audience_of_holder(holder)
    is_kept = not shown._state.adding
    link = absolute(request, reverse("cart:wishlist-shared", args=[shown.share_token])) if shown.share_token else ""
    about = {
        "wishlist": shown if is_kept else None,
        "lists": selectors.list_wishlists(holder),
        "wishes": selectors.view_wishlist(shown, region=region_of(request), audience=audience).wishes
        if is_kept
        else (),
        "link": link,
        "name_form": NameForm(),
    } | forms
    return render(request, "cart/wishlists.html", about, status=422 if any(f.errors for f in forms.values()) else 200)
