"""The shop's own settings, what it still has to tell, and what it does by schedule, in the back office."""

from typing import Any

from babel import Locale
from babel.core import get_global
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminSelect2Widget, UnfoldBooleanWidget

from core import beat, cron, outbox
from core.back_office import bulk
from core.back_office.model_admin import BackOfficeAdmin, ReadOnlyAdmin
from core.back_office.progress import PROGRESS_TEMPLATE, Count, Progress
from core.back_office.row_pictures import PictureForm, thumb, upload_field
from core.back_office.staff_action import PlainForm, ReasonForm, staff_action
from core.back_office.tables import Cell, Table
from core.caching import bump
from core.models import (
    BulkAction,
    BulkActionStatus,
    BulkRefusal,
    DeliveryStatus,
    OutboxDelivery,
    ScheduledJob,
    ShopSettings,
)
from core.places import current_zones, zones_by_area


def currencies() -> list[tuple[str, str]]:
    """Return the currencies that are legal tender today, with their names."""
    names = Locale.parse(get_language() or "en").currencies
    spans = [span for country in get_global("territory_currencies").values() for span in country]
    current = {code for code, _since, until, is_tender in spans if until is None and is_tender}
    return [(code, f"{code} · {names.get(code, code)}") for code in sorted(current)]


class ShopSettingsForm(PictureForm):
    purpose = "shop_logo"
    upload = upload_field(_("logo"))
    no_picture = forms.BooleanField(label=_("show no logo"), required=False, widget=UnfoldBooleanWidget)
    timezone = forms.ChoiceField(
        choices=zones_by_area,
        widget=UnfoldAdminSelect2Widget,
        label=_("Time zone"),
    )
    base_country = forms.ChoiceField(
        choices=lambda: list(countries), widget=UnfoldAdminSelect2Widget, label=_("Country")
    )
    base_currency = forms.ChoiceField(choices=currencies, widget=UnfoldAdminSelect2Widget, label=_("Currency"))

    class Meta:
        model = ShopSettings
        exclude = ["logo"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.initial.get("timezone")
        if kept and kept not in current_zones():
            self.fields["timezone"].choices = [*zones_by_area(), (kept, kept)]


@admin.register(ShopSettings)
class ShopSettingsAdmin(BackOfficeAdmin):
    """One row: the list leads straight to it."""

    form = ShopSettingsForm
    fieldsets = [
        (_("The shop"), {"fields": ["name", "tagline", "shown_logo", "upload", "no_picture"]}),
        (_("How to reach it"), {"fields": ["contact_email", "contact_phone", "postal_address"]}),
        (_("Where it is at home"), {"fields": ["timezone", "base_country", "base_currency"]}),
    ]

    readonly_fields = ["shown_logo"]

    @display(description=_("shown now"))
    def shown_logo(self, shop: ShopSettings) -> str:
        return thumb(shop.logo) if shop.logo else _("The stall that Haat comes with")

    def save_model(self, request: HttpRequest, obj: ShopSettings, form: ShopSettingsForm, change: bool) -> None:
        chosen = form.picture_fields()
        if "picture" in chosen:
            obj.logo_id = chosen["picture"]
        super().save_model(request, obj, form, change)
        bump("shop")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        shop, _is_new = ShopSettings.objects.get_or_create(singleton=True)
        return redirect(reverse("admin:core_shopsettings_change", args=[shop.pk]))


DELIVERY_LABELS = {
    DeliveryStatus.PENDING: "info",
    DeliveryStatus.DONE: "success",
    DeliveryStatus.DEAD: "danger",
}


@admin.register(OutboxDelivery)
class OutboxDeliveryAdmin(ReadOnlyAdmin):
    """What happened, and who was told. Dead letters wait here for somebody who knows what went wrong."""

    list_display = ["created_at", "event_name", "told_to", "state", "attempts", "next_try", "reason"]
    list_display_links = ["created_at", "event_name"]
    list_select_related = ["event"]
    list_filter = ["status", "queue", ("created_at", RangeDateTimeFilter)]
    search_fields = ["event__name__istartswith", "handler__icontains", "event__request_id"]
    search_help_text = _("By event, handler or request id")
    ordering = ["-id"]
    fieldsets = [
        (None, {"fields": ["event_name", "payload", "request_id", "created_at"]}),
        (_("Delivery"), {"fields": ["handler", "queue", "status", "attempts", "next_try", "done_at"]}),
        (_("What went wrong"), {"fields": ["last_error"]}),
    ]
    readonly_fields = ["event_name", "payload", "request_id", "next_try"]
    actions = actions_detail = ["try_again"]

    @display(description=_("event"), ordering="event__name")
    def event_name(self, row: OutboxDelivery) -> str:
        return row.event.name

    @display(description=_("handler"), ordering="handler")
    def told_to(self, row: OutboxDelivery) -> str:
        return row.handler.replace(".handlers.", ": ")

    @display(description=_("status"), ordering="status", label=DELIVERY_LABELS)
    def state(self, row: OutboxDelivery) -> tuple[str, Any]:
        return row.status, row.get_status_display()

    @display(description=_("last error"))
    def reason(self, row: OutboxDelivery) -> str:
        return row.last_error[:80]

    @display(description=_("next try"), ordering="next_try_at")
    def next_try(self, row: OutboxDelivery) -> Any:
        # A delivery that is over keeps the time until which whoever made it had claimed it.
        return row.next_try_at if row.status == DeliveryStatus.PENDING else None

    @display(description=_("what happened"))
    def payload(self, row: OutboxDelivery) -> str:
        return ", ".join(f"{name}: {value}" for name, value in row.event.payload.items())

    @display(description=_("request id"))
    def request_id(self, row: OutboxDelivery) -> str:
        return row.event.request_id or "–"

    @staff_action(
        _("Try again"),
        done=_("The handler was told again."),
        permission="core.change_outboxdelivery",
        icon="replay",
        explanation=_("The handler is told again at once, with all its attempts before it."),
        form=PlainForm,
        when=lambda delivery: delivery.status == DeliveryStatus.DEAD,
    )
    def try_again(self, request: HttpRequest, delivery: OutboxDelivery, form: PlainForm) -> None:
        outbox.try_again(delivery=delivery, actor=request.user)


@admin.register(ScheduledJob)
class ScheduledJobAdmin(ReadOnlyAdmin):
    """What the shop does by itself, and whether it did."""

    list_display = ["title", "recurs", "started_at", "finished_at", "last_error"]
    ordering = ["name"]
    fields = ["title", "name", "recurs", "started_at", "finished_at", "last_error"]
    readonly_fields = ["title", "recurs"]
    actions = actions_detail = ["run_soon"]

    @display(description=_("what it does"), ordering="name")
    def title(self, job: ScheduledJob) -> str:
        return str(settings.SCHEDULE.get(job.name, {}).get("title") or job.name)

    @display(description=_("when"))
    def recurs(self, job: ScheduledJob) -> str:
        """Return when it is run, by the shop's clock."""
        line = settings.SCHEDULE.get(job.name)
        return cron.in_words(line["at"]) if line else _("no longer")

    @staff_action(
        _("Run soon"),
        done=_("The job runs within a minute."),
        permission="core.change_scheduledjob",
        icon="play_arrow",
        explanation=_("The job runs within a minute, and then again at its usual time."),
        form=PlainForm,
    )
    def run_soon(self, request: HttpRequest, job: ScheduledJob, form: PlainForm) -> None:
        beat.run_soon(job=job, actor=request.user)


SHOWN_REFUSALS = 200
BULK_LABELS = {
    BulkActionStatus.WAITING: "info",
    BulkActionStatus.RUNNING: "info",
    BulkActionStatus.DONE: "success",
    BulkActionStatus.STOPPED: "warning",
}


@admin.register(BulkAction)
class BulkActionAdmin(ReadOnlyAdmin):
    """What was asked for many rows at once: how far it is, and which rows were left, with why.

    Each sees their own; those who may change them, everybody's.
    """

    list_display = ["what", "rows", "state", "total", "done", "refused", "asked_by", "created_at"]
    list_filter = ["status", ("created_at", RangeDateTimeFilter)]
    search_fields = ["action__istartswith", "model__icontains"]
    search_help_text = _("By the name of the action or of what it was done to")
    date_hierarchy = "created_at"
    ordering = ["-id"]
    fields = ["what", "rows", "answered", "asked_by", "created_at", "finished_at", "stopped_because"]
    readonly_fields = ["what", "rows", "answered", "asked_by"]
    export_fields = [
        "what", "rows", "status", "total", "done", "refused", "asked_by", "created_at", "finished_at",
    ]  # fmt: skip
    actions_detail = ["stop"]
    change_form_outer_before_template = PROGRESS_TEMPLATE

    def get_queryset(self, request: HttpRequest) -> Any:
        people = get_user_model()._default_manager.filter(pk=OuterRef("actor_id"))
        rows = super().get_queryset(request).defer("row_ids").annotate(actor_email=Subquery(people.values("email")))
        return rows if request.user.has_perm("core.change_bulkaction") else rows.filter(actor_id=request.user.pk)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["progress"] = bulk_progress(context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    @display(description=_("action"), ordering="action")
    def what(self, job: BulkAction) -> str:
        return bulk.title_of(job)

    @display(description=_("done to"), ordering="model")
    def rows(self, job: BulkAction) -> str:
        return bulk.rows_of(job)

    @display(description=_("status"), ordering="status", label=BULK_LABELS)
    def state(self, job: BulkAction) -> tuple[str, Any]:
        return job.status, job.get_status_display()

    @display(description=_("asked for by"))
    def asked_by(self, job: BulkAction) -> str:
        return job.actor_email or "–"

    @display(description=_("filled in"))
    def answered(self, job: BulkAction) -> str:
        return "; ".join(", ".join(values) for values in job.answers.values()) or "–"

    @staff_action(
        _("Stop"),
        done=_("The action is stopped."),
        permission="core.view_bulkaction",
        icon="stop_circle",
        variant=ActionVariant.DANGER,
        explanation=_("What is done stays done; the rows that are left stay as they are."),
        form=ReasonForm,
        when=lambda job: not job.is_finished,
    )
    def stop(self, request: HttpRequest, job: BulkAction, form: ReasonForm) -> None:
        bulk.stop_bulk_action(job=job, actor=request.user, reason=form.cleaned_data["reason"])


def bulk_progress(job: BulkAction) -> Progress:
    """Return how far it is, with the rows that were left."""
    refusals = BulkRefusal.objects.filter(bulk_action=job)
    reasons = refusals.values_list("reason").annotate(count=models.Count("pk")).order_by("-count", "reason")
    left = list(refusals.order_by("pk")[:SHOWN_REFUSALS])
    labels = bulk.labels_of(job, [refusal.object_id for refusal in left])
    tables = [
        Table(
            title=_("Why rows were left"),
            columns=[_("Reason"), _("Rows")],
            rows=[[Cell(reason), Cell(count)] for reason, count in reasons],
            empty="",
        ),
        Table(
            title=_("Rows that were left"),
            columns=[_("Row"), _("Reason")],
            rows=[
                [Cell(text, url=url), Cell(refusal.reason)]
                for refusal in left
                for text, url in [labels[refusal.object_id]]
            ],
            empty="",
        ),
    ]
    return Progress(
        done=job.counted,
        total=job.total,
        is_running=not job.is_finished,
        state=job.get_status_display(),
        counts=[
            Count(_("done"), job.done),
            Count(_("refused"), job.refused, needs_attention=job.refused > 0),
            Count(_("left"), job.total - job.counted),
        ],
        tables=[{"table": table} for table in tables] if job.refused else [],
    )
