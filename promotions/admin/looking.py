"""Looking at offers before shoppers do: a cart priced as if, and the calendar of what runs when."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.selectors import get_shop
from core.zones import zone_named
from promotions.forms import PreviewForm
from promotions.models import Coupon, DiscountRule
from promotions.models.terms import Terms
from promotions.selectors.preview import price_as_if

VIEW = "promotions.view_discountrule"
# Years that nobody plans for are no address.
YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Bar:
    """An offer as a bar over the days of a month, numbered from 1."""

    title: str
    kind: Any
    url: str
    first: int
    last: int
    # How many days the month has.
    of: int
    dates: str
    is_active: bool

    @property
    def days(self) -> int:
        return self.last - self.first + 1

    @property
    def blanks_before(self) -> range:
        return range(self.first - 1)

    @property
    def blanks_after(self) -> range:
        return range(self.of - self.last)


class LookingMixin:
    """Two pages beside the list of rules."""

    def preview(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        form = PreviewForm(request.GET if "lines" in request.GET else None, initial=request.GET.dict())
        found = price_as_if(**form.as_if()) if form.is_valid() else None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Price a cart as if"),
            "model_admin": self,
            "form": form,
            "found": found,
        }
        return render(request, "admin/promotions/preview.html", context, status=422 if form.errors else 200)

    preview.permission = VIEW

    def calendar(self, request: HttpRequest) -> HttpResponse:
        """Show a month: what is on from when to when."""
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        zone = zone_named(get_shop().timezone)
        today = timezone.localtime(timezone.now(), zone).date()
        first = _month(request.GET.get("month", ""), today)
        days = calendar.monthrange(first.year, first.month)[1]
        begin = datetime(first.year, first.month, 1, tzinfo=zone)
        end = begin.replace(day=days) + timedelta(1)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Calendar of offers"),
            "model_admin": self,
            "month": first,
            "days": [first + timedelta(number) for number in range(days)],
            "today": today,
            "before": first - timedelta(1),
            "after": first + timedelta(days),
            "bars": list(_bars(_running(begin, end), begin, end)),
        }
        return render(request, "admin/promotions/calendar.html", context)

    calendar.permission = VIEW


def _month(text: str, today: date) -> date:
    """Return the first day of the month that is named, or of this one."""
    try:
        named = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        named = today
    return (named if named.year in YEARS else today).replace(day=1)


def _running(begin: datetime, end: datetime) -> Iterable[Terms]:
    """Everything that touches these days; codes that were made together are too many to show."""
    rows = (DiscountRule.objects.alive(), Coupon.objects.alive().filter(lot=""))
    touching = (
        query.exclude(valid_to__lte=begin).exclude(valid_from__gte=end).order_by("valid_from", "pk") for query in rows
    )
    return chain.from_iterable(touching)


def _bars(rows: Iterable[Terms], begin: datetime, end: datetime) -> Iterator[Bar]:
    for row in rows:
        starts = timezone.localtime(max(row.valid_from or begin, begin), begin.tzinfo)
        # What ends at midnight ends on the day before.
        ends = timezone.localtime(min(row.valid_to or end, end) - timedelta(microseconds=1), begin.tzinfo)
        shown = (
            at and date_format(timezone.localtime(at, begin.tzinfo), "j M Y, H:i")
            for at in (row.valid_from, row.valid_to)
        )
        dates = " – ".join(text or "…" for text in shown)
        yield Bar(
            title=str(row),
            kind=row.get_kind_display(),
            url=reverse(f"admin:promotions_{row._meta.model_name}_change", args=[row.pk]),
            first=starts.day,
            last=ends.day,
            of=(end - timedelta(1)).day,
            dates=dates,
            is_active=row.is_active,
        )
