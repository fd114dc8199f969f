"""Products from files in the back office: uploaded, looked at, written, and rolled back."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display
from unfold.enums import ActionVariant

from catalog import services
from catalog.enums import ImportStatus, OnError
from catalog.forms.porting import ApplyForm, ImportForm
from catalog.models import ImportBatch
from catalog.porting import exporting
from catalog.porting.explained import EXPLAINED
from catalog.porting.reading import MOST_BYTES, ImportRefused
from catalog.views import imports as shown
from core.back_office.exports import CSV_TYPE, stream_csv
from core.back_office.model_admin import EXPORT_PERMISSION, ReadOnlyAdmin
from core.back_office.staff_action import ReasonForm, staff_action
from core.errors import DomainError

VIEW, ADD = "catalog.view_importbatch", "catalog.add_importbatch"
LABELS = {
    ImportStatus.CHECKING: "info",
    ImportStatus.CHECKED: "warning",
    ImportStatus.APPLYING: "info",
    ImportStatus.APPLIED: "success",
    ImportStatus.UNDOING: "info",
    ImportStatus.UNDONE: "default",
    ImportStatus.REFUSED: "danger",
}


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    """Files that were brought in: what each would change, how far it is, and the way back."""

    list_display = [
        "name", "state", "total", "new", "changed", "errors", "written", "kept", "created_by", "created_at",
    ]  # fmt: skip
    list_select_related = ["created_by"]
    list_filter = ["status", ("created_at", RangeDateTimeFilter)]
    search_fields = ["name__icontains", "created_by__email__istartswith"]
    search_help_text = _("By the file's name or the e-mail of whoever sent it")
    date_hierarchy = "created_at"
    ordering = ["-id"]
    fields = [("name", "created_by"), ("created_at", "finished_at"), "on_error", "named_columns"]
    readonly_fields = ["named_columns"]
    export_fields = [
        "name", "status", "total", "new", "changed", "unchanged", "errors", "written", "undone", "kept", "created_by",
        "created_at", "finished_at",
    ]  # fmt: skip
    actions_detail = ["start", "roll_back"]
    change_form_outer_before_template = "admin/catalog/import.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(ADD)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("blank.csv", self._view(self.blank), name="catalog_importbatch_blank"),
            path("<path:object_id>/problems.csv", self._view(self.problems), name="catalog_importbatch_problems"),
        ]
        return [*own, *super().get_urls()]

    def _view(self, method: Any) -> Any:
        view = self.admin_site.admin_view(method)
        view.model_admin = self
        return view

    # Uploading

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                batch = services.start_import(file=file, name=file.name, actor=request.user)
            except ImportRefused as refusal:
                form.add_error("file", refusal.why)
            except DomainError as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect(reverse("admin:catalog_importbatch_change", args=[batch.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import products"),
            "model_admin": self,
            "form": form,
            "explained": EXPLAINED,
            "may_export": request.user.has_perms(["catalog.view_product", EXPORT_PERMISSION]),
        }
        return TemplateResponse(request, "admin/catalog/import_form.html", context, status=422 if form.errors else 200)

    add_view.max_body_bytes = MOST_BYTES + 64 * 1024

    def blank(self, request: HttpRequest) -> StreamingHttpResponse:
        """Send a file that has the names of all columns and no row."""
        if not request.user.has_perms([VIEW, ADD]):
            raise PermissionDenied
        return _csv(stream_csv(exporting.header(), []), "products.csv")

    blank.permission = ADD

    # Looking

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().change_view(request, object_id, *args, **kwargs)
        progress = getattr(response, "context_data", {}).get("progress")
        if progress and not progress.is_running and request.headers.get("HX-Target") == "progress":
            # It has just ended: the page offers other things now.
            response["HX-Refresh"] = "true"
        return response

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = context["original"]
        context |= {
            "progress": shown.progress_of(batch),
            "listed": shown.rows_of(request, batch),
            "may_start": request.user.has_perm(ADD) and self.start.when(batch),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def problems(self, request: HttpRequest, object_id: str) -> StreamingHttpResponse:
        """Send what is wrong with which row, and which rows a rollback kept."""
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        batch = self.get_object(request, object_id)
        if batch is None:
            raise Http404
        return _csv(stream_csv(shown.PROBLEMS_HEADER, shown.problems_of(batch)), f"problems-{batch.pk}.csv")

    problems.permission = VIEW

    @display(description=_("status"), ordering="status", label=LABELS)
    def state(self, batch: ImportBatch) -> tuple[str, Any]:
        return batch.status, batch.get_status_display()

    @display(description=_("columns"))
    def named_columns(self, batch: ImportBatch) -> str:
        return ", ".join(filter(None, batch.columns))

    @display(description=_("rows"))
    def to_write(self, batch: ImportBatch) -> str:
        words = {"wrong": batch.errors, "written": batch.new + batch.changed}
        if batch.errors:
            return _("Wrong: %(wrong)d, left out. To be written: %(written)d.") % words
        return _("To be written: %(written)d.") % words

    # Doing

    @staff_action(
        _("Write to the catalogue"),
        done=_("It is being written."),
        permission=ADD,
        icon="play_arrow",
        form=ApplyForm,
        variant=ActionVariant.PRIMARY,
        explanation=_("It goes on in the background, in steps that are written whole or not at all."),
        when=lambda batch: batch.status == ImportStatus.CHECKED and batch.new + batch.changed > 0,
        # To write nothing would only be refused where a row is wrong already.
        initial=lambda batch: {"on_error": OnError.SKIP if batch.errors else batch.on_error},
        shows=["to_write"],
    )
    def start(self, request: HttpRequest, row: ImportBatch, form: forms.Form) -> None:
        services.apply_import(batch=row, actor=request.user, on_error=form.cleaned_data["on_error"])

    @staff_action(
        _("Roll back"),
        done=_("It is being rolled back."),
        permission=ADD,
        icon="undo",
        form=ReasonForm,
        variant=ActionVariant.DANGER,
        explanation=_(
            "What it changed gets its former values, and what it made goes. Rows that somebody has changed since, or "
            "that something else needs, stay as they are and are named."
        ),
        when=lambda batch: batch.status in (ImportStatus.APPLIED, ImportStatus.APPLYING) and batch.written > 0,
    )
    def roll_back(self, request: HttpRequest, row: ImportBatch, form: forms.Form) -> None:
        services.roll_back_import(batch=row, actor=request.user, reason=form.cleaned_data["reason"])


def _csv(lines: Any, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
