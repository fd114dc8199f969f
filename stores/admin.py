"""Owners and stores in the back office."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from core.back_office.service_admin import ServiceAdmin
from core.back_office.staff_action import PlainForm, staff_action
from stores import services
from stores.enums import TRANSITIONS, OwnerStatus, StoreStatus
from stores.models import Owner, Store

STORE_COLOURS = {
    StoreStatus.ACTIVE: "success",
    StoreStatus.VACATION: "warning",
    StoreStatus.SUSPENDED: "danger",
    StoreStatus.DRAFT: "info",
}
OWNER_COLOURS = {OwnerStatus.ACTIVE: "success", OwnerStatus.INACTIVE: "warning", OwnerStatus.BANNED: "danger"}


class ServiceForm(forms.ModelForm):
    def service_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}


class ReasonForm(PlainForm):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=UnfoldAdminTextInputWidget)


class StoreForm(ServiceForm):
    class Meta:
        model = Store
        fields = ["owner", "name", "slug", "description", "country", "state", "city"]
        help_texts = {"slug": _("Empty: made of the name."), "country": _("Two letters, such as IN.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = not self.instance._state.adding


def may_move_to(status: StoreStatus) -> Any:
    return lambda store: store.is_active and status in TRANSITIONS[StoreStatus(store.status)]


@admin.register(Store)
class StoreAdmin(ServiceAdmin):
    form = StoreForm
    list_display = ["name", "owner", "status_label", "city", "country", "is_active", "created_at"]
    list_select_related = ["owner"]
    list_filter = ["status", "is_active", "country"]
    date_hierarchy = "created_at"
    search_fields = ["name__icontains", "slug__startswith", "owner__name__icontains", "owner__email__startswith"]
    search_help_text = _("By name, address or owner")
    ordering = ["name", "pk"]
    raw_id_fields = ["owner"]
    actions_detail = ["open", "pause", "suspend", "close"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("owner")

    def get_fields(self, request: HttpRequest, obj: Store | None = None) -> list[str]:
        fields = ["owner", "name", "slug", "description", "country", "state", "city"]
        return fields if obj is None else [*fields, "status", "is_active", "created_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Store | None = None) -> list[str]:
        return [] if obj is None else ["owner", "status", "is_active", "created_at"]

    def has_change_permission(self, request: HttpRequest, obj: Store | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_active)

    def store(self, request: HttpRequest, row: Store | None, fields: dict[str, Any]) -> Store:
        if row is None:
            return services.open_store(actor=request.user, **fields)
        return services.update_store(store=row, actor=request.user, **fields)

    @display(description=_("status"), label=STORE_COLOURS, ordering="status")
    def status_label(self, store: Store) -> tuple[str, Any]:
        return store.status, store.get_status_display()

    @staff_action(
        _("Open the store"),
        done=_("The store is open."),
        permission="stores.change_store",
        icon="storefront",
        form=PlainForm,
        when=may_move_to(StoreStatus.ACTIVE),
    )
    def open(self, request: HttpRequest, row: Store, form: forms.Form) -> None:
        services.change_status(store=row, status=StoreStatus.ACTIVE, actor=request.user)

    @staff_action(
        _("Send on vacation"),
        done=_("The store is on vacation."),
        permission="stores.change_store",
        icon="beach_access",
        form=PlainForm,
        when=may_move_to(StoreStatus.VACATION),
    )
    def pause(self, request: HttpRequest, row: Store, form: forms.Form) -> None:
        services.change_status(store=row, status=StoreStatus.VACATION, actor=request.user)

    @staff_action(
        _("Suspend"),
        done=_("The store is suspended."),
        permission="stores.change_store",
        icon="block",
        form=ReasonForm,
        when=may_move_to(StoreStatus.SUSPENDED),
    )
    def suspend(self, request: HttpRequest, row: Store, form: forms.Form) -> None:
        reason = form.cleaned_data["reason"]
        services.change_status(store=row, status=StoreStatus.SUSPENDED, actor=request.user, reason=reason)

    @staff_action(
        _("Close for good"),
        done=_("The store is closed for good."),
        permission="stores.delete_store",
        icon="delete",
        form=PlainForm,
        when=lambda store: store.is_active,
    )
    def close(self, request: HttpRequest, row: Store, form: forms.Form) -> None:
        services.close_store(store=row, actor=request.user)


class OwnerForm(ServiceForm):
    class Meta:
        model = Owner
        fields = ["name", "email", "phone_number", "legal_name", "tax_id", "status"]


@admin.register(Owner)
class OwnerAdmin(ServiceAdmin):
    form = OwnerForm
    list_display = ["name", "email", "status_label", "stores_held", "has_account", "created_at"]
    list_filter = ["status"]
    date_hierarchy = "created_at"
    search_fields = ["name__icontains", "email__startswith", "phone_number__startswith", "stores__name__icontains"]
    search_help_text = _("By name, e-mail, phone or store")
    ordering = ["name", "pk"]
    fields = ["name", "email", "phone_number", "legal_name", "tax_id", "status"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(stores_held=Count("stores", distinct=True))

    def store(self, request: HttpRequest, row: Owner | None, fields: dict[str, Any]) -> Owner:
        return services.save_owner(owner=row, actor=request.user, **fields)

    @display(description=_("status"), label=OWNER_COLOURS, ordering="status")
    def status_label(self, owner: Owner) -> tuple[str, Any]:
        return owner.status, owner.get_status_display()

    @display(description=_("stores"), ordering="stores_held")
    def stores_held(self, owner: Owner) -> int:
        return owner.stores_held

    @display(description=_("has an account"), boolean=True)
    def has_account(self, owner: Owner) -> bool:
        return owner.user_id is not None
