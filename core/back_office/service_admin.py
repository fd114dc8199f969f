"""Pages whose form is saved by a service: what it refuses stands at the field, with everything that was typed."""

from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from core.back_office import refusals
from core.back_office.model_admin import BackOfficeAdmin
from core.errors import DomainError


class ServiceAdmin(BackOfficeAdmin):
    """Base of such pages. The form has `service_fields()`, the page `store()`; the service records.

    The service runs as the last step of the form's checking, in the transaction of the page.
    """

    delete_confirmation_template = "admin/back_office/delete.html"

    def get_form(self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any) -> Any:
        form_class = super().get_form(request, obj, change, **kwargs)
        page = self

        class Saved(form_class):
            def clean(self) -> Any:
                cleaned = super().clean()
                if request.method == "POST" and not self.errors:
                    page.save_by(self, request, change)
                return cleaned

            def _post_clean(self) -> None:
                """Nothing: the service checks, also what is refused, and not every field holds what the row does."""

        return Saved

    def save_by(self, form: Any, request: HttpRequest, change: bool) -> None:
        """Save through the service; what it refuses becomes errors of the form."""
        try:
            with transaction.atomic():
                form.stored = self.store(request, form.instance if change else None, form.service_fields())
        except DomainError as refusal:
            refusals.show(form, refusal)
        else:
            form.instance = form.stored

    def store(self, request: HttpRequest, row: Model | None, fields: dict[str, Any]) -> Model:
        raise NotImplementedError

    def obstacles(self, row: Model) -> list[Any]:
        """What keeps the row from being deleted, in words."""
        return []

    def get_actions(self, request: HttpRequest) -> Any:
        """Rows that something may keep are deleted one at a time: each with its own reasons."""
        actions = super().get_actions(request)
        if type(self).obstacles is not ServiceAdmin.obstacles:
            actions.pop("delete_selected", None)
        return actions

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for row in queryset:
            self.delete_model(request, row)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Nothing is said to go along: what becomes of other rows is for the service to see to."""
        rows = list(objs)
        obstacles = [obstacle for row in rows for obstacle in self.obstacles(row)]
        return [str(row) for row in rows], {str(self.opts.verbose_name): len(rows)}, set(), obstacles

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Model:
        return form.stored

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """Nothing: saved while the form was checked."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: there are no rows below."""
