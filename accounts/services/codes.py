"""One-time codes: made for one purpose, tried a few times, used once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts import limits
from accounts.constants import CODE_ATTEMPTS, CODE_LIFETIME_MINUTES
from accounts.derivation import code_hash, code_of, reset_token_of
from accounts.enums import CodeChannel, CodePurpose
from accounts.errors import CodeExpired, CodeInvalid, TooManyAttempts
from accounts.events import CodeRequested
from accounts.models import OneTimeCode, User
from core.outbox import publish


@transaction.atomic
def issue_code(
    *, user: User, purpose: CodePurpose, channel: CodeChannel = CodeChannel.EMAIL, destination: str = ""
) -> OneTimeCode:
    """Make a code and ask for it to be sent. Codes for the same purpose that are under way end."""
    row = write_code(user=user, purpose=purpose, channel=channel, destination=destination or user.email)
    publish(CodeRequested(code_id=row.pk))
    return row


def issue_decoy(*, user: User | None, purpose: CodePurpose, destination: str) -> None:
    """Make a row that answers tries as a real one does, but that no code matches and no message follows."""
    write_code(user=user, purpose=purpose, channel=CodeChannel.EMAIL, destination=destination, has_digits=False)


@transaction.atomic
def write_code(
    *, user: User | None, purpose: CodePurpose, channel: CodeChannel, destination: str, has_digits: bool = True
) -> OneTimeCode:
    now = timezone.now()
    same = OneTimeCode.objects.open().filter(user=user, purpose=purpose)
    (same if user else same.filter(destination=destination)).update(used_at=now)
    row = OneTimeCode(
        user=user,
        purpose=purpose,
        channel=channel,
        destination=destination,
        expires_at=now + timedelta(minutes=CODE_LIFETIME_MINUTES),
    )
    if channel != CodeChannel.APP and has_digits:
        row.code_hash = code_hash(code_of(row))
    row.save(force_insert=True)
    return row


def reveal(row: OneTimeCode) -> str:
    """Return what the message about this row has to say: the token of a link, or the digits."""
    return reset_token_of(row) if row.purpose == CodePurpose.RESET_PASSWORD else code_of(row)


def redeem_code(
    *, purpose: CodePurpose, code: str, user: User | None = None, destination: str | None = None
) -> OneTimeCode:
    """Use up the newest code of a person, or of an address, for one purpose. Call it outside of transactions.

    Raises CodeInvalid, CodeExpired, TooManyAttempts or RateLimitExceeded.
    """
    rows = OneTimeCode.objects.filter(purpose=purpose).select_related("user").order_by("-created_at", "-pk")
    row = (rows.filter(user=user) if user else rows.filter(destination=destination)).first()
    # Counted by mailbox, whoever asks: many accounts of one guesser have no more tries than one.
    if sent_to := row.destination if row else destination:
        limits.spend_code_tries(destination=sent_to)
    if row is None or row.used_at:
        raise CodeInvalid
    count_try(row)
    if not matches(row, code) or not mark_used(row):
        raise CodeInvalid
    return row


@transaction.atomic(durable=True)
def count_try(row: OneTimeCode) -> None:
    """Count one try of the code. Durable: a refusal that follows must not take the count back.

    Raises CodeExpired or TooManyAttempts.
    """
    if row.expires_at <= timezone.now():
        raise CodeExpired
    tries = OneTimeCode.objects.filter(pk=row.pk, attempts__lt=CODE_ATTEMPTS)
    if not tries.update(attempts=F("attempts") + 1):
        raise TooManyAttempts


def matches(row: OneTimeCode, code: str) -> bool:
    digits = "".join(code.split())
    return constant_time_compare(row.code_hash, code_hash(digits))


def mark_used(row: OneTimeCode) -> bool:
    """Mark the code as used; false when somebody was faster."""
    return bool(OneTimeCode.objects.open().filter(pk=row.pk).update(used_at=timezone.now()))


def end_codes(*, user: User) -> None:
    """End every code and link of the person that is under way."""
    OneTimeCode.objects.open().filter(user=user).update(used_at=timezone.now())
