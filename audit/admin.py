"""The action log in the back office: read, searched, never changed."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, DropdownFilter, RangeDateTimeFilter
from unfold.decorators import display

from audit.models import AdminActionLog
from audit.wording import actions_said, field_title, shown_value
from core.actions import words
from core.back_office.model_admin import ReadOnlyAdmin

SHORTEST_WORD = 3


class DeedFilter(DropdownFilter):
    """What was done, in words; some words stand for more than one code."""

    title = _("what")
    parameter_name = "deed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        codes = {str(said): code for code, said in words.deeds.items()}
        return [(codes[said], said) for said in sorted(codes)]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        if self.value() is None:
            return rows
        said = str(words.deeds.get(self.value(), ""))
        return rows.filter(action__in=actions_said(lambda thing, deed: deed == said))


@admin.register(AdminActionLog)
class AdminActionLogAdmin(ReadOnlyAdmin):
    list_display = ["at", "who", "what", "thing", "what_changed", "reason", "ip_address"]
    list_display_links = ["at"]
    list_select_related = ["actor"]
    list_filter = [DeedFilter, ("actor", AutocompleteSelectFilter), ("at", RangeDateTimeFilter)]
    search_fields = [
        "action__startswith",
        "object_label__istartswith",
        "object_id",
        "request_id",
        "ip",
        "actor__email",
    ]
    search_help_text = _("By action, object, id, request, IP address or the e-mail of who did it")
    date_hierarchy = "at"
    ordering = ["-at", "-id"]
    fieldsets = [
        (None, {"fields": ["at", "who", "what", "thing", "customer", "reason"]}),
        (_("What changed"), {"fields": ["changes"]}),
        (_("From where"), {"fields": ["ip_address", "user_agent", "request_id"]}),
    ]
    readonly_fields = ["who", "what", "thing", "changes", "ip_address"]
    export_fields = [
        "at", "actor", "action", "object_type", "object_id", "object_label", "before", "after", "reason", "ip_address",
        "user_agent", "request_id",
    ]  # fmt: skip

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Find also what the list calls an action; its code may be another."""
        found, is_doubled = super().get_search_results(request, queryset, search_term)
        term = search_term.strip().casefold()
        if len(term) < SHORTEST_WORD:
            return found, is_doubled
        said = actions_said(lambda thing, deed: term in f"{thing}: {deed}".casefold())
        return found | queryset.filter(action__in=said), is_doubled

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return lookup in {"customer__id__exact", "object_type", "object_id"} or super().lookup_allowed(
            lookup, value, request
        )

    @display(description=_("who"), ordering="actor")
    def who(self, row: AdminActionLog) -> str:
        return str(row.actor or _("a command"))

    @display(description=_("what"), ordering="action")
    def what(self, row: AdminActionLog) -> str:
        return row.title

    @display(description=_("object"))
    def thing(self, row: AdminActionLog) -> str:
        if not row.object_id:
            return _("the list")
        return f"{row.object_label or row.object_id} ({row.kind})"

    @display(description=_("changed"))
    def what_changed(self, row: AdminActionLog) -> str:
        return ", ".join(field_title(row, name) for name in row.changed_fields)

    @display(description=_("fields"))
    def changes(self, row: AdminActionLog) -> SafeString:
        lines = [
            (field_title(row, name), *(shown_value(row, name, side.get(name)) for side in (row.before, row.after)))
            for name in row.changed_fields
        ]
        return format_html(
            '<table class="back-office-changes"><thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead>'
            "<tbody>{}</tbody></table>",
            _("Field"),
            _("Before"),
            _("After"),
            format_html_join("", "<tr><th>{}</th><td>{}</td><td>{}</td></tr>", lines),
        )
