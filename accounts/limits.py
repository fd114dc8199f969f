"""How often people may try things, beyond the limits of the routes. Spend outside of transactions."""

from collections.abc import Iterable

from django.conf import settings

from core import context, rate_limits

CODE, RECOVERY_CODE = "second-factor", "recovery-code"


def spend_sign_in(*, email: str) -> None:
    """Count a try to sign in to this account from this address. A good password forgives it."""
    rate_limits.spend(_sign_in_key(email), rate_limits.parse(settings.RATE_LIMIT_AUTH))


def forgive_sign_in(*, email: str) -> None:
    rate_limits.forgive(_sign_in_key(email))


def spend_second_factor(*, user_id: object, kind: str = CODE) -> None:
    """Count a try of a second factor, however many times the sign-in was started anew.

    Recovery codes have a count of their own: who tried the codes of a lost phone in vain still gets in by one.
    """
    _spend(f"{kind}:{user_id}", settings.RATE_LIMITS_SECOND_FACTOR)
    _spend(f"{kind}-ip:{_network()}", settings.RATE_LIMITS_SECOND_FACTOR_IP)


def forgive_second_factor(*, user_id: object, kind: str = CODE) -> None:
    """Forget the person's tries, and give the address this one back.

    The address keeps its others: behind it people may be tried with one good account. A whole office gets in, though.
    """
    for limit in settings.RATE_LIMITS_SECOND_FACTOR:
        for counted in (CODE, RECOVERY_CODE):
            rate_limits.forgive(f"{counted}:{user_id}:{limit}")
    for limit in settings.RATE_LIMITS_SECOND_FACTOR_IP:
        rate_limits.give_back(f"{kind}-ip:{_network()}:{limit}", rate_limits.parse(limit))


def spend_code_tries(*, destination: str) -> None:
    """Count a try of a mailed code for an address, known or not."""
    _spend(f"code:{destination}:{_network()}", settings.RATE_LIMITS_CODE_TRIES)


def spend_message(*, kind: str, destination: str) -> None:
    """Count one message that somebody made the shop send to an address."""
    _spend(f"message:{kind}:{destination}", settings.RATE_LIMITS_MESSAGES[kind])


def _spend(key: str, limits: Iterable[str]) -> None:
    for limit in limits:
        rate_limits.spend(f"{key}:{limit}", rate_limits.parse(limit))


def _network() -> str:
    return rate_limits.network(context.current().ip)


def _sign_in_key(email: str) -> str:
    return f"sign-in:{email}:{_network()}"
