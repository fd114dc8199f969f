"""A forgotten password: ask for a link, follow it, choose a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import services
from accounts.constants import CODE_LIFETIME_MINUTES
from accounts.errors import CodeExpired, CodeInvalid
from accounts.forms import ForgotPasswordForm, ResetPasswordForm
from accounts.views.page import pin, private, show, sign_in_page
from core.errors import InvalidInput

RESET_TOKEN = "accounts.reset_token"  # noqa: S105


@sign_in_page
def forgot_password(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/forgot-password/: says the same for every address."""
    form = ForgotPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.request_password_reset(email=form.cleaned_data["email"])
        return redirect("accounts:forgot-password-sent")
    return show(request, "accounts/forgot_password.html", {"form": form})


@require_safe
@private
def forgot_password_sent(request: HttpRequest) -> HttpResponse:
    """GET /account/forgot-password/sent/"""
    return show(request, "accounts/forgot_password_sent.html", {"minutes": CODE_LIFETIME_MINUTES})


@require_safe
@private
def follow_reset_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET /account/reset-password/<token>/: take the token out of the address, so that no page carries it on."""
    try:
        services.find_reset(token=token)
    except (CodeInvalid, CodeExpired):
        response = _dead_link(request)
    else:
        request.session[RESET_TOKEN] = token
        response = redirect("accounts:reset-password-form")
    response["Referrer-Policy"] = "no-referrer"
    return response


@sign_in_page
def reset_password(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/reset-password/: with the token of the link just followed."""
    token = request.session.get(RESET_TOKEN, "")
    form = ResetPasswordForm(request.POST or None)
    try:
        services.find_reset(token=token)
        if request.method == "POST" and form.is_valid():
            services.reset_password(token=token, password=form.cleaned_data["password"])
            del request.session[RESET_TOKEN]
            messages.success(request, _("Your new password is saved. Sign in with it."))
            return redirect("accounts:sign-in")
    except InvalidInput as refusal:
        pin(form, refusal)
    except (CodeInvalid, CodeExpired):
        return _dead_link(request)
    return show(request, "accounts/reset_password.html", {"form": form})


def _dead_link(request: HttpRequest) -> HttpResponse:
    response = show(request, "accounts/reset_link_dead.html", {"minutes": CODE_LIFETIME_MINUTES})
    response.status_code = 410
    return response
