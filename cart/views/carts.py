"""The cart's page, and its forms."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_countries import countries

from cart import selectors, services
from cart.browser import find_holder
from cart.errors import ItemUnavailable
from cart.forms import AddForm, CouponForm, LineForm, PlaceForm
from cart.selectors import CartLine, CartView
from cart.views.page import action, own_page, private, writer
from core.errors import DomainError
from core.ids import read_id
from core.links import LinkExpired, LinkInvalid
from core.redirects import safe_next_url
from core.route_limits import RouteClass, limited
from core.same_origin import same_origin_required
from regions.selectors import region_of

LONGEST_TOKEN = 600
WISHES_SHOWN = 6


@own_page
def cart(request: HttpRequest) -> HttpResponse:
    """GET /cart/"""
    return _page(request)


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@private
@limited(RouteClass.API)
def add(request: HttpRequest) -> HttpResponse:
    """POST /cart/add/: from product pages, which are the same for everyone and carry no token."""
    if request.method != "POST":
        return redirect("cart:cart")
    form = AddForm(request.POST)
    try:
        if not form.is_valid():
            raise ItemUnavailable
        view = services.add_item(
            **writer(request), variant_id=form.cleaned_data["variant"], quantity=form.cleaned_data["quantity"]
        )
    except DomainError as refusal:
        return _not_added(request, refusal, form)
    line = next(line for line in view.lines if line.variant_id == form.cleaned_data["variant"])
    if request.headers.get("HX-Request"):
        about = {"view": view, "line": line, "quantity": form.cleaned_data["quantity"]}
        return render(request, "cart/added.html", about)
    messages.success(request, _("“%(name)s” is in your cart.") % {"name": line.goods.name if line.goods else ""})
    back = safe_next_url(request, request.headers.get("Referer", ""))
    return redirect(f"{reverse('cart:cart')}?{urlencode({'added': line.id, 'from': back})}")


def _not_added(request: HttpRequest, refusal: DomainError, form: AddForm) -> HttpResponse:
    said = next(iter(form.errors.get("quantity", [])), str(refusal))
    if request.headers.get("HX-Request"):
        return render(request, "cart/added.html", {"refusal": said}, status=refusal.refusal.value)
    messages.error(request, said)
    return redirect(safe_next_url(request, request.headers.get("Referer", ""), reverse("cart:cart")))


@action("cart:cart")
def line(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """POST /cart/lines/<id>/: another quantity, out, aside, back in, or onto the wishlist."""
    about = writer(request) | {"item_id": item_id}
    selectors.get_item(about["holder"], item_id)
    form = LineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Enter a whole number, such as 2."))
        return redirect("cart:cart")
    undo = ""
    try:
        match form.cleaned_data["do"]:
            case LineForm.REMOVE:
                undo = services.remove_item(**about)[1]
            case LineForm.SAVE:
                services.save_for_later(**about)
            case LineForm.MOVE:
                services.move_to_cart(**about)
            case LineForm.WISH:
                undo = services.move_to_wishlist(**about)[1]
                messages.success(request, _("It is on your wishlist."))
            case _:
                undo = _set(request, about, form.cleaned_data["quantity"])
    except DomainError as refusal:
        messages.error(request, str(refusal))
    query = f"?{urlencode({'undo': undo})}" if undo else ""
    return redirect(reverse("cart:cart") + query)


def _set(request: HttpRequest, about: dict[str, Any], quantity: int) -> str:
    """Set how many, as far as there are, and say so where there are fewer; none leaves a way back."""
    if quantity == 0:
        return services.remove_item(**about)[1]
    shown = services.set_quantity(**about, quantity=quantity, fit=True).line(about["item_id"])
    if shown and shown.quantity < quantity:
        text = _("Only %(units)d of “%(name)s” are available: your cart has that many now.")
        messages.warning(request, text % {"units": shown.quantity, "name": shown.goods.name if shown.goods else ""})
    return ""


@action("cart:cart")
def undo(request: HttpRequest) -> HttpResponse:
    """POST /cart/undo/"""
    try:
        services.restore_item(**writer(request), token=request.POST.get("token", "")[:LONGEST_TOKEN])
    except (LinkExpired, LinkInvalid):
        messages.error(request, _("That was too long ago to be put back."))
    return redirect("cart:cart")


@action("cart:cart")
def coupon(request: HttpRequest) -> HttpResponse:
    """POST /cart/coupon/: use a code; an empty `remove` field does without it."""
    if "remove" in request.POST:
        services.remove_coupon(**writer(request))
        return redirect("cart:cart")
    form = CouponForm(request.POST)
    if form.is_valid():
        try:
            services.apply_coupon(**writer(request), code=form.cleaned_data["code"])
        except DomainError as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("The code is applied."))
            return redirect("cart:cart")
    return _page(request, coupon_form=form)


@action("cart:cart")
def destination(request: HttpRequest) -> HttpResponse:
    """POST /cart/destination/: where it shall be sent, for the estimate."""
    form = PlaceForm(request.POST, countries=_countries(request))
    if form.is_valid():
        services.change_cart(**writer(request), **form.cleaned_data)
        return redirect("cart:cart")
    return _page(request, place_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited(RouteClass.API)
def restore(request: HttpRequest, token: str) -> HttpResponse:
    """GET, POST /cart/restore/<token>/: what was left behind, from the link in a mail; taken over by a click."""
    if request.method == "POST":
        services.restore_cart(**writer(request), token=token)
        messages.success(request, _("All that can still be had is in your cart."))
        return redirect("cart:cart")
    left, holder = services.find_left_behind(token), find_holder(request)
    if holder and holder.user and holder.user.pk == left.user_id:
        return redirect("cart:cart")
    view = selectors.view_cart(left, timezone.now())
    return render(request, "cart/restore.html", {"lines": view.lines})


def _page(request: HttpRequest, **forms: Any) -> HttpResponse:
    holder, region = find_holder(request), region_of(request)
    view = services.open_cart(holder=holder, region=region, now=timezone.now())
    countries_here = _countries(request)
    place = {"country": view.cart.country or countries_here[0][0], "postal_code": view.cart.postal_code}
    added = read_id(request.GET.get("added", ""))
    token = request.GET.get("undo", "")[:LONGEST_TOKEN]
    about = {
        "view": view,
        "cart_count": view.count,
        "groups": _groups(view),
        "added": view.line(added) if added else None,
        "back": safe_next_url(request, request.GET.get("from")),
        "undo": token,
        "removed": services.name_in_undo(token) if token else "",
        "coupon_form": CouponForm(),
        "coupon_refusal": str(services.coupon_error(refusal)) if (refusal := view.quote.coupon_refusal) else "",
        "place_form": PlaceForm(initial=place, countries=countries_here),
        "place_name": dict(countries_here).get(place["country"], ""),
        "wishes": _wishes(request, holder) if view.is_empty else (),
    } | forms
    has_errors = any(form.errors for form in forms.values())
    return render(request, "cart/cart.html", about, status=422 if has_errors else 200)


def _groups(view: CartView) -> list[tuple[str, list[CartLine]]]:
    """Return the lines by who sells them, in the order of the newest line of each."""
    found: dict[str, list[CartLine]] = {}
    for line in view.lines:
        name = line.goods.store.name if line.goods and line.goods.store else ""
        found.setdefault(name, []).append(line)
    return list(found.items())


def _wishes(request: HttpRequest, holder: Any) -> tuple:
    wishlist = selectors.list_wishlists(holder).first()
    if wishlist is None:
        return ()
    audience = selectors.audience_of_holder(holder)
    return selectors.view_wishlist(wishlist, region=region_of(request), audience=audience).wishes[:WISHES_SHOWN]


def _countries(request: HttpRequest) -> list[tuple[str, str]]:
    codes = region_of(request).countries
    found = sorted(((code, countries.name(code) or code) for code in codes), key=lambda one: one[1])
    return found or [("", "")]


@own_page
def count(request: HttpRequest) -> HttpResponse:
    """GET /fragments/cart-count/: the badge, for pages that do not bring it along."""
    return render(request, "cart/count.html", {"cart_count": selectors.count_units(find_holder(request))})
