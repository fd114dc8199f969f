"""People, their addresses, devices and applications in the back office."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display

from accounts.enums import ApplicationStatus, Role, UserStatus
from accounts.models import Address, RoleApplication, Session, User
from core.back_office.model_admin import ReadOnlyAdmin

admin.site.unregister(Group)

STATUS_COLOURS = {
    UserStatus.ACTIVE: "success",
    UserStatus.PENDING: "warning",
    UserStatus.INACTIVE: "info",
    UserStatus.SUSPENDED: "danger",
}
DECISION_COLOURS = {
    ApplicationStatus.PENDING: "warning",
    ApplicationStatus.APPROVED: "success",
    ApplicationStatus.REJECTED: "danger",
}


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = [
        "person",
        "shopper_id",
        "role_label",
        "status_label",
        "has_two_factor",
        "last_login_at",
        "created_at",
    ]
    list_filter = ["role", "status", "two_factor", "is_staff", "language", ("created_at", RangeDateTimeFilter)]
    search_fields = ["email__istartswith", "name__icontains", "phone_number__endswith", "shopper_id__iexact"]
    search_help_text = _("By e-mail, name, the end of the phone number, or shopper id")
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-id"]
    export_fields = [
        "email",
        "name",
        "shopper_id",
        "role",
        "status",
        "region",
        "language",
        "last_login_at",
        "created_at",
    ]
    fieldsets = [
        (None, {"fields": ["name", "email", "phone_number", "shopper_id", "role_label", "status_label"]}),
        (_("Where and when"), {"fields": ["region", "language", "timezone", "created_at", "last_login_at"]}),
        (_("Safety"), {"fields": ["email_verified_at", "phone_verified_at", "two_factor", "marketing_consent"]}),
        (_("Staff"), {"fields": ["is_staff", "is_superuser", "groups"]}),
    ]

    @display(description=_("person"), header=True, ordering="name")
    def person(self, user: User) -> list[str]:
        return [user.name or "–", user.email]

    @display(description=_("role"), label={Role.ADMIN: "danger", Role.SUPPORT: "info"}, ordering="role")
    def role_label(self, user: User) -> tuple[str, Any]:
        return user.role, user.get_role_display()

    @display(description=_("status"), label=STATUS_COLOURS, ordering="status")
    def status_label(self, user: User) -> tuple[str, Any]:
        return user.status, user.get_status_display()

    @display(description=_("2FA"), boolean=True)
    def has_two_factor(self, user: User) -> bool:
        return user.has_two_factor


@admin.register(Address)
class AddressAdmin(ReadOnlyAdmin):
    list_display = ["user", "address_line1", "city", "state", "postal_code", "country", "is_active", "created_at"]
    list_select_related = ["user"]
    list_filter = ["country", "is_default_shipping", "is_default_billing", "is_active"]
    search_fields = [
        "user__email__istartswith",
        "last_name__istartswith",
        "postal_code__startswith",
        "city__istartswith",
    ]
    search_help_text = _("By the person's e-mail, last name, postal code or city")
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-id"]


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    list_display = ["user", "device", "kind", "ip", "region", "last_seen_at", "is_live"]
    list_select_related = ["user"]
    list_filter = ["kind", ("last_seen_at", RangeDateTimeFilter)]
    search_fields = ["user__email__istartswith", "ip__exact"]
    search_help_text = _("By the person's e-mail or the IP address")
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-id"]
    fields = [
        "user", "kind", "device_name", "user_agent", "ip", "region", "created_at", "last_seen_at", "expires_at",
        "revoked_at", "revoked_reason",
    ]  # fmt: skip

    @display(description=_("device"))
    def device(self, session: Session) -> str:
        return str(session)

    @display(description=_("signed in"), boolean=True)
    def is_live(self, session: Session) -> bool:
        return session.revoked_at is None


@admin.register(RoleApplication)
class RoleApplicationAdmin(ReadOnlyAdmin):
    list_display = ["user", "role", "business_name", "tax_id", "status_label", "created_at", "decided_by"]
    list_select_related = ["user", "decided_by"]
    list_filter = ["status", "role", ("created_at", RangeDateTimeFilter)]
    search_fields = ["user__email__istartswith", "business_name__icontains", "tax_id__iexact"]
    search_help_text = _("By the person's e-mail, the business or its tax id")
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-id"]

    @display(description=_("status"), label=DECISION_COLOURS, ordering="status")
    def status_label(self, application: RoleApplication) -> tuple[str, Any]:
        return application.status, application.get_status_display()
