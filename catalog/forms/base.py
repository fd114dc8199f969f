"""What forms of the catalogue share: texts in other languages, a category in its tree."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from catalog import tree
from catalog.selectors.staff import translations_of
from catalog.services.translations import FIELDS, languages

PROSE = {"description", "short_description", "seo_description"}


class TreeForm(forms.ModelForm):
    """A form whose service takes what the form's own fields hold, by name."""

    def service_fields(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}
        return {name: getattr(value, "pk", value) for name, value in values.items()}


class TranslatedForm(TreeForm):
    """Adds a field for each text in each other language."""

    kind: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label)
        row = self.instance
        texts = {} if row._state.adding else translations_of(row.pk)[row.pk]
        for language in languages():
            for field in FIELDS[self.kind]:
                self.initial[f"{field}__{language}"] = texts.get(language, {}).get(field, "")

    def service_fields(self) -> dict[str, Any]:
        texts = {
            language: {
                field: self.cleaned_data.get(f"{field}__{language}", "")
                for field in FIELDS[self.kind]
                if f"{field}__{language}" in self.cleaned_data
            }
            for language in languages()
        }
        return super().service_fields() | {"translations": texts}


def text_fields(kind: str, model: Any) -> dict[str, forms.Field]:
    """The fields for the texts of such rows in other languages, to be declared with the form."""
    made = {}
    for language in languages():
        for name in FIELDS[kind]:
            column = model._meta.get_field(name)
            widget = UnfoldAdminTextareaWidget(attrs={"rows": 4}) if name in PROSE else UnfoldAdminTextInputWidget()
            widget.attrs["lang"] = language
            made[f"{name}__{language}"] = forms.CharField(
                label=column.verbose_name, required=False, max_length=column.max_length, widget=widget
            )
    return made


def text_fieldsets(kind: str) -> list[tuple[Any, dict[str, Any]]]:
    """A tab for each other language."""
    names = dict(settings.LANGUAGES)
    return [
        (names[language], {"classes": ["tab"], "fields": [f"{field}__{language}" for field in FIELDS[kind]]})
        for language in languages()
    ]


def category_field(label: Any, **about: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, coerce=_as_id, empty_value=None, widget=UnfoldAdminSelectWidget, **about
    )  # fmt: skip


def category_choices(*, empty: Any = None) -> list[tuple[str, str]]:
    """Every category in its tree, each with the way to it."""
    found = [] if empty is None else [("", empty)]
    whole = tree.read_tree()
    waiting = list(reversed(whole.roots))
    while waiting:
        node = waiting.pop()
        found.append((str(node.id), " › ".join(step.name for step in whole.path(node.id))))
        waiting.extend(reversed(whole.children_of(node.id)))
    return found


def _as_id(value: UUID | str) -> UUID:
    """Take what was chosen, and what the row has already: the admin compares them."""
    return value if isinstance(value, UUID) else UUID(value)
