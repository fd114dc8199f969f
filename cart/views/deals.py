"""What is cheaper now, and the page on which trade customers order by article number."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cart import services
from cart.browser import find_holder
from cart.forms import OrderPadForm
from cart.selectors import audience_of_holder
from cart.views.page import private, writer
from catalog import selectors as catalog
from catalog.enums import Audience, Sort
from catalog.tree import whole_tree
from catalog.views.visit import TAGS, Visit, head
from core.caching import public
from core.errors import NotFound
from core.route_limits import RouteClass, limited
from promotions.selectors import list_running
from regions.selectors import region_of

CARDS, SECONDS = 24, 60


@public(max_age=SECONDS, tags=TAGS)
@require_safe
def deals(request: HttpRequest) -> HttpResponse:
    """GET /deals/"""
    visit, region = Visit(request), region_of(request)
    wanted = catalog.read_wanted(QueryDict("on_sale=1&in_stock=1"), currency=region.currency, tree=whole_tree())
    pages = catalog.Pages(sort=Sort.BEST_SELLING, limit=CARDS)
    about = {
        "running": list_running(region, visit.audience, timezone.now()),
        "cards": catalog.list_products(shelf_id=visit.shelf_id, wanted=wanted, pages=pages).cards,
        "head": head(request, "cart:deals"),
        "crumbs": [(_("Home"), reverse("content:home")), (_("Deals"), "")],
    }
    return render(request, "cart/deals.html", about)


@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited(RouteClass.API)
def trade(request: HttpRequest) -> HttpResponse:
    """GET, POST /trade/: for approved trade customers; to everybody else it is not there."""
    if audience_of_holder(find_holder(request)) != Audience.RETAILER:
        raise NotFound
    form = OrderPadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        results = services.add_by_number(**writer(request), wanted=form.cleaned_data["numbers"])
        added = [one for one in results if one.quantity]
        for one in results:
            if one.refusal:
                messages.warning(request, f"{one.sku}: {one.refusal}")
        if added:
            text = ngettext("%(count)d article is in your cart.", "%(count)d articles are in your cart.", len(added))
            messages.success(request, text % {"count": len(added)})
            return redirect("cart:cart")
    running = list_running(region_of(request), Audience.RETAILER, timezone.now())
    own = [one for one in running if one.terms.audience == Audience.RETAILER]
    about = {"form": form, "running": own}
    return render(request, "cart/trade.html", about, status=422 if form.errors else 200)
