"""What every app puts on the back office's shared pages: navigation, figures, queues, panels, search."""

from django.utils.translation import gettext_lazy as _

from core.back_office.registry import Link, Registry, Section

NAVIGATION = [
    Section(_("Overview"), [Link(_("Home"), "dashboard", "admin:index")]),
    Section(
        _("Shop"),
        [
            Link(_("Shop settings"), "storefront", "admin:core_shopsettings_changelist", "core.view_shopsettings"),
            Link(_("Action log"), "history", "admin:audit_adminactionlog_changelist", "audit.view_adminactionlog"),
        ],
    ),
]


def fill(registry: Registry) -> None:
    """Put everything in its place. Called once, at start-up."""
    registry.navigation = NAVIGATION
