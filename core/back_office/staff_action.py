"""What staff do to a row or to many: declared once, asked with a form, offered on the page and on the list."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import helpers
from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget

from core.back_office import refusals
from core.back_office.bulk import do_one, request_bulk_action
from core.errors import DomainError

CONFIRMED = "_confirmed"
COUNTED = "_count"
# More rows than this are left to the worker; more than the most are too many to answer for with one click.
MAX_ROWS_AT_ONCE = 100
MAX_ROWS = 10_000
SHOWN_ROWS = 20


class PlainForm(forms.Form):
    """Asks for nothing but a yes."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the action log."),
    )


class NoteForm(ReasonForm):
    """Asks for a reason that nobody has to give."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


# Returns the row whose page is shown next, if that is another one.
Work = Callable[[Any, HttpRequest, Any, Any], Model | None]


def staff_action(
    title: Any,
    *,
    done: Any,
    permission: str,
    icon: str,
    explanation: Any = "",
    form: type[forms.Form] = ReasonForm,
    variant: ActionVariant = ActionVariant.DEFAULT,
    when: Callable[[Any], bool] = lambda row: True,
    initial: Callable[[Any], dict[str, Any]] = lambda row: {},
    button: Any = "",
    shows: Sequence[str] = (),
) -> Callable[[Work], Callable[..., HttpResponse]]:
    """Make a method `(self, request, row, form)` an action for `actions` and `actions_detail` alike.

    It asks first, with `form`; does its work in one transaction per row; and shows what a service refused.
    `done` is said of one row afterwards, or is a function `(row, form)` that says it; `initial` fills the form with
    what it has now; `button` says more than the title can; `shows` names the fields of the row that one decides by.
    """

    def declare(work: Work) -> Callable[..., HttpResponse]:
        @wraps(work)
        def run(self: Any, request: HttpRequest, queryset: QuerySet | None = None, *, object_id: str = "") -> Any:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            if queryset is None:
                return _run_on_one(self, request, run, object_id)
            return _run_on_many(self, request, run, queryset)

        run.work, run.form_class, run.when, run.permission = work, form, when, permission
        run.short_description, run.explanation = title, explanation
        run.icon, run.variant = icon, variant
        run.initial, run.button, run.done, run.shows = initial, button or title, done, shows
        # The page comes in the modal when there is JavaScript, and as a page of its own when not.
        run.attrs, run.dialog = {}, {"title": title}
        return run

    return declare


class StaffActionsMixin:
    """Shows each action only to those who hold its permission, and only where it makes sense."""

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Do what was chosen; Django would answer ids that cannot be any row's with an error of the server."""
        for chosen in request.POST.getlist(helpers.ACTION_CHECKBOX_NAME):
            try:
                self.opts.pk.clean(chosen, None)
            except ValidationError:
                return _gone(request)
        return super().response_action(request, queryset)

    def _filter_actions_by_permissions(self, request: HttpRequest, listed: Sequence[tuple]) -> list[tuple]:
        rest = super()._filter_actions_by_permissions(request, listed)
        return [action for action in rest if _may(request, action[0])]

    def _filter_unfold_actions_by_permissions(
        self, request: HttpRequest, actions: Sequence[Any], object_id: Any = None
    ) -> list[Any]:
        allowed = super()._filter_unfold_actions_by_permissions(request, actions, object_id)
        allowed = [action for action in allowed if _may(request, action.method)]
        if not object_id or not allowed:
            return allowed
        row = self.get_object(request, object_id)
        return [
            action for action in allowed if row is not None and getattr(action.method, "when", lambda _: True)(row)
        ]


def _may(request: HttpRequest, method: Any) -> bool:
    permission = getattr(method, "permission", None)
    return permission is None or request.user.has_perm(permission)


def _run_on_one(model_admin: Any, request: HttpRequest, action: Any, object_id: str) -> HttpResponse:
    row = model_admin.get_object(request, object_id)
    if row is None:
        raise Http404
    if not model_admin.has_view_permission(request, row):
        raise PermissionDenied
    form = _form(action, request.POST if request.method == "POST" else None, initial=action.initial(row))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                shown = action.work(model_admin, request, row, form) or row
        except DomainError as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, action.done(row, form) if callable(action.done) else action.done)
            return _back(request, _url(model_admin, "change", shown.pk))
    known = [_known(model_admin, row, name) for name in action.shows]
    context = {"rows": [row], "known": known, "back": _url(model_admin, "change", row.pk)}
    return _ask(model_admin, request, action, form, context)


def _known(model_admin: Any, row: Model, name: str) -> tuple[str, Any]:
    column, _attribute, value = lookup_field(name, row, model_admin)
    shown = value if column is None else display_for_field(value, column, "–")
    return capfirst(label_for_field(name, row, model_admin)), shown


