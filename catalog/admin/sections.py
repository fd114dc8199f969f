"""Grids below a page's form, each saved on its own, so that a refusal in one loses nothing of another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from core.back_office.refusals import in_words
from core.errors import DomainError


class Refused(Exception):
    """Nothing of a grid is kept: something was refused, and stands at its row, or it was tried only to be shown."""


@dataclass
class Section:
    """A grid with what saves it."""

    rows: Any
    save: Callable[[], None]
    context: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    # What would be saved is shown, and this asks for it.
    question: str = ""
    # What is so once it is saved, where that says more than that it was saved.
    done: str = ""
    # What was left out while the rest was saved.
    left_out: list[str] = field(default_factory=list)
    # Which part of a long grid it is, and how the page's address says so.
    page: Page | None = None
    parameter: str = ""

    @property
    def query(self) -> str:
        return f"?{self.parameter}={self.page.number}" if self.page and self.page.number > 1 else ""


def page_of(request: HttpRequest, rows: Sequence[Any], parameter: str, *, most: int) -> Page:
    """Return as many rows as one form may send: Django takes no more than DATA_UPLOAD_MAX_NUMBER_FIELDS."""
    return Paginator(rows, most).get_page(request.GET.get(parameter))


def section(title: Any, *, permission: str, template: str) -> Callable[..., Any]:
    """Make a method `(self, request, row) -> Section` a part of the page that saves itself."""

    def declare(build: Callable[..., Section]) -> Callable[..., HttpResponse]:
        @wraps(build)
        def page(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
            row = self.get_object(request, object_id)
            if not (request.user.has_perm(permission) and self.has_view_permission(request, row)):
                raise PermissionDenied
            if row is None:
                raise Http404
            change, part = reverse(_name(self, "change"), args=[row.pk]), f"#{build.__name__}"
            if request.method != "POST":
                return redirect(f"{change}{part}")
            made = build(self, request, row)
            back = f"{change}{made.query}{part}"
            if save(made):
                messages.success(request, made.done or _("Saved: %(what)s.") % {"what": title})
                for words in made.left_out:
                    messages.error(request, words)
                return redirect(back)
            context = {
                **self.admin_site.each_context(request),
                "title": f"{row}: {title}",
                "opts": self.opts,
                "original": row,
                "sections": [_shown(self, build.__name__, row, made)],
                "back": back,
            }
            return TemplateResponse(
                request, "admin/catalog/section_page.html", context, status=200 if made.question else 422
            )

        page.build, page.permission, page.title, page.template = build, permission, title, template
        return page

    return declare


class SectionsMixin:
    """Shows the sections that a person may use below the form of a stored row."""

    section_names: tuple[str, ...] = ()
    change_form_outer_after_template = "admin/catalog/sections.html"

    def get_urls(self) -> list[URLPattern]:
        return [*(self._path(name) for name in self.section_names), *super().get_urls()]

    def _path(self, name: str) -> URLPattern:
        view = self.admin_site.admin_view(getattr(self, name))
        view.model_admin = self
        return path(f"<path:object_id>/{name}/", view, name=_name(self, name).partition(":")[2])

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        context["sections"] = [
            _shown(self, name, row, getattr(type(self), name).build(self, _as_stored(request), row))
            for name in self.section_names
            if row and request.user.has_perm(getattr(type(self), name).permission)
        ]
        return super().render_change_form(request, context, *args, **kwargs)


def _as_stored(request: HttpRequest) -> HttpRequest:
    """A request that sends nothing: the page's own form has nothing to say to its grids."""
    plain = HttpRequest()
    plain.user, plain.method, plain.GET = request.user, "GET", request.GET
    return plain


def save(made: Section) -> bool:
    """Save all of it or nothing; tell which. What was refused stands at its row, or is the section's problem."""
    if made.rows is not None and not made.rows.is_valid():
        return False
    try:
        with transaction.atomic():
            made.save()
            if made.rows is not None and made.rows.has_problems:
                raise Refused
    except Refused:
        return False
    except DomainError as refusal:
        made.problem = in_words(refusal)
        return False
    return True


def _shown(page: Any, name: str, row: Model, made: Section) -> dict[str, Any]:
    declared = getattr(type(page), name)
    return {
        "name": name,
        "title": declared.title,
        "template": declared.template,
        "url": reverse(_name(page, name), args=[row.pk]) + made.query,
        "rows": made.rows,
        "page": made.page,
        "parameter": made.parameter,
        "problem": made.problem,
        "question": made.question,
        **made.context,
    }


def _name(page: Any, name: str) -> str:
    return f"admin:{page.opts.app_label}_{page.opts.model_name}_{name}"
