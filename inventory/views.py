"""Asking to be told when something can be had again. The form stands on pages that are the same for everyone."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.selectors import audience_of, get_product, shelf_of
from core.errors import InvalidInput, NotFound
from core.route_limits import RouteClass, limited
from core.same_origin import same_origin_required
from inventory import selectors, services
from inventory.errors import NothingToTellOf
from inventory.forms import TellMeForm
from regions.selectors import region_of


@require_http_methods(["GET", "POST"])
@same_origin_required
@limited(RouteClass.API)
def tell_me(request: HttpRequest, product: str) -> HttpResponse:
    """GET and POST /product/<slug>/tell-me/: remember who wants to know, and lead back to the product."""
    shown = get_product(
        named=product, shelf_id=shelf_of(request), audience=audience_of(request), currency=region_of(request).currency
    )
    named = request.POST.get("variant") or request.GET.get("variant") or ""
    variant = next((one for one in shown.variants if str(one.id) == named), None)
    if variant is None:
        raise NotFound
    back = redirect("catalog:product", slug=shown.slug)
    back["Location"] += f"?variant={variant.sku}"
    form = TellMeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _asked(request, form, shown.slug, variant.id):
        return back
    page = {"form": form, "product": shown, "variant": variant, "back": back["Location"]}
    return render(request, "inventory/tell_me.html", page, status=422 if form.errors else 200)


def _asked(request: HttpRequest, form: forms.Form, slug: str, variant_id: UUID) -> bool:
    user = request.user if request.user.is_authenticated else None
    try:
        services.ask_to_be_told(
            variant=selectors.get_variant_for_sale(product=slug, variant_id=variant_id),
            email=form.cleaned_data["email"],
            user=user if user and user.email == form.cleaned_data["email"] else None,
            language=get_language() or "",
        )
    except NothingToTellOf as refusal:
        messages.info(request, str(refusal))
        return True
    except InvalidInput as refusal:
        for message in refusal.details.get("email", [str(refusal)]):
            form.add_error("email", message)
        return False
    messages.success(request, _("We will write to you once, as soon as it is back."))
    return True
