"""What the pages of coupons and rules have in common."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from core.back_office.service_admin import ServiceAdmin
from promotions.forms.terms import CHOSEN
from promotions.models.terms import Terms


class NowFilter(admin.SimpleListFilter):
    title = gettext_lazy("now")
    parameter_name = "now"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("on", _("On")), ("planned", _("Planned")), ("over", _("Over")), ("off", _("Switched off"))]

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        now = timezone.now()
        match self.value():
            case "on":
                return rows.on(now)
            case "planned":
                return rows.filter(is_active=True, valid_from__gt=now)
            case "over":
                return rows.filter(is_active=True, valid_to__lte=now)
            case "off":
                return rows.filter(is_active=False)
        return rows


class TermsAdmin(ServiceAdmin):
    """A new row begins with the choice of its kind; the form has the fields of that kind alone."""

    allows_deletion = True
    # Without JavaScript all are there, and the service takes that of the chosen kind.
    conditional_fields = {name: f"target_type == '{kind.value}'" for kind, name in CHOSEN.items()}
    kinds: Any
    explained: dict[str, Any]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(Q(deleted_at=None))

    def get_form(self, request: HttpRequest, obj: Terms | None = None, change: bool = False, **kwargs: Any) -> Any:
        form_class = super().get_form(request, obj, change, **kwargs)
        form_class.new_kind = self._kind(request)
        return form_class

    def get_fieldsets(self, request: HttpRequest, obj: Terms | None = None) -> Any:
        kind = obj.kind if obj else self._kind(request)
        own = self.form.fields_of(kind)
        found = []
        for title, names in self.sections:
            fields = [name for name in own if name in names]
            if title is None:
                fields = ["kind", *fields, *(self.readonly_fields if obj else [])]
            if fields:
                found.append((title, {"fields": fields}))
        return found

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self._kind(request) and self.has_add_permission(request):
            kinds = [(kind.value, kind.label, self.explained[kind]) for kind in self.kinds]
            context = {
                **self.admin_site.each_context(request),
                "title": _("What kind?"),
                "opts": self.opts,
                "model_admin": self,
                "kinds": kinds,
            }
            return render(request, "admin/promotions/kinds.html", context)
        return super().add_view(request, form_url, extra_context)

    @display(
        description=gettext_lazy("now"),
        label={"on": "success", "planned": "info", "over": "warning", "off": "danger"},
    )
    def state(self, row: Terms) -> tuple[str, Any]:
        now = timezone.now()
        if not row.is_active:
            return "off", _("Switched off")
        if row.valid_from and now < row.valid_from:
            return "planned", _("Planned")
        return ("over", _("Over")) if row.valid_to and now >= row.valid_to else ("on", _("On"))

    @display(description=gettext_lazy("when"), ordering="valid_from")
    def dates(self, row: Terms) -> str:
        begin, end = (at and date_format(timezone.localtime(at), "j M Y") for at in (row.valid_from, row.valid_to))
        return f"{begin or '…'} – {end or '…'}" if begin or end else _("always")

    def _kind(self, request: HttpRequest) -> str:
        kind = request.POST.get("kind") or request.GET.get("kind", "")
        return kind if kind in self.kinds.values else ""
