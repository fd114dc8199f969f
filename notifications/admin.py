"""Messages in the back office: the logs with resending, the shop's own words, what staff wrote to customers."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from core.back_office.model_admin import BackOfficeAdmin, ReadOnlyAdmin
from core.back_office.progress import PROGRESS_TEMPLATE
from core.back_office.staff_action import PlainForm, staff_action
from core.errors import InvalidInput
from notifications import services
from notifications.enums import BroadcastStatus, MessageStatus
from notifications.mails import MAILS
from notifications.mails.base import Mail
from notifications.models import Broadcast, EmailLog, SMSLog, TemplateOverride
from notifications.services import templates
from notifications.views import broadcasts
from notifications.wording import without_tokens

STATUS_COLOURS = {
    MessageStatus.QUEUED: "info",
    MessageStatus.SENDING: "info",
    MessageStatus.SENT: "success",
    MessageStatus.FAILED: "danger",
    MessageStatus.BOUNCED: "warning",
}
FRAME = '<iframe sandbox srcdoc="{0}" title="{1}" class="w-full rounded-default" height="640"></iframe>'
BUTTONS = (
    '<p class="back-office-ask__buttons"><button class="back-office-button" name="{2}" value="show">{3}</button>'
    '<button class="back-office-button" name="{2}" value="test">{4}</button></p>'
)
LOOK = "_look"
ADD_PAGE = "admin:notifications_templateoverride_add"
ANOTHER_MAIL = {
    "hx-trigger": "change",
    "hx-include": "#id_template, #id_language",
    "hx-target": "#templateoverride_form",
    "hx-select": "#templateoverride_form",
    "hx-swap": "outerHTML",
}
FINISHED = {MessageStatus.SENT, MessageStatus.FAILED, MessageStatus.BOUNCED}


def is_finished(row: EmailLog | SMSLog) -> bool:
    return row.status in FINISHED


class MessageAdmin(ReadOnlyAdmin):
    """What the mail log and the SMS log have in common."""

    list_display = ["to", "what", "status_label", "attempts", "remark", "created_at", "sent_at"]
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

    @display(description=_("next try"))
    def next_try(self, row: EmailLog | SMSLog) -> datetime | None:
        return row.next_try

    @display(description=_("remark"))
    def remark(self, row: EmailLog | SMSLog) -> str:
        """What went wrong, or that nothing did and the message only waits."""
        if not row.is_delayed:
            return row.error
        until = date_format(timezone.localtime(row.next_try_at), "DATETIME_FORMAT")
        return gettext("delayed until %(time)s (limit per recipient)") % {"time": until}


@admin.register(EmailLog)
class EmailLogAdmin(MessageAdmin):
    fieldsets = [
        (None, {"fields": ["to", "user", "subject", "status", "remark"]}),
        (_("The mail, with codes and links masked"), {"fields": ["shown", "as_text"]}),
        (
            _("On its way"),
            {"fields": ["template", "topic", "language", "attempts", "next_try", "sent_at", "message_id", "cause"]},
        ),
    ]
    readonly_fields = ["shown", "as_text", "remark", "next_try"]
    export_fields = ["to", "template", "subject", "status", "attempts", "error", "created_at", "sent_at"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        is_list = request.resolver_match is None or "object_id" not in request.resolver_match.kwargs
        return rows.defer("text", "html") if is_list else rows

    @display(description=_("as it looks"))
    def shown(self, row: EmailLog) -> SafeString:
        return format_html(FRAME, without_tokens(row.html), row.subject)

    @display(description=_("as text"))
    def as_text(self, row: EmailLog) -> SafeString:
        return format_html("<pre>{}</pre>", without_tokens(row.text))

    @staff_action(
        _("Send again"),
        done=_("The mail is on its way."),
        permission="notifications.change_emaillog",
        icon="forward_to_inbox",
        form=PlainForm,
        when=is_finished,
    )
    def resend(self, request: HttpRequest, row: EmailLog, form: forms.Form) -> None:
        services.resend_mail(email=row, actor=request.user)


@admin.register(SMSLog)
class SMSLogAdmin(MessageAdmin):
    readonly_fields = ["remark", "next_try"]
    fieldsets = [
        (None, {"fields": ["to", "user", "text", "status", "remark"]}),
        (
            _("On its way"),
            {
                "fields": [
                    "template",
                    "topic",
                    "language",
                    "attempts",
                    "next_try",
                    "sent_at",
                    "provider_id",
                    "cause",
                ]
            },
        ),
    ]
    export_fields = ["to", "template", "text", "status", "attempts", "error", "created_at", "sent_at"]

    @staff_action(
        _("Send again"),
        done=_("The message is on its way."),
        permission="notifications.change_smslog",
        icon="sms",
        form=PlainForm,
        when=is_finished,
    )
    def resend(self, request: HttpRequest, row: SMSLog, form: forms.Form) -> None:
        services.resend_text_message(sms=row, actor=request.user)


class TemplateOverrideForm(forms.ModelForm):
    template = forms.ChoiceField(
        choices=lambda: [(mail.name, mail.title) for mail in MAILS.values()],
        widget=UnfoldAdminSelectWidget,
        label=_("Mail"),
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=UnfoldAdminSelectWidget, label=_("Language"))

    class Meta:
        model = TemplateOverride
        fields = ["template", "language", "subject", "body", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            return
        # The preview shows what the form starts from, and another choice brings its words.
        for name in ("template", "language", "subject", "body"):
            setattr(self.instance, name, self.initial.get(name, ""))
        for name in ("template", "language"):
            self.fields[name].widget.attrs |= ANOTHER_MAIL | {"hx-get": reverse(ADD_PAGE)}

    def is_valid(self) -> bool:
        """Words that are only looked at are shown again, not saved."""
        return super().is_valid() and LOOK not in self.data

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        if {"template", "subject", "body"} <= set(words):
            try:
                templates.check_words(template=words["template"], subject=words["subject"], body=words["body"])
            except InvalidInput as refusal:
                for field, problems in refusal.details.items():
                    self.add_error(field, problems)
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
        (_("With example values"), {"fields": ["preview"]}),
    ]
    readonly_fields = ["variables", "preview"]
    actions_detail = ["send_test"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return what is in force today: whoever changes a sentence need not write the mail."""
        template = request.GET.get("template", next(iter(MAILS)))
        try:
            return templates.words_to_start_from(
                template=template, language=request.GET.get("language", settings.LANGUAGE_CODE)
            )
        except InvalidInput:
            return {}

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        if LOOK in request.POST and self._may_write(request, object_id):
            messages.info(request, _("Not saved yet. The preview below shows these words."))
            if request.POST[LOOK] == "test":
                self._test_unsaved(request)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def _may_write(self, request: HttpRequest, object_id: Any) -> bool:
        return self.has_change_permission(request) if object_id else self.has_add_permission(request)

    def _test_unsaved(self, request: HttpRequest) -> None:
        """Send what stands in the form; when it cannot be sent, the form says why."""
        words = {name: request.POST.get(name, "") for name in ("template", "subject", "body")}
        language = request.POST.get("language", "")
        try:
            templates.check_words(**words)
        except InvalidInput:
            return
        if language in dict(settings.LANGUAGES):
            templates.send_test(override=TemplateOverride(**words, language=language), actor=request.user)
            messages.success(request, _("The test is on its way to %(to)s.") % {"to": request.user.email})

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
        return format_html(
            FRAME + BUTTONS,
            escape(rendered.html),
            rendered.subject,
            LOOK,
            _("Show these words"),
            _("Send me these words"),
        )

    @staff_action(
        _("Send me a test"),
        done=_("A test is on its way to you."),
        permission="notifications.change_templateoverride",
        icon="outgoing_mail",
        form=PlainForm,
    )
    def send_test(self, request: HttpRequest, row: TemplateOverride, form: forms.Form) -> None:
        templates.send_test(override=row, actor=request.user)


