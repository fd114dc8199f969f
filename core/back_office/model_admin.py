"""The base of every page about rows: recorded, exportable, guarded against stale edits, never deleting by default."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import display

from core import actions
from core.back_office import exports, recording, stale_edits
from core.back_office.paginator import CappedPaginator
from core.back_office.staff_action import StaffActionsMixin
from core.selectors import get_shop
from core.zones import zone_named

EXPORT_PERMISSION = "core.export_lists"
LOG_PERMISSION = "audit.view_adminactionlog"
VERSION, SHOWN = "_version", "_shown"


class BackOfficeAdmin(StaffActionsMixin, ModelAdmin):
    """Base of every ModelAdmin of the shop.

    What a form saves is recorded here. A page that saves through a service overrides `save_model`
    without calling this one, and the service records.
    """

    list_per_page = 50
    list_filter_submit = True
    list_fullwidth = True
    show_full_result_count = False
    paginator = CappedPaginator
    warn_unsaved_form = True
    compressed_fields = True
    change_list_template = "admin/back_office/change_list.html"
    change_form_template = "admin/back_office/change_form.html"
    allows_deletion: ClassVar[bool] = False
    export_fields: ClassVar[list[str] | None] = None

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Return the list. One that is not narrowed shows all it has, and offers no way to show all."""
        changelist = super().get_changelist_instance(request)
        if not (changelist.query or changelist.has_active_filters):
            changelist.full_result_count = changelist.result_count
        return changelist

    @display(description=gettext_lazy("IP address"), ordering="ip")
    def ip_address(self, row: Any) -> str:
        """Of rows that know from where somebody came."""
        return row.ip or "–"

    # Deleting

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.allows_deletion and super().has_delete_permission(request, obj)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        recording.record_deleted(request.user, obj)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for row in queryset:
            recording.record_deleted(request.user, row)
        super().delete_queryset(request, queryset)

    # Saving

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        stored = type(obj)._base_manager.get(pk=obj.pk) if change else None
        form.before_save = recording.snapshot(stored, _many_to_many(form)) if stored else {}
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not hasattr(form, "before_save"):
            return
        if not change:
            recording.record_added(request.user, form.instance, _many_to_many(form))
        elif form.has_changed():
            after = recording.snapshot(form.instance, _many_to_many(form))
            recording.record_changed(request.user, form.instance, form.before_save, after)

    @transaction.atomic
    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        recording.record_inlines(request.user, formset)
        for row in formset.deleted_objects:
            recording.record_deleted(request.user, row)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Nothing: the shop's own action log has it, written beside the change."""

    log_change = log_addition

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Nothing: as above."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show what the action log says about the row."""
        if not (self.has_view_permission(request) and request.user.has_perm(LOG_PERMISSION)):
            raise PermissionDenied
        query = urlencode({"object_type": self.model._meta.label_lower, "object_id": object_id})
        return redirect(f"{reverse('admin:audit_adminactionlog_changelist')}?{query}")

    # Two people on one form

    def get_form(self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Refuse the form once when the row was changed after the page was opened, and say what it holds now."""
        form_class = super().get_form(request, obj, change, **kwargs)
        if not change or obj is None or not hasattr(obj, "updated_at"):
            return form_class

        class Guarded(form_class):
            def clean(self) -> Any:
                cleaned = super().clean()
                if request.method == "POST" and request.POST.get(VERSION) != (now := _stored_version(obj)):
                    stored = form_class(instance=type(obj)._base_manager.get(pk=obj.pk))
                    request.shown_now = now, stale_edits.show(self, stored, request.POST.get(SHOWN, ""))
                return cleaned

        return Guarded

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        # A refused form keeps what it was opened with, unless it shows what was changed since.
        sent = request.POST.get(VERSION, ""), request.POST.get(SHOWN, "")
        context["version"], context["shown"] = getattr(request, "shown_now", sent)
        if row and not context["version"]:
            context["version"], context["shown"] = _version(row), stale_edits.shown_by(context["adminform"].form)
        context["show_history"] = request.user.has_perm(LOG_PERMISSION)
        return super().render_change_form(request, context, *args, **kwargs)

    # Export

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}_export"
        view = self.admin_site.admin_view(self.export_view)
        view.model_admin = self
        return [path("export.<str:extension>", view, name=name), *super().get_urls()]

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) and request.user.has_perm(EXPORT_PERMISSION)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        export = {}
        if self.has_export_permission(request):
            query = f"?{request.GET.urlencode()}"
            name = f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_export"
            export = {kind: reverse(name, args=[kind]) + query for kind in ("csv", "xlsx")}
        title = capfirst(self.model._meta.verbose_name_plural)
        context = {"title": title, "module_name": _("rows"), "export": export, **(extra_context or {})}
        return super().changelist_view(request, context)

    def export_view(self, request: HttpRequest, extension: str) -> HttpResponse | StreamingHttpResponse:
        """Send the rows that the list's present filter shows, all of them."""
        if not self.has_export_permission(request) or extension not in {"csv", "xlsx"}:
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            messages.error(request, _("That filter is not possible."))
            return redirect("..")
        with transaction.atomic():
            actions.record(
                actor=request.user,
                action=f"{self.model._meta.app_label}.{self.model._meta.model_name}.exported",
                target=self.model,
                after={"format": extension, "filter": request.GET.urlencode()},
            )
        header, cells = self.exported(request, rows)
        is_csv = extension == "csv"
        response = StreamingHttpResponse(
            exports.stream_csv(header, cells) if is_csv else exports.stream_xlsx(header, cells),
            content_type=exports.CSV_TYPE if is_csv else exports.XLSX_TYPE,
        )
        name = f"{self.model._meta.model_name}-{timezone.now():%Y-%m-%d}.{extension}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def exported(self, request: HttpRequest, rows: QuerySet) -> tuple[list[Any], Iterator[list[Any]]]:
        """Return the first row of the file, and what gives the others."""
        columns = self.export_fields or [name for name in self.get_list_display(request) if name != "action_checkbox"]
        return [label_for_field(name, self.model, self) for name in columns], self._cells(rows, columns)

    def _cells(self, rows: QuerySet, columns: list[str]) -> Iterator[list[Any]]:
        for row in exports.in_chunks(rows):
            yield [self._cell(row, name) for name in columns]

    def _cell(self, row: Model, name: str) -> Any:
        column, _attribute, value = lookup_field(name, row, self)
        if column is not None and column.choices:
            return getattr(row, f"get_{column.name}_display")()
        if isinstance(value, (list, tuple)):
            value = value[0] if value else ""
        if isinstance(value, datetime):
            # By the shop's clock, as the list shows it; the rows are sent when the page's own clock has stopped.
            return f"{timezone.localtime(value, zone_named(get_shop().timezone)):%Y-%m-%d %H:%M:%S}"
        return strip_tags(value) if hasattr(value, "__html__") else value


class ReadOnlyAdmin(BackOfficeAdmin):
    """Base of pages about rows that nobody writes by hand."""

    warn_unsaved_form = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def _many_to_many(form: forms.ModelForm) -> list[str]:
    return [column.name for column in form._meta.model._meta.many_to_many if column.name in form.fields]


def _version(row: Model) -> str:
    updated_at = getattr(row, "updated_at", None)
    return updated_at.isoformat() if updated_at else ""


def _stored_version(row: Model) -> str:
    """Return the row's version as stored, and keep others off the row until this transaction ends."""
    stored = type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).only("updated_at").first()
    return _version(stored) if stored else ""