def _run_on_many(model_admin: Any, request: HttpRequest, action: Any, queryset: QuerySet) -> HttpResponse:
    count = queryset.order_by()[: MAX_ROWS + 1].count()
    back = request.get_full_path()
    if not count:
        return _gone(request)
    if count > MAX_ROWS:
        text = _("Choose at most %(count)d rows at a time. Filters and the search make the list shorter.")
        messages.error(request, text % {"count": MAX_ROWS})
        return redirect(back)
    is_confirmed = CONFIRMED in request.POST
    form = _form(action, request.POST if is_confirmed else None)
    if is_confirmed and form.is_valid():
        if request.POST.get(COUNTED, str(count)) != str(count):
            form.add_error(None, _("The list has changed meanwhile. Look at the number of rows before you go on."))
        elif count > MAX_ROWS_AT_ONCE:
            return _leave_to_the_worker(model_admin, request, action, form, queryset)
        else:
            _tell(request, action, *_work_through(model_admin, request, action, form, queryset))
            return redirect(back)
    context = {
        "rows": list(queryset[:SHOWN_ROWS]),
        "more": max(count - SHOWN_ROWS, 0),
        "count": count,
        "is_for_the_worker": count > MAX_ROWS_AT_ONCE,
        "chosen": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
        "select_across": request.POST.get("select_across", "0"),
        "back": back,
    }
    return _ask(model_admin, request, action, form, context)


def _gone(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Those rows are no longer there."))
    return redirect(request.get_full_path())


def _form(action: Any, sent: Any, initial: dict[str, Any] | None = None) -> forms.Form:
    """The form stands over the page of the row, whose own fields have the usual ids."""
    return action.form_class(sent, auto_id="ask_%s", initial=initial)


def _work_through(
    model_admin: Any, request: HttpRequest, action: Any, form: forms.Form, queryset: QuerySet
) -> tuple[int, list[tuple[Model, str]]]:
    """Do the work row by row: one refusal stops none of the others."""
    done, skipped = 0, []
    for row in list(queryset):
        if refusal := do_one(model_admin, request, action, form, row):
            skipped.append((row, refusal))
        else:
            done += 1
    return done, skipped


def _leave_to_the_worker(
    model_admin: Any, request: HttpRequest, action: Any, form: forms.Form, queryset: QuerySet
) -> HttpResponse:
    """Have it done in the background, to the rows that are chosen now, and show how far it is."""
    job = request_bulk_action(
        actor=request.user,
        model=model_admin.model,
        action=action.__name__,
        row_ids=[str(pk) for pk in _keys(queryset)],
        answers={name: request.POST.getlist(name) for name in form.fields},
    )
    return redirect(reverse(f"{model_admin.admin_site.name}:core_bulkaction_change", args=[job.pk]))


def _keys(queryset: QuerySet) -> Iterable[Any]:
    """Return each chosen row once, in the order of the list; a search over relations may find one twice."""
    return dict.fromkeys(queryset.values_list("pk", flat=True))


def _tell(request: HttpRequest, action: Any, done: int, skipped: list[tuple[Model, str]]) -> None:
    if done:
        text = ngettext("%(action)s: %(done)d row done.", "%(action)s: %(done)d rows done.", done)
        messages.success(request, text % {"action": action.short_description, "done": done})
    if skipped:
        text = ngettext("%(count)d row skipped:", "%(count)d rows skipped:", len(skipped)) % {"count": len(skipped)}
        lines = format_html_join("; ", "{}: {}", skipped[:SHOWN_ROWS])
        messages.warning(request, format_html_join(" ", "{}", [(text,), (lines,)]))


def _ask(
    model_admin: Any, request: HttpRequest, action: Any, form: forms.Form, context: dict[str, Any]
) -> TemplateResponse:
    status = 422 if form.is_bound and not request.headers.get("HX-Request") else 200
    return TemplateResponse(
        request,
        "admin/back_office/staff_action.html",
        {
            **model_admin.admin_site.each_context(request),
            "title": action.short_description,
            "explanation": action.explanation,
            "button": action.button,
            "button_variant": action.variant.value,
            "action_name": action.__name__,
            "form": form,
            "opts": model_admin.model._meta,
            "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
            **context,
        },
        status=status,
    )


def _url(model_admin: Any, page: str, *args: Any) -> str:
    options = model_admin.model._meta
    return reverse(f"{model_admin.admin_site.name}:{options.app_label}_{options.model_name}_{page}", args=args)


def _back(request: HttpRequest, url: str) -> HttpResponse:
    """Go there, whether the form was sent by htmx or by the browser itself."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)
