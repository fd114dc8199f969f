"""What the action log puts on the back office's shared pages."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from audit import selectors
from audit.models import AdminActionLog
from core.back_office.tables import Cell, Table

SHOWN = 8
PAGE = "admin:audit_adminactionlog"


def recent_actions(request: HttpRequest) -> dict[str, Any]:
    return {"table": _table(_("Lately done by staff"), selectors.list_actions()[:SHOWN], {})}


def actions_about(request: HttpRequest, person: User) -> dict[str, Any]:
    rows = selectors.list_actions().about(person.pk)[:SHOWN]
    return {"table": _table(_("What staff did here"), rows, {"customer__id__exact": person.pk})}


def _table(title: str, rows: Iterable[AdminActionLog], query: dict[str, Any]) -> Table:
    url = reverse(f"{PAGE}_changelist")
    return Table(
        title=title,
        columns=[_("When"), _("Who"), _("What"), _("Why")],
        rows=[
            [
                Cell(at=row.at),
                Cell(row.actor or _("a command")),
                Cell(
                    row.title, url=reverse("admin:audit_adminactionlog_change", args=[row.pk]), note=row.object_label
                ),
                Cell(row.reason or "–"),
            ]
            for row in rows
        ],
        empty=_("Nothing yet."),
        url=f"{url}?{urlencode(query)}" if query else url,
    )
