"""Addresses by the rules of their country, in `accounts.postal` and `accounts.phones`."""

import pytest

from accounts.phones import clean_phone
from accounts.postal import INDIAN_STATES, clean_address, state_choices
from core.errors import InvalidInput

pytestmark = pytest.mark.django_db

LINE = {"first_name": "Asha", "address_line1": "12 MG Road"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (("IN", "KA", "Bengaluru", "560 001"), ("Karnataka", "560001")),
        (("IN", "कर्नाटक", "Bengaluru", "560-001"), ("Karnataka", "560001")),
        (("IN", "Tamil Nadu", "Chennai", "６０００４２"), ("Tamil Nadu", "600042")),
        (("GB", "", "London", "sw1a 1aa"), ("", "SW1A 1AA")),
        (("GB", "", "London", "NW1 6XE"), ("", "NW1 6XE")),
        (("GB", "", "London", "nw16xe"), ("", "NW1 6XE")),
        (("GB", "", "London", "NW1-6XE"), ("", "NW1 6XE")),
        (("GB", "", "London", "sw1a  1aa"), ("", "SW1A 1AA")),
        (("GB", "", "London", "e1 6an"), ("", "E1 6AN")),
        (("JE", "", "St Helier", "je23ab"), ("", "JE2 3AB")),
        (("CA", "ON", "Ottawa", "k1a0b1"), ("ON", "K1A 0B1")),
        (("US", "California", "Los Angeles", "90001-1234"), ("CA", "90001-1234")),
        (("DE", "", "Berlin", "10 115"), ("", "10115")),
        (("SG", "", "", "018956"), ("", "018956")),
        (("AE", "Dubai", "", ""), ("Dubai", "")),
        (("JP", "Tokyo", "Chiyoda", "100-0001"), ("Tokyo", "100-0001")),
    ],
)
def test_an_address_is_kept_in_the_usual_form_of_its_country(typed, kept):
    country, state, city, postal_code = typed

    cleaned = clean_address(
        LINE | {"country": country.lower(), "state": state, "city": city, "postal_code": postal_code}
    )

    assert (cleaned["country"], cleaned["state"], cleaned["postal_code"]) == (country, *kept)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"postal_code": "110001"}, "postal_code"),
        ({"postal_code": "5600"}, "postal_code"),
        ({"state": ""}, "state"),
        ({"city": " "}, "city"),
        ({"country": ""}, "country"),
    ],
)
def test_an_address_that_cannot_be_is_refused_by_field(wrong, field):
    good = LINE | {"country": "IN", "state": "KA", "city": "Bengaluru", "postal_code": "560001"}

    with pytest.raises(InvalidInput) as refusal:
        clean_address(good | wrong)

    assert field in refusal.value.details


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"postal_code": "5600"}, "postal_code", "Enter a PIN code, like 110034."),
        ({"state": "BR"}, "postal_code", "560001 is not in Bihar. Check which of the two is right."),
        ({"state": "Nowhere"}, "state", "Choose the state."),
        ({"country": "US", "state": "CA"}, "postal_code", "Enter a ZIP code, like 95014."),
        (
            {"country": "US", "phone": "12"},
            "phone",
            "Enter a phone number with its country code, like +1 201-555-0123.",
        ),
        (
            {"country": "ZZ", "phone": "12"},
            "phone",
            "Enter a phone number with its country code, like +91 81234 56789.",
        ),
    ],
)
def test_a_refusal_says_what_to_do_in_the_words_of_the_country(wrong, field, words):
    good = LINE | {"country": "IN", "state": "KA", "city": "Bengaluru", "postal_code": "560001"}

    with pytest.raises(InvalidInput) as refusal:
        clean_address(good | wrong)

    assert refusal.value.details[field] == [words]


@pytest.mark.parametrize("number", ["+91 98765 43210", "098765-43210", "(98765) 43210", "+91-98765-43210"])
def test_a_number_is_kept_in_one_form(number):
    assert clean_phone(number, region="IN") == "+919876543210"


@pytest.mark.parametrize("number", ["12", "abc", "+91 12345", "+999 123456789", "9" * 40, ""])
def test_a_number_that_cannot_be_is_refused(number):
    with pytest.raises(InvalidInput):
        clean_phone(number, region="IN")


def test_the_letters_of_each_indian_state_name_one_of_the_choices():
    choices = state_choices("IN")

    assert set(INDIAN_STATES.values()) == {name for _key, name in choices}
    assert all(name.isascii() for _key, name in choices)
