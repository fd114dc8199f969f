"""Becoming a customer: sign up, prove the mailbox."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import browser, services
from accounts.constants import CODE_LIFETIME_MINUTES
from accounts.enums import Role
from accounts.errors import CodeExpired, CodeInvalid, TooManyAttempts
from accounts.forms import EmailedCodeForm, SignUpForm
from accounts.models import User
from accounts.services.registration import find_wrong
from accounts.views.page import (
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
from core.errors import InvalidInput, RateLimitExceeded
from regions.selectors import country_of

SIGN_UP = "accounts.sign_up"


@sign_in_page
def sign_up(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/sign-up/: the answer never tells whether the address has an account."""
    if request.user.is_authenticated:
        return redirect(next_url(request))
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and _is_whole(form):
        try:
            user = services.register_quietly(
                email=form.cleaned_data["email"],
                password=form.cleaned_data["password"],
                name=form.cleaned_data["name"],
                role=Role(form.cleaned_data["apply_as"] or Role.CUSTOMER),
                language=get_language(),
                region=country_of(request),
                marketing_consent=form.cleaned_data["marketing_consent"],
            )
        except InvalidInput as refusal:
            pin(form, refusal)
        else:
            request.session[SIGN_UP] = {
                "email": form.cleaned_data["email"],
                "user": str(user.pk) if user else "",
                "next": _after_sign_up(request, form.cleaned_data["apply_as"]),
            }
            remember_sending(request)
            return redirect("accounts:verify-email")
    return show(request, "accounts/sign_up.html", {"form": form, "next_query": next_query(request)})


def _is_whole(form: SignUpForm) -> bool:
    """Whether all is in order; a weak password is told together with what else is wrong."""
    if form.is_bound and not form.is_valid() and "password" in form.cleaned_data:
        given = {name: form.cleaned_data.get(name, "") for name in ("email", "password", "name")}
        pin(form, InvalidInput(**find_wrong(**given)))
    return form.is_valid()


def _after_sign_up(request: HttpRequest, role: str) -> str:
    """Return the application for those who came to trade, else where they wanted to go."""
    if role in {Role.RETAILER, Role.SELLER}:
        return reverse("accounts:apply", args=[role])
    return next_url(request)


@sign_in_page
def verify_email(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/verify-email/: the code of the first mail, on whatever device."""
    if request.user.is_authenticated and request.user.is_email_verified:
        return redirect("accounts:overview")
    email = _waiting_address(request)
    form = EmailedCodeForm(request.POST or None, email=email)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.verify_email(email=email or form.cleaned_data["email"], code=form.cleaned_data["code"])
        except (CodeInvalid, CodeExpired, TooManyAttempts) as refusal:
            pin(form, refusal, field="code")
        else:
            return _welcome(request, user)
    context = {
        "form": form,
        "email": email,
        "minutes": CODE_LIFETIME_MINUTES,
        "wait": seconds_to_wait(request),
        "resend_url": reverse("accounts:verify-email-resend"),
    }
    return show(request, "accounts/verify_email.html", context)


def _waiting_address(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return request.user.email
    return request.session.get(SIGN_UP, {}).get("email", "")


def _welcome(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in only the browser that made this account: whoever else knows a code must know the password too."""
    sign_up = request.session.pop(SIGN_UP, {})
    if request.user.is_authenticated:
        messages.success(request, _("Your e-mail address is confirmed."))
        return redirect("accounts:overview")
    if sign_up.get("user") == str(user.pk) and not user.has_two_factor:
        browser.sign_in(request, user=user)
        messages.success(request, _("Your e-mail address is confirmed. Welcome!"))
        return redirect(sign_up["next"])
    messages.success(request, _("Your e-mail address is confirmed. Sign in to go on."))
    return redirect("accounts:sign-in")


@sign_in_action("accounts:verify-email")
def resend_verification(request: HttpRequest) -> HttpResponse:
    """POST /account/verify-email/resend/"""
    email = _waiting_address(request)
    wait = seconds_to_wait(request)
    if email and not wait:
        try:
            services.resend_verification(email=email)
        except RateLimitExceeded as refusal:
            wait = refusal.details["retry_after"]
        else:
            remember_sending(request)
            messages.success(request, _("We sent a new mail. Only its code works from now on."))
    if wait:
        messages.warning(request, please_wait(wait))
    return redirect("accounts:verify-email")
