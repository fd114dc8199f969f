"""Stock-take in the back office: enter counts, see where they differ from the books, put the books right."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from core.errors import DomainError
from inventory import services
from inventory.forms import CountForm
from inventory.models import Location
from inventory.services import Count

COUNT_SALT = "inventory.count"
CHANGE = "inventory.change_stockitem"


class StockTakeMixin:
    """The page of the list of stock where counts are entered."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.count)
        view.model_admin = self
        return [path("count/", view, name="inventory_stockitem_count"), *super().get_urls()]

    def count(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        if "write" in request.POST:
            return self._apply_count(request)
        return self._compare(request)

    count.permission = CHANGE

    def _compare(self, request: HttpRequest, refusal: str = "") -> HttpResponse:
        form = CountForm(
            request.POST or None,
            request.FILES or None,
            initial={"location": Location.objects.filter(is_default=True).first()},
        )
        compared = None
        if form.is_valid():
            words = form.cleaned_data
            compared = services.compare_count(location=words["location"], counted=words["counted"])
            words["typed"] = _typed(request.POST)
        return self._count_page(request, form, compared, form.is_valid() and form.cleaned_data, refusal)

    def _count_page(
        self, request: HttpRequest, form: CountForm, compared: Count | None, words: Any, refusal: str = ""
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Stock-take"),
            "model_admin": self,
            "form": form,
            "compared": compared,
            "refusal": refusal,
            "seen": compared and _sealed(words, compared),
        }
        status = 409 if refusal else 422 if form.errors else 200
        return render(request, "admin/inventory/count.html", context, status=status)

    def _apply_count(self, request: HttpRequest) -> HttpResponse:
        try:
            seen = signing.loads(request.POST.get("seen", ""), salt=COUNT_SALT)
        except signing.BadSignature:
            messages.error(request, _("That page was too old. Enter the counts again."))
            return redirect("admin:inventory_stockitem_count")
        if request.FILES or _typed(request.POST) != seen["typed"]:
            return self._compare(request, _("You changed what was compared. Look at it once more, then write it."))
        location = Location.objects.get(pk=seen["location"])
        counted = {UUID(pk): (number, version) for pk, number, version in seen["lines"]}
        try:
            changed = services.apply_count(
                location=location, counted=counted, actor=request.user, reason=seen["reason"]
            )
        except DomainError as refusal:
            return self._compare_again(request, location, counted, seen["reason"], refusal)
        messages.success(request, _("Stock-take written: %(count)d corrected.") % {"count": changed})
        return redirect("admin:inventory_stockitem_changelist")

    def _compare_again(
        self, request: HttpRequest, location: Location, counted: Any, reason: str, refusal: DomainError
    ) -> HttpResponse:
        """Show all counts beside the books of now: nobody counts 5,000 shelves twice because one line moved."""
        compared = services.compare_count_again(location=location, counted=counted)
        lines = "\n".join(f"{line.variant.sku}, {line.counted}" for line in compared.lines)
        words = {"location": location, "reason": reason, "counted": lines}
        form = CountForm(initial=words)
        words["typed"] = _typed({**words, "location": str(location.pk)})
        return self._count_page(request, form, compared, words, str(refusal))


def _typed(words: Mapping[str, Any]) -> str:
    """What stands in the form, however a browser ends its lines."""
    typed = [words.get(name, "").strip().splitlines() for name in ("location", "counted", "reason")]
    return hashlib.sha256(json.dumps(typed).encode()).hexdigest()


def _sealed(words: Mapping[str, Any], compared: Count) -> str:
    """What was shown, so that exactly this is written."""
    lines = [[str(line.variant.pk), line.counted, line.version] for line in compared.lines]
    seen = {"location": str(words["location"].pk), "lines": lines, "reason": words["reason"], "typed": words["typed"]}
    return signing.dumps(seen, salt=COUNT_SALT, compress=True)
