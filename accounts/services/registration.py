"""Becoming a customer, and proving that mailbox and phone are one's own."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import limits
from accounts.enums import CodeChannel, CodePurpose, Role, UserStatus
from accounts.errors import CodeInvalid, PhoneTaken, UserExists
from accounts.events import EmailVerified, RegistrationRepeated, UserRegistered
from accounts.models import OneTimeCode, RoleApplication, User
from accounts.phones import clean_phone
from accounts.querysets import normalise_email
from accounts.services.codes import issue_code, issue_decoy, redeem_code
from core.errors import InvalidInput
from core.outbox import publish

WEAK_PASSWORD = {
    "password_too_short": gettext_lazy("Use at least %(min_length)d characters."),
    "password_too_common": gettext_lazy("This password is too common: it is tried first. Take a few words in a row."),
    "password_too_similar": gettext_lazy(
        "This is too similar to your name or e-mail address. Take something that nobody knows of you."
    ),
}


def register(
    *,
    email: str,
    password: str,
    name: str,
    phone_number: str = "",
    role: Role = Role.CUSTOMER,
    region: str = "",
    language: str = "en",
    marketing_consent: bool = False,
) -> User:
    """Make a customer and send a code to the address. A role of seller or retailer begins an application.

    Raises UserExists, PhoneTaken or InvalidInput (a weak password, a wrong number).
    """
    if wrong := find_wrong(email=email, password=password, name=name, phone_number=phone_number, region=region):
        raise InvalidInput(**wrong)
    user = User(
        email=normalise_email(email),
        name=name.strip(),
        phone_number=clean_phone(phone_number, region=region) if phone_number else None,
        region=region,
        language=language,
        marketing_consent=marketing_consent,
    )
    if user.phone_number and User.objects.filter(phone_number=user.phone_number).exists():
        raise PhoneTaken
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            publish(UserRegistered(user_id=user.pk))
            issue_code(user=user, purpose=CodePurpose.VERIFY_EMAIL)
            if role in {Role.RETAILER, Role.SELLER}:
                RoleApplication.objects.create(user=user, role=role)
    except IntegrityError:
        # The constraint decides between registrations that run at the same time.
        if User.objects.by_email(user.email).exists():
            raise UserExists from None
        raise PhoneTaken from None
    return user


def find_wrong(
    *, email: str = "", password: str = "", name: str = "", phone_number: str = "", region: str = ""
) -> dict[str, list[str]]:
    """Return what is wrong about a password and a number that somebody would register with, by field."""
    wrong: dict[str, list[str]] = {}
    try:
        check_new_password(password, user=User(email=normalise_email(email), name=name))
    except InvalidInput as refusal:
        wrong |= refusal.details
    try:
        if phone_number:
            clean_phone(phone_number, region=region)
    except InvalidInput as refusal:
        wrong |= refusal.details
    return wrong


def register_quietly(*, email: str, **fields: Any) -> User | None:
    """Register without telling whether the address was known: its owner is told by mail instead.

    What follows, down to the tries of the code, looks the same in both cases. Takes what `register` takes.
    Returns the new account, if there is one; nobody outside may learn of it.
    """
    try:
        return register(email=email, **fields)
    except UserExists:
        _tell_owner(normalise_email(email))
        return None


@transaction.atomic
def _tell_owner(email: str) -> None:
    owner = User.objects.by_email(email).first()
    if owner is None:
        return
    open_codes = OneTimeCode.objects.open().filter(destination=email, purpose=CodePurpose.VERIFY_EMAIL)
    if not open_codes.filter(expires_at__gt=timezone.now()).exists():
        issue_decoy(user=None, purpose=CodePurpose.VERIFY_EMAIL, destination=email)
    publish(RegistrationRepeated(user_id=owner.pk))


def verify_email(*, email: str, code: str) -> User:
    """Prove that the address is the person's. The account becomes active.

    Raises CodeInvalid, CodeExpired or TooManyAttempts, also for addresses that nobody registered.
    """
    row = redeem_code(purpose=CodePurpose.VERIFY_EMAIL, code=code, destination=normalise_email(email))
    if row.user is None or row.user.email != row.destination:
        raise CodeInvalid
    return mark_email_verified(user=row.user)


@transaction.atomic
def mark_email_verified(*, user: User) -> User:
    """Set the address as proven. Doing it again changes nothing and tells nobody."""
    user = User.objects.lock(user.pk)
    if user.email_verified_at is None:
        user.email_verified_at = timezone.now()
        if user.status == UserStatus.PENDING:
            user.status = UserStatus.ACTIVE
        user.save(update_fields=["email_verified_at", "status", "updated_at"])
        publish(EmailVerified(user_id=user.pk, email=user.email, is_first=True))
    return user


def resend_verification(*, email: str) -> None:
    """Send a new code to an address that waits for its proof. Says nothing about any other address."""
    email = normalise_email(email)
    limits.spend_message(kind="verify_email", destination=email)
    user = User.objects.by_email(email).filter(email_verified_at=None).first()
    if user and user.is_active:
        issue_code(user=user, purpose=CodePurpose.VERIFY_EMAIL)


def send_phone_code(*, user: User) -> None:
    """Send a code to the person's phone. Raises InvalidInput when there is no number."""
    if not user.phone_number:
        raise InvalidInput(phone_number=[_("Add a phone number first.")])
    limits.spend_message(kind="verify_phone", destination=str(user.phone_number))
    issue_code(
        user=user,
        purpose=CodePurpose.VERIFY_PHONE,
        channel=CodeChannel.SMS,
        destination=str(user.phone_number),
    )


def verify_phone(*, user: User, code: str) -> User:
    """Prove that the number is the person's. Raises CodeInvalid, CodeExpired or TooManyAttempts."""
    row = redeem_code(purpose=CodePurpose.VERIFY_PHONE, code=code, user=user)
    changed = User.objects.filter(pk=user.pk, phone_number=row.destination).update(phone_verified_at=timezone.now())
    if not changed:
        raise CodeInvalid
    user.refresh_from_db()
    return user


def check_new_password(password: str, *, user: User, field: str = "password") -> None:
    """Raises InvalidInput that names, under the field, what is weak about the password."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise InvalidInput(**{field: [_what_is_weak(problem) for problem in weak.error_list]}) from None


def _what_is_weak(problem: ValidationError) -> str:
    """Say what to do about it; a check that an operator added has only its own words."""
    words = WEAK_PASSWORD.get(problem.code or "")
    return str(words) % (problem.params or {}) if words else problem.messages[0]
