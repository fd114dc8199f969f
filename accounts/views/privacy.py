"""The person's own data: taking a copy, leaving."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import browser, privacy, selectors, services
from accounts.constants import CODE_LIFETIME_MINUTES
from accounts.enums import CodePurpose, ExportStatus, TwoFactorMethod
from accounts.errors import (
    CodeExpired,
    CodeInvalid,
    DeletionBlocked,
    EmailNotVerified,
    TooManyAttempts,
    WrongPassword,
)
from accounts.forms import DeleteAccountForm
from accounts.services import exports
from accounts.views.page import account_action, account_page, pin, private, seconds_to_wait, show
from accounts.views.security import send_code

DELETE_CODE_SENT = "accounts.delete_code_sent"


@account_page
def your_data(request: HttpRequest) -> HttpResponse:
    """GET /account/privacy/"""
    export = selectors.find_export(user=request.user)
    context = {
        "export": export,
        "is_being_made": bool(export and export.status == ExportStatus.REQUESTED),
        "download_url": services.download_url(export) if export and exports.is_downloadable(export) else "",
    }
    return show(request, "accounts/privacy.html", context)


@account_action("accounts:privacy")
def request_export(request: HttpRequest) -> HttpResponse:
    """POST /account/privacy/export/: a worker packs the file and mails the link."""
    try:
        services.request_export(user=request.user)
    except EmailNotVerified as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("We are preparing your data and mail you when it is ready."))
    return redirect("accounts:privacy")


@account_page
def delete_account(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/privacy/delete/: takes the password and a code, and says what it means."""
    form = DeleteAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.delete_account(user=request.user, **form.cleaned_data)
        except WrongPassword as refusal:
            pin(form, refusal, field="password")
        except (CodeInvalid, CodeExpired, TooManyAttempts) as refusal:
            pin(form, refusal, field="code")
        except DeletionBlocked:
            # The page itself lists what is still open.
            return redirect("accounts:delete-account")
        else:
            browser.sign_out(request)
            return redirect("accounts:goodbye")
    needs_message = request.user.two_factor != TwoFactorMethod.TOTP
    context = {
        "form": form,
        "blockers": privacy.list_blockers(request.user),
        "needs_message": needs_message,
        "is_code_sent": not needs_message or DELETE_CODE_SENT in request.session,
        "minutes": CODE_LIFETIME_MINUTES,
        "wait": seconds_to_wait(request),
    }
    return show(request, "accounts/delete_account.html", context)


@account_action("accounts:delete-account")
def send_delete_code(request: HttpRequest) -> HttpResponse:
    """POST /account/privacy/delete/code/"""
    if not privacy.list_blockers(request.user):
        send_code(request, CodePurpose.DELETE_ACCOUNT)
        request.session[DELETE_CODE_SENT] = True
    return redirect("accounts:delete-account")


@require_safe
@private
def goodbye(request: HttpRequest) -> HttpResponse:
    """GET /account/deleted/"""
    return show(request, "accounts/goodbye.html")
