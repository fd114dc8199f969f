"""Which staff group may do what: one table for the pages of the back office and for /admin/* of the API."""

# Every permission of the shop's own apps; superusers alone are above it.
EVERYTHING = "*"

STAFF_GROUPS: dict[str, list[str]] = {
    "support": [
        "accounts.view_user",
        "accounts.change_user",
        "accounts.view_address",
        "accounts.view_session",
        "accounts.change_session",
        "accounts.view_roleapplication",
        "notifications.view_emaillog",
        "notifications.change_emaillog",
        "notifications.view_smslog",
        "notifications.change_smslog",
    ],
    "catalogue": [
        "core.view_shopsettings",
    ],
    "marketing": [
        "core.view_shopsettings",
        "notifications.view_broadcast",
        "notifications.add_broadcast",
        "notifications.change_broadcast",
        "notifications.view_templateoverride",
        "notifications.add_templateoverride",
        "notifications.change_templateoverride",
    ],
    "finance": [
        "core.view_shopsettings",
        "core.export_lists",
        "accounts.view_user",
        "accounts.view_address",
        "accounts.view_roleapplication",
    ],
    "admin": [EVERYTHING],
}
