"""Messages in the back office: the logs with resending, the shop's own words, what staff wrote to customers."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from core.back_office.model_admin import BackOfficeAdmin, ReadOnlyAdmin
from core.back_office.staff_action import PlainForm, staff_action
from core.errors import InvalidInput
from notifications import services
from notifications.enums import BroadcastStatus, MessageStatus
from notifications.mails import MAILS
from notifications.mails.base import Mail
from notifications.models import Broadcast, EmailLog, SMSLog, TemplateOverride
from notifications.services import templates

STATUS_COLOURS = {
    MessageStatus.QUEUED: "info",
    MessageStatus.SENDING: "info",
    MessageStatus.SENT: "success",
    MessageStatus.FAILED: "danger",
    MessageStatus.BOUNCED: "warning",
}
FRAME = '<iframe sandbox srcdoc="{}" title="{}" class="w-full rounded-default" height="640"></iframe>'
FINISHED = {MessageStatus.SENT, MessageStatus.FAILED, MessageStatus.BOUNCED}


def is_finished(row: EmailLog | SMSLog) -> bool:
    return row.status in FINISHED


class MessageAdmin(ReadOnlyAdmin):
    """What the mail log and the SMS log have in common."""

    list_display = ["to", "what", "status_label", "attempts", "error", "created_at", "sent_at"]
    list_filter = ["status", "topic", "template", ("created_at", RangeDateTimeFilter)]
    search_fields = ["to__startswith", "user__shopper_id__iexact"]
    search_help_text = _("By the beginning of the address or number, or the shopper id")
    date_hierarchy = "created_at"
    ordering = ["-id"]
    actions = ["resend"]
    actions_detail = ["resend"]

    @display(description=_("status"), label=STATUS_COLOURS, ordering="status")
    def status_label(self, row: EmailLog | SMSLog) -> tuple[str, Any]:
        return row.status, row.get_status_display()

    @display(description=_("message"))
    def what(self, row: EmailLog | SMSLog) -> str:
        return getattr(row, "subject", "") or row.text


@admin.register(EmailLog)
class EmailLogAdmin(MessageAdmin):
    fieldsets = [
        (None, {"fields": ["to", "user", "subject", "status", "error"]}),
        (_("The mail, with codes and links masked"), {"fields": ["shown", "as_text"]}),
        (
            _("On its way"),
            {"fields": ["template", "topic", "language", "attempts", "next_try_at", "sent_at", "message_id", "cause"]},
        ),
    ]
    readonly_fields = ["shown", "as_text"]
    export_fields = ["to", "template", "subject", "status", "attempts", "error", "created_at", "sent_at"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        is_list = request.resolver_match is None or "object_id" not in request.resolver_match.kwargs
        return rows.defer("text", "html") if is_list else rows

    @display(description=_("as it looks"))
    def shown(self, row: EmailLog) -> SafeString:
        return format_html(FRAME, row.html, row.subject)

    @display(description=_("as text"))
    def as_text(self, row: EmailLog) -> SafeString:
        return format_html("<pre>{}</pre>", row.text)

    @staff_action(
        _("Send again"),
        permission="notifications.change_emaillog",
        icon="forward_to_inbox",
        form=PlainForm,
        when=is_finished,
    )
    def resend(self, request: HttpRequest, row: EmailLog, form: forms.Form) -> None:
        services.resend_mail(email=row, actor=request.user)


@admin.register(SMSLog)
class SMSLogAdmin(MessageAdmin):
    fieldsets = [
        (None, {"fields": ["to", "user", "text", "status", "error"]}),
        (
            _("On its way"),
            {
                "fields": [
                    "template",
                    "topic",
                    "language",
                    "attempts",
                    "next_try_at",
                    "sent_at",
                    "provider_id",
                    "cause",
                ]
            },
        ),
    ]
    export_fields = ["to", "template", "text", "status", "attempts", "error", "created_at", "sent_at"]

    @staff_action(
        _("Send again"), permission="notifications.change_smslog", icon="sms", form=PlainForm, when=is_finished
    )
    def resend(self, request: HttpRequest, row: SMSLog, form: forms.Form) -> None:
        services.resend_text_message(sms=row, actor=request.user)


class TemplateOverrideForm(forms.ModelForm):
    template = forms.ChoiceField(
        choices=lambda: [(mail.name, mail.title) for mail in MAILS.values()],
        widget=UnfoldAdminSelectWidget,
        label=_("mail"),
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=UnfoldAdminSelectWidget, label=_("language"))

    class Meta:
        model = TemplateOverride
        fields = ["template", "language", "subject", "body", "is_active"]

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        if {"template", "subject", "body"} <= set(words):
            try:
                templates.check_words(template=words["template"], subject=words["subject"], body=words["body"])
            except InvalidInput as refusal:
                for field, messages in refusal.details.items():
                    self.add_error(field, messages)
        return words


@admin.register(TemplateOverride)
class TemplateOverrideAdmin(BackOfficeAdmin):
    form = TemplateOverrideForm
    allows_deletion = True
    list_display = ["mail", "language", "subject", "is_active", "updated_at"]
    list_filter = ["language", "is_active"]
    search_fields = ["template__icontains", "subject__icontains"]
    ordering = ["template", "language"]
    fieldsets = [
        (None, {"fields": ["template", "language", "subject", "body", "is_active"]}),
        (_("What may stand in it"), {"fields": ["variables"]}),
        (_("As stored, with example values"), {"fields": ["preview"]}),
    ]
    readonly_fields = ["variables", "preview"]
    actions_detail = ["send_test"]

    def save_model(self, request: HttpRequest, obj: TemplateOverride, form: Any, change: bool) -> None:
        templates.save_own_words(override=obj, actor=request.user)

    @display(description=_("mail"), ordering="template")
    def mail(self, row: TemplateOverride) -> str:
        return str(MAILS[row.template].title) if row.template in MAILS else row.template

    @display(description=_("variables"))
    def variables(self, row: TemplateOverride) -> SafeString:
        mails = [MAILS[row.template]] if row.template in MAILS else MAILS.values()
        return format_html_join("", "<p><b>{}</b></p><ul>{}</ul>", ((mail.title, _variables(mail)) for mail in mails))

    @display(description=_("preview"))
    def preview(self, row: TemplateOverride) -> SafeString:
        if row.template not in MAILS:
            return format_html("{}", _("Save first."))
        rendered = templates.preview_own_words(row)
        return format_html(FRAME, rendered.html, rendered.subject)

    @staff_action(
        _("Send me a test"), permission="notifications.change_templateoverride", icon="outgoing_mail", form=PlainForm
    )
    def send_test(self, request: HttpRequest, row: TemplateOverride, form: forms.Form) -> None:
        templates.send_test(override=row, actor=request.user)


def _variables(mail: Mail) -> SafeString:
    lines = ((f"{{{{ {name} }}}}", value) for name, value in templates.sample_values(mail).items())
    return format_html_join("", "<li><code>{}</code> {}</li>", lines)


@admin.register(Broadcast)
class BroadcastAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "channel", "topic", "status_label", "addressed", "created_by", "created_at"]
    list_select_related = ["created_by"]
    list_filter = ["channel", "topic", "status", ("created_at", RangeDateTimeFilter)]
    search_fields = ["subject__icontains"]
    date_hierarchy = "created_at"
    ordering = ["-id"]
    fields = ["channel", "topic", "subject", "text", "recipients", "status", "addressed", "created_by"]

    @display(description=_("status"), label={BroadcastStatus.DONE: "success", BroadcastStatus.QUEUED: "info"})
    def status_label(self, row: Broadcast) -> tuple[str, Any]:
        return row.status, row.get_status_display()
