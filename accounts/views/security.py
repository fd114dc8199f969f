"""What keeps the account safe: password, two-step sign-in, devices."""

from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_countries import countries

from accounts import browser, selectors, services
from accounts.constants import CODE_LIFETIME_MINUTES
from accounts.enums import CodeChannel, CodePurpose, SessionKind, TwoFactorMethod
from accounts.errors import CodeExpired, CodeInvalid, TooManyAttempts, WrongPassword
from accounts.forms import ChangePasswordForm, CodeForm, PasswordForm, TwoFactorForm, TwoFactorOffForm
from accounts.models import Session
from accounts.views.page import (
    account_action,
    account_page,
    pin,
    please_wait,
    remember_sending,
    seconds_to_wait,
    show,
)
from core.errors import InvalidInput, InvalidTransition, NotFound, RateLimitExceeded

OFF_CODE_SENT = "accounts.two_step_off_sent"


@account_page
def security(request: HttpRequest) -> HttpResponse:
    """GET /account/security/"""
    _total, unused = selectors.count_recovery_codes(user=request.user)
    context = {"devices": selectors.list_sessions(user=request.user).count(), "recovery_codes_left": unused}
    return show(request, "accounts/security.html", context)


@account_page
def change_password(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/security/password/: signs every other device out."""
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.change_password(user=request.user, **form.cleaned_data)
        except WrongPassword as refusal:
            pin(form, refusal, field="current_password")
        except InvalidInput as refusal:
            pin(form, refusal)
        else:
            browser.sign_in(request, user=user)
            messages.success(request, _("Your new password is saved. All other devices are signed out."))
            return redirect("accounts:security")
    return show(request, "accounts/change_password.html", {"form": form})


@account_page
def two_step(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/security/two-step/: choose how the codes come."""
    if request.user.has_two_factor:
        return redirect("accounts:security")
    has_phone = bool(request.user.phone_number and request.user.phone_verified_at)
    form = TwoFactorForm(request.POST or None, has_phone=has_phone)
    if request.method == "POST" and form.is_valid():
        method = TwoFactorMethod(form.cleaned_data["method"])
        try:
            services.start_two_factor(user=request.user, method=method)
        except InvalidInput as refusal:
            pin(form, refusal)
        else:
            return redirect("accounts:two-step-confirm", method=method.value)
    return show(request, "accounts/two_step.html", {"form": form, "needs_phone": not has_phone})


@account_page
def two_step_confirm(request: HttpRequest, method: str) -> HttpResponse:
    """GET, POST /account/security/two-step/<method>/: try it once; then it is on and the recovery codes are shown."""
    if method not in {TwoFactorMethod.TOTP, TwoFactorMethod.EMAIL, TwoFactorMethod.SMS}:
        raise NotFound
    is_app = method == TwoFactorMethod.TOTP
    set_up = services.find_enrolment(user=request.user) if is_app else None
    if request.user.has_two_factor:
        return redirect("accounts:security")
    if set_up is None and (is_app or not _is_code_under_way(request, method)):
        return redirect("accounts:two-step")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = services.finish_two_factor(user=request.user, code=form.cleaned_data["code"])
        except (CodeInvalid, CodeExpired, TooManyAttempts) as refusal:
            pin(form, refusal, field="code")
        else:
            return show(request, "accounts/recovery_codes.html", {"codes": codes, "is_first": True})
    typed_key = " ".join(wrap(set_up.secret, 4)) if set_up else ""
    lead = _("We sent six digits to %(where)s. They work for %(minutes)d minutes.") % {
        "where": request.user.email if method == TwoFactorMethod.EMAIL else request.user.phone_number,
        "minutes": CODE_LIFETIME_MINUTES,
    }
    return show(
        request,
        "accounts/two_step_confirm.html",
        {"form": form, "set_up": set_up, "typed_key": typed_key, "lead": lead},
    )


def _is_code_under_way(request: HttpRequest, method: str) -> bool:
    """Whether a code was sent that may still be typed; one that is being sent back is judged by the service."""
    return request.method == "POST" or selectors.has_open_code(
        user=request.user, purpose=CodePurpose.ENABLE_2FA, channel=CodeChannel(method)
    )


@account_page
def renew_recovery_codes(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/security/recovery-codes/"""
    if not request.user.has_two_factor:
        return redirect("accounts:security")
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = services.regenerate_recovery_codes(user=request.user, **form.cleaned_data)
        except WrongPassword as refusal:
            pin(form, refusal, field="password")
        else:
            return show(request, "accounts/recovery_codes.html", {"codes": codes})
    return show(request, "accounts/recovery_codes_renew.html", {"form": form})


@account_page
def two_step_off(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/security/two-step/off/: takes the password and a code."""
    if not request.user.has_two_factor:
        return redirect("accounts:security")
    form = TwoFactorOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.disable_two_factor(user=request.user, **form.cleaned_data)
        except WrongPassword as refusal:
            pin(form, refusal, field="password")
        except (CodeInvalid, CodeExpired, TooManyAttempts) as refusal:
            pin(form, refusal, field="code")
        except InvalidTransition:
            return redirect("accounts:security")
        else:
            request.session.pop(OFF_CODE_SENT, None)
            messages.success(request, _("Two-step sign-in is off."))
            return redirect("accounts:security")
    needs_message = request.user.two_factor != TwoFactorMethod.TOTP
    context = {
        "form": form,
        "needs_message": needs_message,
        "is_code_sent": not needs_message or OFF_CODE_SENT in request.session,
        "minutes": CODE_LIFETIME_MINUTES,
        "wait": seconds_to_wait(request),
    }
    return show(request, "accounts/two_step_off.html", context)


@account_action("accounts:two-step-off")
def send_off_code(request: HttpRequest) -> HttpResponse:
    """POST /account/security/two-step/off/code/"""
    if request.user.has_two_factor:
        send_code(request, CodePurpose.DISABLE_2FA)
        request.session[OFF_CODE_SENT] = True
    return redirect("accounts:two-step-off")


def send_code(request: HttpRequest, purpose: CodePurpose) -> None:
    """Send the code that a delicate step asks for, and say so, or when the next can be sent."""
    wait = seconds_to_wait(request)
    if not wait:
        try:
            services.send_confirmation_code(user=request.user, purpose=purpose)
        except RateLimitExceeded as refusal:
            wait = refusal.details["retry_after"]
        else:
            remember_sending(request)
    if wait:
        messages.warning(request, please_wait(wait))


@dataclass(frozen=True, slots=True)
class Device:
    """A session as its person knows it."""

    id: UUID
    name: str
    is_app: bool
    is_current: bool
    place: str
    ip: str
    last_seen_at: datetime
    created_at: datetime


@account_page
def devices(request: HttpRequest) -> HttpResponse:
    """GET /account/devices/: where the person is signed in, this device first."""
    shown = [_device(session, request.device_session) for session in selectors.list_sessions(user=request.user)]
    shown.sort(key=lambda device: not device.is_current)
    return show(request, "accounts/devices.html", {"devices": shown, "has_others": len(shown) > 1})


def _device(session: Session, current: Session) -> Device:
    return Device(
        id=session.pk,
        name=session.spoken_name or _("Unknown device"),
        is_app=session.kind == SessionKind.TOKEN,
        is_current=session.pk == current.pk,
        place=countries.name(session.region) if session.region else "",
        ip=session.ip or "",
        last_seen_at=session.last_seen_at,
        created_at=session.created_at,
    )


@account_action("accounts:devices")
def end_device(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """POST /account/devices/<id>/end/"""
    services.end_own_session(user=request.user, session_id=session_id)
    messages.success(request, _("That device is signed out."))
    return redirect("accounts:devices")


@account_action("accounts:devices")
def end_other_devices(request: HttpRequest) -> HttpResponse:
    """POST /account/devices/end-others/"""
    services.end_other_sessions(user=request.user, keep=request.device_session)
    messages.success(request, _("All other devices are signed out."))
    return redirect("accounts:devices")