def _variables(mail: Mail) -> SafeString:
    lines = ((f"{{{{ {name} }}}}", value) for name, value in templates.sample_values(mail).items())
    return format_html_join("", "<li><code>{}</code> {}</li>", lines)


@admin.register(Broadcast)
class BroadcastAdmin(ReadOnlyAdmin):
    """What staff wrote to customers. A new one is written on a page of its own, looked at and then sent."""

    list_display = [
        "__str__", "channel", "topic", "status_label", "expected", "addressed", "created_by", "created_at",
    ]  # fmt: skip
    list_select_related = ["created_by"]
    list_filter = ["channel", "topic", "status", ("created_at", RangeDateTimeFilter)]
    search_fields = ["name__icontains", "subject__icontains"]
    search_help_text = _("By name or subject")
    date_hierarchy = "created_at"
    ordering = ["-id"]
    fieldsets = [
        (None, {"fields": ["name", "channel", "topic", "created_by", "created_at"]}),
        (_("The message"), {"fields": ["subject", "text", "in_other_languages"]}),
        (_("Who gets it"), {"fields": ["chosen", "expected", "addressed"]}),
    ]
    readonly_fields = ["in_other_languages", "chosen"]
    change_form_outer_before_template = PROGRESS_TEMPLATE

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.add_broadcast")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return broadcasts.write(request, self)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["progress"] = broadcasts.progress_of(context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    @display(description=_("in other languages"))
    def in_other_languages(self, row: Broadcast) -> SafeString | str:
        names = dict(settings.LANGUAGES)
        lines = (
            (names[code], row.translations[code].get("subject", ""), row.translations[code].get("text", ""))
            for code in names.keys() & row.translations.keys()
        )
        return format_html_join("", "<p><b>{}: {}</b></p><p>{}</p>", lines) or "–"

    @display(description=_("chosen"))
    def chosen(self, row: Broadcast) -> str:
        return broadcasts.describe(row.recipients)

    @display(description=_("status"), label={BroadcastStatus.DONE: "success", BroadcastStatus.QUEUED: "info"})
    def status_label(self, row: Broadcast) -> tuple[str, Any]:
        return row.status, row.get_status_display()
