"""The account's own pages about the person: overview, profile, picture, phone, e-mail address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import selectors, services
from accounts.constants import CODE_LIFETIME_MINUTES
from accounts.enums import ApplicationStatus
from accounts.errors import CodeExpired, CodeInvalid, OwnAddress, TooManyAttempts, UserExists, WrongPassword
from accounts.forms import AvatarForm, ChangeEmailForm, CodeForm, PhoneForm, ProfileForm
from accounts.models import User
from accounts.views.page import account_action, account_page, pin, please_wait, show
from core.errors import InvalidInput, PayloadTooLarge, RateLimitExceeded
from core.uploads import ImageRefused

NEW_EMAIL = "accounts.new_email"


@account_page
def overview(request: HttpRequest) -> HttpResponse:
    """GET /account/: what matters now."""
    applications = list(selectors.list_applications(user=request.user).submitted())
    context = {
        "devices": selectors.list_sessions(user=request.user).count(),
        "address": selectors.find_current_address(user=request.user),
        "open_applications": [row for row in applications if row.status == ApplicationStatus.PENDING],
        "may_apply": not applications,
    }
    return show(request, "accounts/overview.html", context)


@account_page
def profile(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/profile/"""
    form = _profile_form(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.update_profile(user=request.user, **form.cleaned_data)
        except InvalidInput as refusal:
            pin(form, refusal)
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect("accounts:profile")
    return _show_profile(request, form=form, profile_form=form)


def _profile_form(user: User, typed: object = None) -> ProfileForm:
    return ProfileForm(typed, initial={"name": user.name, "language": user.language, "timezone": user.timezone})


def _phone_form(user: User, typed: object = None) -> PhoneForm:
    number = user.phone_number.as_international if user.phone_number else ""
    return PhoneForm(typed, region=user.region, initial={"phone_number": number})


def _show_profile(request: HttpRequest, **forms: object) -> HttpResponse:
    """Show the page with all its forms; `form` is the one that was sent."""
    context = {
        "profile_form": _profile_form(request.user),
        "phone_form": _phone_form(request.user),
        "avatar_form": AvatarForm(),
    }
    return show(request, "accounts/profile.html", context | forms)


@account_action("accounts:profile")
def avatar(request: HttpRequest) -> HttpResponse:
    """POST /account/profile/picture/"""
    form = AvatarForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.set_avatar(user=request.user, file=form.cleaned_data["file"])
        except (ImageRefused, PayloadTooLarge) as refusal:
            pin(form, refusal, field="file")
        else:
            messages.success(request, _("Your picture is saved."))
            return redirect("accounts:profile")
    return _show_profile(request, form=form, avatar_form=form)


@account_action("accounts:profile")
def remove_avatar(request: HttpRequest) -> HttpResponse:
    """POST /account/profile/picture/remove/"""
    services.set_avatar(user=request.user, file=None)
    messages.success(request, _("Your picture is removed."))
    return redirect("accounts:profile")


@account_action("accounts:profile")
def phone(request: HttpRequest) -> HttpResponse:
    """POST /account/profile/phone/"""
    form = _phone_form(request.user, request.POST)
    if form.is_valid():
        number = form.cleaned_data["phone_number"]
        try:
            services.update_profile(user=request.user, phone_number=number)
        except InvalidInput as refusal:
            pin(form, refusal)
        else:
            messages.success(request, _("Your phone number is saved.") if number else _("Your number is removed."))
            return redirect("accounts:profile")
    return _show_profile(request, form=form, phone_form=form)


@account_action("accounts:profile")
def send_phone_code(request: HttpRequest) -> HttpResponse:
    """POST /account/profile/phone/code/"""
    try:
        services.send_phone_code(user=request.user)
    except InvalidInput as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:profile")
    except RateLimitExceeded as refusal:
        messages.warning(request, please_wait(refusal.details["retry_after"]))
    return redirect("accounts:verify-phone")


@account_page
def verify_phone(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/profile/phone/confirm/"""
    if not request.user.phone_number or request.user.phone_verified_at:
        return redirect("accounts:profile")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.verify_phone(user=request.user, code=form.cleaned_data["code"])
        except (CodeInvalid, CodeExpired, TooManyAttempts) as refusal:
            pin(form, refusal, field="code")
        else:
            messages.success(request, _("Your phone number is confirmed."))
            return redirect("accounts:profile")
    lead = _("We sent six digits to %(number)s. They work for %(minutes)d minutes.") % {
        "number": request.user.phone_number.as_international,
        "minutes": CODE_LIFETIME_MINUTES,
    }
    context = {
        "form": form,
        "title": _("Confirm your phone number"),
        "lead": lead,
        "confirm": _("Confirm the number"),
        "resend_url": reverse("accounts:verify-phone-send"),
    }
    return show(request, "accounts/enter_code.html", context | {"back": reverse("accounts:profile")})


@account_page
def change_email(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/profile/e-mail/: the answer never tells whether the new address has an account."""
    form = ChangeEmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.request_email_change(
                user=request.user,
                new_email=form.cleaned_data["email"],
                password=form.cleaned_data["password"],
                quietly=True,
            )
        except WrongPassword as refusal:
            pin(form, refusal, field="password")
        except OwnAddress as refusal:
            pin(form, refusal, field="email")
        else:
            request.session[NEW_EMAIL] = form.cleaned_data["email"]
            return redirect("accounts:change-email-confirm")
    return show(request, "accounts/change_email.html", {"form": form})


@account_page
def confirm_email_change(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/profile/e-mail/confirm/"""
    new_email = request.session.get(NEW_EMAIL)
    if not new_email:
        return redirect("accounts:change-email")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.confirm_email_change(user=request.user, code=form.cleaned_data["code"])
        except (CodeInvalid, CodeExpired, TooManyAttempts, UserExists) as refusal:
            pin(form, refusal, field="code")
        else:
            del request.session[NEW_EMAIL]
            messages.success(request, _("From now on you sign in with %(mail)s.") % {"mail": new_email})
            return redirect("accounts:profile")
    lead = _("We have written to %(mail)s. Enter the six digits of that mail; they work for %(minutes)d minutes.") % {
        "mail": new_email,
        "minutes": CODE_LIFETIME_MINUTES,
    }
    context = {
        "form": form,
        "title": _("Confirm the new address"),
        "lead": lead,
        "confirm": _("Use this address"),
        "back": reverse("accounts:change-email"),
    }
    return show(request, "accounts/enter_code.html", context)
