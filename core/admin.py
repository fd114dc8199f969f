"""The shop's own settings, what it still has to tell, and what it does by schedule, in the back office."""

from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelect2Widget

from core import beat, outbox
from core.back_office.model_admin import BackOfficeAdmin, ReadOnlyAdmin
from core.back_office.staff_action import PlainForm, staff_action
from core.caching import bump
from core.models import DeliveryStatus, OutboxDelivery, ScheduledJob, ShopSettings


def currencies() -> list[tuple[str, str]]:
    """Return the currencies that are legal tender today, with their names."""
    names = Locale.parse(get_language() or "en").currencies
    spans = [span for country in get_global("territory_currencies").values() for span in country]
    current = {code for code, _since, until, is_tender in spans if until is None and is_tender}
    return [(code, f"{code} · {names.get(code, code)}") for code in sorted(current)]


class ShopSettingsForm(forms.ModelForm):
    timezone = forms.ChoiceField(
        choices=lambda: [(name, name.replace("_", " ")) for name in sorted(available_timezones())],
        widget=UnfoldAdminSelect2Widget,
        label=_("time zone"),
    )
    base_country = forms.ChoiceField(
        choices=lambda: list(countries), widget=UnfoldAdminSelect2Widget, label=_("country")
    )
    base_currency = forms.ChoiceField(choices=currencies, widget=UnfoldAdminSelect2Widget, label=_("currency"))

    class Meta:
        model = ShopSettings
        fields = "__all__"  # noqa: DJ007


@admin.register(ShopSettings)
class ShopSettingsAdmin(BackOfficeAdmin):
    """One row: the list leads straight to it."""

    form = ShopSettingsForm
    fieldsets = [
        (_("The shop"), {"fields": ["name", "tagline"]}),
        (_("How to reach it"), {"fields": ["contact_email", "contact_phone", "postal_address"]}),
        (_("Where it is at home"), {"fields": ["timezone", "base_country", "base_currency"]}),
    ]

    def save_model(self, request: HttpRequest, obj: ShopSettings, form: forms.ModelForm, change: bool) -> None:
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
    DeliveryStatus.PENDING.label: "info",
    DeliveryStatus.DONE.label: "success",
    DeliveryStatus.DEAD.label: "danger",
}


@admin.register(OutboxDelivery)
class OutboxDeliveryAdmin(ReadOnlyAdmin):
    """What happened, and who was told. Dead letters wait here for somebody who knows what went wrong."""

    list_display = ["created_at", "event_name", "told_to", "state", "attempts", "next_try_at", "reason"]
    list_display_links = ["created_at", "event_name"]
    list_select_related = ["event"]
    list_filter = ["status", "queue", ("created_at", RangeDateTimeFilter)]
    search_fields = ["event__name__istartswith", "handler__icontains", "event__request_id"]
    search_help_text = _("By event, handler or request id")
    ordering = ["-id"]
    fieldsets = [
        (None, {"fields": ["event_name", "payload", "request_id", "created_at"]}),
        (_("Delivery"), {"fields": ["handler", "queue", "status", "attempts", "next_try_at", "done_at"]}),
        (_("What went wrong"), {"fields": ["last_error"]}),
    ]
    readonly_fields = ["event_name", "payload", "request_id"]
    actions = actions_detail = ["try_again"]

    @display(description=_("event"), ordering="event__name")
    def event_name(self, row: OutboxDelivery) -> str:
        return row.event.name

    @display(description=_("handler"), ordering="handler")
    def told_to(self, row: OutboxDelivery) -> str:
        return row.handler.replace(".handlers.", ": ")

    @display(description=_("status"), ordering="status", label=DELIVERY_LABELS)
    def state(self, row: OutboxDelivery) -> str:
        return row.get_status_display()

    @display(description=_("last error"))
    def reason(self, row: OutboxDelivery) -> str:
        return row.last_error[:80]

    @display(description=_("what happened"))
    def payload(self, row: OutboxDelivery) -> str:
        return ", ".join(f"{name}: {value}" for name, value in row.event.payload.items())

    @display(description=_("request id"))
    def request_id(self, row: OutboxDelivery) -> str:
        return row.event.request_id or "–"

    @staff_action(
        _("Try again"),
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

    list_display = ["name", "done_until", "started_at", "finished_at", "last_error"]
    ordering = ["name"]
    fields = ["name", "done_until", "claimed_until", "started_at", "finished_at", "last_error"]
    actions = actions_detail = ["run_soon"]

    @staff_action(
        _("Run soon"),
        permission="core.change_scheduledjob",
        icon="play_arrow",
        explanation=_("The job runs within a minute, and then again at its usual time."),
        form=PlainForm,
    )
    def run_soon(self, request: HttpRequest, job: ScheduledJob, form: PlainForm) -> None:
        beat.run_soon(job=job, actor=request.user)
