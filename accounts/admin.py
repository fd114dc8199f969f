"""People, their addresses, devices and applications in the back office."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelect2Widget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts import services
from accounts.back_office import group_choices
from accounts.enums import ApplicationStatus, Role, UserStatus
from accounts.forms.base import timezone_choices
from accounts.models import Address, RoleApplication, Session, User
from accounts.querysets import ApplicationQuerySet
from core.back_office.model_admin import BackOfficeAdmin, ReadOnlyAdmin
from core.back_office.registry import back_office, panels_for
from core.back_office.staff_action import NoteForm, ReasonForm, staff_action
from core.documents import PICTURE

# Groups are shipped: config/staff.py says what they may do.
admin.site.unregister(Group)

STATUS_COLOURS = {
    UserStatus.ACTIVE: "success",
    UserStatus.PENDING: "warning",
    UserStatus.INACTIVE: "info",
    UserStatus.SUSPENDED: "danger",
}
# A word without a line here would be shown as it is stored.
ROLE_COLOURS = {**dict.fromkeys(Role), Role.ADMIN: "danger", Role.SUPPORT: "info"}
DECISION_COLOURS = {
    ApplicationStatus.PENDING: "warning",
    ApplicationStatus.APPROVED: "success",
    ApplicationStatus.REJECTED: "danger",
}
# What an application is decided by.
DECIDED_BY = ("user", "role", "business_name", "tax_number", "message", "papers")
PAPER = '<p><a href="{}">{}</a>, {}{}</p>'
EDITABLE = ["name", "phone_number", "region", "language", "timezone"]


def _linked(paper: dict[str, Any]) -> tuple[str, str, str, str]:
    """Return where a paper is read, what it is called, its size and, of a picture, a look at it."""
    url = reverse("document", args=[paper["id"]])
    look = format_html('<br><img src="{}" alt="" width="280" loading="lazy">', url)
    return url, paper["name"], filesizeformat(paper["size"]), look if paper["content_type"] == PICTURE else ""


class UserForm(forms.ModelForm):
    region = forms.ChoiceField(
        label=_("Country"),
        required=False,
        choices=lambda: [("", _("Not known")), *countries],
        widget=UnfoldAdminSelect2Widget,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: settings.LANGUAGES, widget=UnfoldAdminSelectWidget
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"), required=False, choices=timezone_choices, widget=UnfoldAdminSelect2Widget
    )

    class Meta:
        model = User
        fields = EDITABLE
        labels = {
            "phone_number": _("Phone"),
            "region": _("Country"),
            "timezone": _("Time zone"),
            "email_verified_at": _("E-mail verified"),
            "phone_verified_at": _("Phone verified"),
            "created_at": _("Registered"),
            "last_login_at": _("Last signed in"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What is stored stays possible, also when no list has it any more.
        for name in ("region", "timezone"):
            field, stored = self.fields.get(name), getattr(self.instance, name)
            if field and stored and stored not in dict(field.choices):
                field.choices = [(stored, stored), *field.choices]


class MailForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=150, widget=UnfoldAdminTextInputWidget)
    text = forms.CharField(label=_("Text"), max_length=5_000, widget=UnfoldAdminTextareaWidget)


class StaffGroupsForm(ReasonForm):
    groups = forms.MultipleChoiceField(
        label=_("Groups"),
        required=False,
        choices=group_choices,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("Exactly these; without any, the person is staff no more."),
    )
    field_order = ["groups", "reason"]


@admin.register(User)
class UserAdmin(BackOfficeAdmin):
    form = UserForm
    list_display = [
        "person",
        "role_label",
        "status_label",
        "second_factor",
        "last_login_at",
        "created_at",
    ]
    list_filter = ["role", "status", "two_factor", "is_staff", "language", ("created_at", RangeDateTimeFilter)]
    search_fields = ["email__istartswith", "name__icontains", "phone_number__endswith", "shopper_id__iexact"]
    search_help_text = _("E-mail, name, phone, shopper id")
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-id"]
    export_fields = [
        "email", "name", "shopper_id", "role", "status", "region", "language", "last_login_at", "created_at",
    ]  # fmt: skip
    fieldsets = [
        (None, {"fields": ["name", "email", "phone_number", "shopper_id", "role", "status"]}),
        (_("Where and when"), {"fields": ["region", "language", "timezone", "created_at", "last_login_at"]}),
        (
            _("Safety"),
            {"fields": ["email_verified_at", "phone_verified_at", "second_factor", "wants_news", "staff_groups"]},
        ),
    ]
    actions = ["suspend", "activate", "reset_password"]
    actions_detail = [
        "send_mail",
        "reset_password",
        {
            "title": _("Account"),
            "icon": "manage_accounts",
            "items": ["set_groups", "activate", "suspend", "erase"],
        },
    ]
    change_form_outer_after_template = "admin/back_office/person_panels.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may_edit = super().has_change_permission(request, obj)
        is_weaker = obj is None or not (obj.is_staff or obj.is_superuser) or obj == request.user
        return may_edit and (is_weaker or request.user.is_superuser) and not (obj and obj.deleted_at)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return [name for _title, part in self.fieldsets for name in part["fields"] if name not in EDITABLE]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        services.update_user(user=obj, actor=request.user, **changes)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["panels"] = panels_for(request, back_office.person_panels, context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    @display(description=_("person"), header=True, ordering="name")
    def person(self, user: User) -> list[str]:
        mail_and_id = format_html('{} · <span class="whitespace-nowrap">{}</span>', user.email, user.shopper_id)
        return [user.name or "–", mail_and_id]

    @display(description=_("role"), label=ROLE_COLOURS, ordering="role")
    def role_label(self, user: User) -> tuple[str, Any]:
        return user.role, user.get_role_display()

    @display(description=_("status"), label=STATUS_COLOURS, ordering="status")
    def status_label(self, user: User) -> tuple[str, Any]:
        return user.status, user.get_status_display()

    @display(description=_("Offers and news"))
    def wants_news(self, user: User) -> str:
        return _("yes") if user.marketing_consent else _("no")

    @display(description=_("2-step sign-in"), ordering="two_factor")
    def second_factor(self, user: User) -> str:
        return user.get_two_factor_display() if user.has_two_factor else "–"

    @display(description=_("staff groups"))
    def staff_groups(self, user: User) -> str:
        return ", ".join(sorted(group.name for group in user.groups.all())) or "–"

    @staff_action(
        _("Suspend"),
        permission="accounts.change_user",
        icon="block",
        variant=ActionVariant.DANGER,
        explanation=_("They are signed out everywhere at once and cannot sign in until activated."),
        when=lambda user: user.is_active,
        done=_("The account is suspended."),
    )
    def suspend(self, request: HttpRequest, user: User, form: ReasonForm) -> None:
        services.set_status(
            user=user, status=UserStatus.SUSPENDED, actor=request.user, reason=form.cleaned_data["reason"]
        )

    @staff_action(
        _("Activate"),
        permission="accounts.change_user",
        icon="check_circle",
        when=lambda user: not user.is_active and user.deleted_at is None,
        done=_("The account is active."),
    )
    def activate(self, request: HttpRequest, user: User, form: ReasonForm) -> None:
        services.set_status(
            user=user, status=UserStatus.ACTIVE, actor=request.user, reason=form.cleaned_data["reason"]
        )

    @staff_action(
        _("Reset password"),
        permission="accounts.change_user",
        icon="lock_reset",
        explanation=_("They are mailed a link to choose a new password. Nobody here sees it."),
        when=lambda user: user.is_active,
        done=_("The link to a new password is on its way."),
    )
    def reset_password(self, request: HttpRequest, user: User, form: ReasonForm) -> None:
        services.trigger_password_reset(user=user, actor=request.user, reason=form.cleaned_data["reason"])

    @staff_action(
        _("Send mail"),
        permission="accounts.change_user",
        icon="mail",
        form=MailForm,
        when=lambda user: user.deleted_at is None,
        done=_("The mail is on its way."),
    )
    def send_mail(self, request: HttpRequest, user: User, form: MailForm) -> None:
        services.send_mail_to_user(user=user, actor=request.user, **form.cleaned_data)

    @staff_action(
        _("Staff groups"),
        permission="accounts.assign_staff",
        icon="badge",
        form=StaffGroupsForm,
        initial=lambda user: {"groups": [group.name for group in user.groups.all()]},
        button=_("Save the groups"),
        when=lambda user: user.deleted_at is None,
        done=_("The groups are saved."),
    )
    def set_groups(self, request: HttpRequest, user: User, form: StaffGroupsForm) -> None:
        services.set_staff_groups(user=user, actor=request.user, **form.cleaned_data)

    @staff_action(
        _("Erase account"),
        permission="accounts.delete_user",
        icon="person_remove",
        variant=ActionVariant.DANGER,
        explanation=_("Everything personal is scrubbed for good. Orders stay as records."),
        when=lambda user: user.deleted_at is None,
        done=_("The account is erased."),
    )
    def erase(self, request: HttpRequest, user: User, form: ReasonForm) -> None:
        services.delete_user(user=user, actor=request.user, reason=form.cleaned_data["reason"])


@admin.register(Address)
class AddressAdmin(ReadOnlyAdmin):
    list_display = ["user", "first_line", "city", "state", "postal_code", "country", "is_active", "created_at"]
    list_select_related = ["user"]
    list_filter = ["country", "is_default_shipping", "is_default_billing", "is_active"]
    search_fields = [
        "user__email__istartswith", "last_name__istartswith", "postal_code__startswith", "city__istartswith",
    ]  # fmt: skip
    search_help_text = _("Person's e-mail, last name, postal code, city")
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-id"]

    @display(description=_("address"), ordering="address_line1")
    def first_line(self, address: Address) -> str:
        return address.address_line1


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    list_display = ["user", "device", "kind", "ip_address", "region", "last_seen_at", "state"]
    list_select_related = ["user"]
    list_filter = ["kind", ("last_seen_at", RangeDateTimeFilter)]
    search_fields = ["user__email__istartswith", "ip__exact"]
    search_help_text = _("Person's e-mail, IP address")
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-id"]
    fields = [
        "user", "kind", "device_name", "user_agent", "ip_address", "region", "created_at", "last_seen_at",
        "expires_at", "revoked_at", "revoked_reason",
    ]  # fmt: skip
    readonly_fields = ["ip_address"]
    actions = actions_detail = ["end"]

    @display(description=_("device"))
    def device(self, session: Session) -> str:
        return str(session)

    @display(description=_("state"), label={"live": "success", "ended": None})
    def state(self, session: Session) -> tuple[str, Any]:
        return ("live", _("Signed in")) if session.revoked_at is None else ("ended", _("Ended"))

    @staff_action(
        _("Sign out"),
        permission="accounts.change_session",
        icon="logout",
        explanation=_("The device is signed out with its next request."),
        when=lambda session: session.revoked_at is None,
        done=_("The device is signed out."),
    )
    def end(self, request: HttpRequest, session: Session, form: ReasonForm) -> None:
        services.end_session_of_user(session=session, actor=request.user, reason=form.cleaned_data["reason"])


@admin.register(RoleApplication)
class RoleApplicationAdmin(ReadOnlyAdmin):
    list_display = ["user", "role", "business_name", "tax_number", "status_label", "created_at", "decided_by"]
    list_select_related = ["user", "decided_by"]
    list_filter = ["status", "role", ("created_at", RangeDateTimeFilter)]
    search_fields = ["user__email__istartswith", "business_name__icontains", "tax_id__iexact"]
    search_help_text = _("Person's e-mail, business, tax number")
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-id"]
    fieldsets = [
        (None, {"fields": [*DECIDED_BY]}),
        (_("Decision"), {"fields": ["status", "decided_by", "decided_at", "reason"]}),
    ]
    readonly_fields = ["tax_number", "papers", "paper_names"]
    actions = actions_detail = ["approve", "reject"]

    def get_fieldsets(self, request: HttpRequest, obj: RoleApplication | None = None) -> Any:
        """Those who do not decide read that papers were sent, and not what they say."""
        if request.user.has_perm("accounts.change_roleapplication"):
            return self.fieldsets
        (title, asked), *others = self.fieldsets
        return [(title, {"fields": [*asked["fields"][:-1], "paper_names"]}), *others]

    def get_queryset(self, request: HttpRequest) -> ApplicationQuerySet:
        return super().get_queryset(request).submitted()

    @display(description=_("status"), label=DECISION_COLOURS, ordering="status")
    def status_label(self, application: RoleApplication) -> tuple[str, Any]:
        return application.status, application.get_status_display()

    @display(description=_("tax number"), ordering="tax_id")
    def tax_number(self, application: RoleApplication) -> str:
        return application.tax_id or "–"

    @display(description=_("documents"))
    def papers(self, application: RoleApplication) -> str:
        return format_html_join("", PAPER, map(_linked, application.documents)) or "–"

    @display(description=_("documents"))
    def paper_names(self, application: RoleApplication) -> str:
        return ", ".join(paper["name"] for paper in application.documents) or "–"

    @staff_action(
        _("Approve"),
        permission="accounts.change_roleapplication",
        icon="check",
        variant=ActionVariant.PRIMARY,
        explanation=_("They get the role at once and are told by mail."),
        when=lambda application: application.status == ApplicationStatus.PENDING,
        done=_("The application is approved."),
        form=NoteForm,
        shows=DECIDED_BY,
    )
    def approve(self, request: HttpRequest, application: RoleApplication, form: NoteForm) -> None:
        services.approve_application(application=application, actor=request.user, reason=form.cleaned_data["reason"])

    @staff_action(
        _("Reject"),
        permission="accounts.change_roleapplication",
        icon="close",
        variant=ActionVariant.DANGER,
        explanation=_("They read the reason in the mail that tells them."),
        when=lambda application: application.status == ApplicationStatus.PENDING,
        done=_("The application is rejected."),
        shows=DECIDED_BY,
    )
    def reject(self, request: HttpRequest, application: RoleApplication, form: ReasonForm) -> None:
        services.reject_application(application=application, actor=request.user, reason=form.cleaned_data["reason"])
