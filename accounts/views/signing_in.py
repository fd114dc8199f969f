"""Signing in and out: the password, the second step, and the way in without the phone."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import browser, services
from accounts.constants import CODE_LIFETIME_MINUTES
from accounts.enums import TwoFactorMethod
from accounts.errors import (
    AccountInactive,
    AccountSuspended,
    CodeInvalid,
    InvalidCredentials,
    RecoveryCodeInvalid,
    TooManyAttempts,
)
from accounts.forms import CodeForm, RecoveryCodeForm, SignInForm
from accounts.services.sign_in import ChallengeExpired, ChallengeInvalid, SignIn
from accounts.views.page import (
    account_page,
    next_query,
    next_url,
    pin,
    please_wait,
    remember_sending,
    seconds_to_wait,
    show,
    sign_in_action,
    sign_in_page,
)
from core import unsent
from core.errors import RateLimitExceeded

CHALLENGE = "accounts.challenge"


@sign_in_page
def sign_in(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/sign-in/?next="""
    if request.user.is_authenticated:
        return redirect(next_url(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            result = services.sign_in(**form.cleaned_data)
        except (InvalidCredentials, AccountSuspended, AccountInactive) as refusal:
            pin(form, refusal)
        else:
            return _go_on(request, result)
    context = {"form": form, "next_query": next_query(request), "is_kept": unsent.KEY in request.session}
    return show(request, "accounts/sign_in.html", context)


def _go_on(request: HttpRequest, result: SignIn) -> HttpResponse:
    wanted = next_url(request, settings.SEND_AGAIN_PAGE if unsent.KEY in request.session else "accounts:overview")
    if result.user:
        browser.sign_in(request, user=result.user)
        return redirect(wanted)
    # From here on the cookie stands for a known password, so an older one must not do.
    request.session.cycle_key()
    request.session[CHALLENGE] = {"token": result.challenge, "method": result.methods[0], "next": wanted}
    remember_sending(request)
    return redirect("accounts:second-step")


@sign_in_page
def second_step(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/sign-in/code/: the code of the app, the mail or the text message."""
    return _second_step(request, CodeForm(request.POST or None), "accounts/second_step.html")


@sign_in_page
def recovery_code(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/sign-in/recovery-code/: for the day the phone is lost."""
    return _second_step(request, RecoveryCodeForm(request.POST or None), "accounts/recovery_code.html")


def _second_step(request: HttpRequest, form: CodeForm | RecoveryCodeForm, template: str) -> HttpResponse:
    challenge = request.session.get(CHALLENGE)
    if challenge is None:
        return redirect("accounts:sign-in")
    if request.method == "POST" and form.is_valid():
        try:
            user = services.complete_sign_in(challenge=challenge["token"], code=form.cleaned_data["code"])
        except (ChallengeInvalid, ChallengeExpired, TooManyAttempts, AccountSuspended, AccountInactive) as refusal:
            return _start_again(request, str(refusal))
        except CodeInvalid as refusal:
            # Whatever was typed there was meant as one.
            is_recovery = isinstance(form, RecoveryCodeForm)
            pin(form, RecoveryCodeInvalid() if is_recovery else refusal, field="code")
        else:
            del request.session[CHALLENGE]
            browser.sign_in(request, user=user)
            return redirect(challenge["next"])
    context = {
        "form": form,
        "method": challenge["method"],
        "minutes": CODE_LIFETIME_MINUTES,
        "wait": seconds_to_wait(request),
    }
    return show(request, template, context)


def _start_again(request: HttpRequest, why: str) -> HttpResponse:
    request.session.pop(CHALLENGE, None)
    messages.error(request, why)
    return redirect("accounts:sign-in")


@sign_in_action("accounts:second-step")
def resend_second_step(request: HttpRequest) -> HttpResponse:
    """POST /account/sign-in/code/resend/"""
    challenge = request.session.get(CHALLENGE)
    if challenge is None:
        return redirect("accounts:sign-in")
    wait = seconds_to_wait(request)
    if not wait and challenge["method"] != TwoFactorMethod.TOTP:
        try:
            token = services.resend_challenge(challenge=challenge["token"])
        except (ChallengeInvalid, ChallengeExpired) as refusal:
            return _start_again(request, str(refusal))
        except RateLimitExceeded as refusal:
            wait = refusal.details["retry_after"]
        else:
            request.session[CHALLENGE] = challenge | {"token": token}
            remember_sending(request)
            messages.success(request, _("We sent a new code. Only that one works from now on."))
    if wait:
        messages.warning(request, please_wait(wait))
    return redirect("accounts:second-step")


@sign_in_action("accounts:overview")
def sign_out(request: HttpRequest) -> HttpResponse:
    """POST /account/sign-out/"""
    browser.sign_out(request)
    messages.success(request, _("You are signed out."))
    return redirect("content:home")


@account_page
def send_again(request: HttpRequest) -> HttpResponse:
    """GET /account/send-again/: what was typed into a form by somebody who had to sign in first."""
    if unsent.KEY not in request.session:
        return redirect("accounts:overview")
    sent = request.session[unsent.KEY]
    if unsent.is_for_back_office(sent):
        return redirect("admin:send-again")
    return show(request, "accounts/send_again.html", {"retry": unsent.in_words(sent)})
