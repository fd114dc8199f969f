"""What accounts put on the back office's shared pages."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import ApplicationStatus
from accounts.models import Address, RoleApplication, Session, User
from accounts.querysets import normalise_email
from core.back_office.registry import Figure, Hit
from core.back_office.tables import Cell, Table

SHOWN = 5
FOUND = 8
# What the groups of config/staff.py may do, in one line each.
MAY = {
    "support": gettext_lazy("Support: looks after people, their devices and mails; sees applications and stores"),
    "catalogue": gettext_lazy("Catalogue: runs the goods, imports and the stock; exports lists"),
    "marketing": gettext_lazy("Marketing: writes to customers and edits what the shop's mails say"),
    "finance": gettext_lazy("Finance: keeps taxes and exchange rates; sees people and stores; exports lists"),
    "admin": gettext_lazy("Admin: everything, also deciding applications, erasing accounts and choosing staff"),
}


def group_choices() -> list[tuple[str, Any]]:
    return [(name, MAY.get(name, name)) for name in Group.objects.order_by("name").values_list("name", flat=True)]


def new_people() -> Figure:
    """Who registered today, by the shop's clock."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    count = User.objects.filter(created_at__gte=midnight).count()
    query = urlencode({"created_at__gte": midnight.isoformat()})
    return Figure(value=count, url=f"{reverse('admin:accounts_user_changelist')}?{query}")


def signed_in_devices() -> Figure:
    count = Session.objects.live(timezone.now()).count()
    return Figure(value=count, url=reverse("admin:accounts_session_changelist"))


def _oldest(days: int) -> str:
    return ngettext("oldest waits %d day", "oldest waits %d days", days) % days if days else _("since today")


def waiting_applications() -> Figure:
    waiting = RoleApplication.objects.submitted().filter(status=ApplicationStatus.PENDING)
    count, oldest = waiting.count(), waiting.order_by("created_at").values_list("created_at", flat=True).first()
    days = (timezone.now() - oldest).days if oldest else 0
    return Figure(
        value=count,
        note=_oldest(days) if oldest else _("nothing waits"),
        url=f"{reverse('admin:accounts_roleapplication_changelist')}?status__exact={ApplicationStatus.PENDING}",
        needs_attention=count > 0,
    )


def addresses_of(request: HttpRequest, person: User) -> dict[str, Any]:
    rows = Address.objects.of(person).order_by("-is_default_shipping", "-created_at")[:SHOWN]
    return {
        "table": Table(
            title=_("Addresses"),
            columns=[_("Address"), _("Default for")],
            rows=[[Cell(str(row), url=_page(row), note=row.country.name), Cell(_default_for(row))] for row in rows],
            empty=_("No address yet."),
            url=_list_of("accounts_address", person),
        )
    }


def sessions_of(request: HttpRequest, person: User) -> dict[str, Any]:
    rows = Session.objects.filter(user=person).order_by("-last_seen_at")[:SHOWN]
    return {
        "table": Table(
            title=_("Devices"),
            columns=[_("Device"), _("Last seen"), _("Signed in")],
            rows=[
                [
                    Cell(str(row), url=_page(row), note=row.ip or ""),
                    Cell(at=row.last_seen_at),
                    Cell(_("no") if row.revoked_at else _("yes")),
                ]
                for row in rows
            ],
            empty=_("Never signed in."),
            url=_list_of("accounts_session", person),
        )
    }


def applications_of(request: HttpRequest, person: User) -> dict[str, Any]:
    rows = RoleApplication.objects.filter(user=person).order_by("-created_at")[:SHOWN]
    return {
        "table": Table(
            title=_("Applications"),
            columns=[_("Role"), _("When"), _("Status")],
            rows=[_application(row) for row in rows],
            empty=_("Never applied for a role."),
            url=_list_of("accounts_roleapplication", person),
        )
    }


def _application(row: RoleApplication) -> list[Cell]:
    role = row.get_role_display()
    if not row.is_complete:
        # It has no page for staff before it is sent.
        begun = _("Began an application as %(role)s, not sent yet") % {"role": role.lower()}
        return [Cell(begun), Cell(at=row.created_at), Cell("–")]
    return [
        Cell(role, url=_page(row), note=row.business_name),
        Cell(at=row.created_at),
        Cell(row.get_status_display()),
    ]


def find_people(term: str) -> Iterable[Hit]:
    """By e-mail, name, the end of the phone number or shopper id."""
    digits = "".join(filter(str.isdigit, term))
    wanted = Q(email__startswith=normalise_email(term)) | Q(shopper_id__iexact=term) | Q(name__icontains=term)
    if len(digits) >= 4:
        wanted |= Q(phone_number__endswith=digits)
    people = User.objects.filter(wanted, deleted_at=None).order_by("-created_at")[:FOUND]
    return [
        Hit(title=str(user), description=f"{user.email} · {user.shopper_id}", link=_page(user), icon="person")
        for user in people
    ]


def _page(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _list_of(name: str, person: User) -> str:
    return f"{reverse(f'admin:{name}_changelist')}?{urlencode({'user__id__exact': person.pk})}"


def _default_for(address: Address) -> str:
    kinds = [(address.is_default_shipping, _("delivery")), (address.is_default_billing, _("billing"))]
    return ", ".join(word for is_default, word in kinds if is_default) or "–"
