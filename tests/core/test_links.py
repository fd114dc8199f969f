"""A signed link carries its value unchanged, for one purpose and for its time."""

from datetime import timedelta

import pytest

from core.links import LinkExpired, LinkInvalid, read, sign

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("value", ["text", 7, {"user": "x", "list": [1, 2]}, None, "हिन्दी"])
def test_carries_the_value_it_was_given(value):
    assert read("reset", sign("reset", value, lifetime=HOUR)) == value


def test_is_worthless_for_another_purpose():
    token = sign("unsubscribe", "u1", lifetime=HOUR)

    with pytest.raises(LinkInvalid):
        read("reset", token)


def test_dies_when_its_time_is_over(time_machine):
    time_machine.move_to("2026-01-01T12:00:00Z", tick=False)
    token = sign("reset", "u1", lifetime=HOUR)

    time_machine.shift(3599)
    assert read("reset", token) == "u1"
    time_machine.shift(1)
    with pytest.raises(LinkExpired):
        read("reset", token)


def test_lives_for_ever_when_no_lifetime_is_given(time_machine):
    time_machine.move_to("2026-01-01T12:00:00Z", tick=False)
    token = sign("unsubscribe", "u1", lifetime=None)

    time_machine.move_to("2046-01-01T12:00:00Z")
    assert read("unsubscribe", token) == "u1"


@pytest.mark.parametrize("token", ["", "x", "a:b:c", ":::", "\x00", "é", "." * 5000, "\ud800"])
def test_refuses_what_is_no_token(token):
    with pytest.raises(LinkInvalid):
        read("reset", token)


def test_refuses_a_token_with_any_character_changed():
    token = sign("reset", "u1", lifetime=HOUR)

    for index, character in enumerate(token[:-1]):
        forged = token[:index] + ("A" if character != "A" else "B") + token[index + 1 :]
        with pytest.raises(LinkInvalid):
            read("reset", forged)


def test_dies_with_the_key_it_was_signed_with(settings):
    token = sign("reset", "u1", lifetime=HOUR)

    settings.SECRET_KEY = "k" * 50

    with pytest.raises(LinkInvalid):
        read("reset", token)
