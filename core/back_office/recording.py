"""What a form of the back office changed, for the action log."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.forms import BaseInlineFormSet, ModelForm

from core import actions

NOT_OF_INTEREST = {"updated_at", "created_at"}


def action_name(row: Model, what_happened: str) -> str:
    """Return the name of an action, such as `accounts.address.changed`."""
    return f"{row._meta.app_label}.{row._meta.model_name}.{what_happened}"


def snapshot(row: Model, many_to_many: Iterable[str] = ()) -> dict[str, Any]:
    """Return the row's stored values; of the named relations, the ids on the other side."""
    values = {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if column.name not in NOT_OF_INTEREST
    }
    for name in many_to_many:
        values[name] = sorted(str(pk) for pk in getattr(row, name).values_list("pk", flat=True))
    return values


def record_added(actor: Any, row: Model, many_to_many: Iterable[str] = ()) -> None:
    actions.record(actor=actor, action=action_name(row, "added"), target=row, after=snapshot(row, many_to_many))


def record_changed(actor: Any, row: Model, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    actions.record(actor=actor, action=action_name(row, "changed"), target=row, before=before, after=after)


def record_deleted(actor: Any, row: Model) -> None:
    actions.record(actor=actor, action=action_name(row, "deleted"), target=row, before=snapshot(row))


def record_inlines(actor: Any, formset: BaseInlineFormSet) -> None:
    """Record what was added to, changed in and taken from the rows below a row."""
    for row in formset.new_objects:
        record_added(actor, row)
    for row, _fields in formset.changed_objects:
        form = _form_of(formset, row)
        before = {name: form.get_initial_for_field(form.fields[name], name) for name in form.changed_data}
        record_changed(actor, row, before, {name: form.cleaned_data[name] for name in form.changed_data})


def _form_of(formset: BaseInlineFormSet, row: Model) -> ModelForm:
    return next(form for form in formset.initial_forms if form.instance.pk == row.pk)
