"""What the API refuses is said in the shop's words, in the reader's language, in `core.api.words`."""

import pytest
from rest_framework import serializers

from core.api.words import CALLS, FIELDS
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/api/v1/auth/login"


def refused(api, language: str, path: str = LOGIN, method: str = "post", **body) -> dict:
    return getattr(api, method)(path, body, headers={"Accept-Language": language}).json()["error"]


@pytest.mark.parametrize(
    ("language", "email", "password"),
    [
        ("en", "Enter an e-mail address like asha@example.com.", "Fill this in."),
        ("hi", "ईमेल पता लिखें, जैसे asha@example.com।", "इसे भरें।"),
    ],
)
def test_a_field_says_what_to_type(api, language, email, password):
    details = refused(api, language, email="nobody", password="")["details"]

    assert details == {"email": [email], "password": [password]}


@pytest.mark.parametrize(
    ("path", "method", "english", "hindi"),
    [
        ("/api/v1/users/me", "get", "Please sign in.", "कृपया साइन इन करें।"),
        (LOGIN, "delete", "That cannot be done here.", "यह यहाँ नहीं हो सकता।"),
    ],
)
def test_a_call_says_it_too(api, path, method, english, hindi):
    assert refused(api, "en", path, method)["message"].startswith(english)
    assert refused(api, "hi", path, method)["message"].startswith(hindi)


def test_a_nul_is_named(api):
    answer = api.generic("POST", LOGIN, b'{"email": "a\\u0000", "password": "x"}', content_type="application/json")

    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "PARSE_ERROR")
    assert "NUL" in error["message"]


def test_staff_rights_are_refused_in_one_wording(api_as):
    stranger = refused(api_as(UserFactory()), "en", "/api/v1/admin/users", "get")

    assert (stranger["code"], stranger["message"]) == ("INSUFFICIENT_PERMISSIONS", "You are not allowed to do that.")


def test_every_word_fits_its_place():
    class Everything(serializers.Serializer):
        count = serializers.IntegerField(min_value=1, max_value=9_999_999)
        price = serializers.DecimalField(max_digits=4, decimal_places=2)
        name = serializers.CharField(min_length=2, max_length=3)
        kind = serializers.ChoiceField(["a"])
        at = serializers.DateTimeField()
        names = serializers.ListField(child=serializers.UUIDField(), max_length=1)

    wrong = Everything(
        data={"count": 10_000_000, "price": "1.234", "name": "long", "kind": "b", "at": "soon", "names": ["x"]}
    )

    assert not wrong.is_valid()
    assert wrong.errors == {
        "count": ["Enter at most 9,999,999."],
        "price": ["Use at most 2 digits after the point."],
        "name": ["Use at most 3 characters."],
        "kind": ["“b” is not one of the values to choose from."],
        "at": ["Enter date and time like 2026-11-21T09:30:00Z."],
        "names": {0: ["This is not an id of the shop."]},
    }


def test_nothing_of_the_framework_is_left_of_what_the_shop_words():
    assert all(set(words) <= set(field.default_error_messages) for field, words in FIELDS.items())
    assert all(refusal.default_detail is message for refusal, message in CALLS.items())
