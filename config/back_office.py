"""What every app puts on the back office's shared pages: navigation, figures, queues, panels, search."""

from django.utils.translation import gettext_lazy as _

from accounts import back_office as accounts
from accounts import browser
from audit import back_office as audit
from core.back_office import deliveries
from core.back_office.registry import Card, Link, Panel, Registry, SearchSource, Section
from core.back_office.tables import TABLE_TEMPLATE
from notifications import back_office as notifications

NAVIGATION = [
    Section("", [Link(_("Home"), "dashboard", "admin:index")]),
    Section(
        _("People"),
        [
            Link(_("Users"), "group", "admin:accounts_user_changelist", "accounts.view_user"),
            Link(
                _("Applications"),
                "how_to_reg",
                "admin:accounts_roleapplication_changelist",
                "accounts.view_roleapplication",
            ),
            Link(_("Addresses"), "home_pin", "admin:accounts_address_changelist", "accounts.view_address"),
            Link(_("Devices"), "devices", "admin:accounts_session_changelist", "accounts.view_session"),
        ],
    ),
    Section(
        _("Messages"),
        [
            Link(_("Mail log"), "mail", "admin:notifications_emaillog_changelist", "notifications.view_emaillog"),
            Link(_("SMS log"), "sms", "admin:notifications_smslog_changelist", "notifications.view_smslog"),
            Link(
                _("Mail templates"),
                "edit_note",
                "admin:notifications_templateoverride_changelist",
                "notifications.view_templateoverride",
            ),
            Link(
                _("Messages to customers"),
                "campaign",
                "admin:notifications_broadcast_changelist",
                "notifications.view_broadcast",
            ),
        ],
    ),
    Section(
        _("Shop"),
        [
            Link(_("Shop settings"), "storefront", "admin:core_shopsettings_changelist", "core.view_shopsettings"),
            Link(
                _("Deliveries of events"), "outbox", "admin:core_outboxdelivery_changelist", "core.view_outboxdelivery"
            ),
            Link(_("Scheduled jobs"), "schedule", "admin:core_scheduledjob_changelist", "core.view_scheduledjob"),
            Link(_("Action log"), "history", "admin:audit_adminactionlog_changelist", "audit.view_adminactionlog"),
        ],
    ),
]

CARDS = [
    Card(_("New people today"), "person_add", "accounts.view_user", accounts.new_people),
    Card(_("Signed-in devices"), "devices", "accounts.view_session", accounts.signed_in_devices),
]

QUEUES = [
    Card(_("Applications"), "how_to_reg", "accounts.view_roleapplication", accounts.waiting_applications),
    Card(_("Mails that failed"), "mark_email_unread", "notifications.view_emaillog", notifications.failed_mails),
    Card(_("Dead deliveries"), "report", "core.view_outboxdelivery", deliveries.dead_letters),
]

HOME_PANELS = [
    Panel(TABLE_TEMPLATE, "audit.view_adminactionlog", audit.recent_actions, is_wide=True),
]

PERSON_PANELS = [
    Panel(TABLE_TEMPLATE, "accounts.view_address", accounts.addresses_of),
    Panel(TABLE_TEMPLATE, "accounts.view_session", accounts.sessions_of),
    Panel(TABLE_TEMPLATE, "accounts.view_roleapplication", accounts.applications_of),
    Panel(TABLE_TEMPLATE, "notifications.view_emaillog", notifications.mails_to),
    Panel(TABLE_TEMPLATE, "audit.view_adminactionlog", audit.actions_about, is_wide=True),
]

SEARCH = [
    SearchSource("accounts.view_user", accounts.find_people),
]


def fill(registry: Registry) -> None:
    """Put everything in its place. Called once, at start-up."""
    registry.navigation = NAVIGATION
    registry.cards = CARDS
    registry.queues = QUEUES
    registry.home_panels = HOME_PANELS
    registry.person_panels = PERSON_PANELS
    registry.search_sources = SEARCH
    registry.sign_out = browser.sign_out
