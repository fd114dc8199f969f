"""How people really type: forty ways that must all be understood."""

import pytest
from django.forms import ChoiceField

from accounts.forms import (
    AddressForm,
    CodeForm,
    PhoneForm,
    ProfileForm,
    RecoveryCodeForm,
    SignInForm,
    SignUpForm,
    TwoFactorForm,
)
from accounts.forms.base import CodeField
from accounts.postal import clean_address

PHONES = [
    ("+43 664 1234567", "AT", "+436641234567"),
    ("0043 664 1234567", "IN", "+436641234567"),
    ("0664 1234567", "AT", "+436641234567"),
    ("0664/123 45 67", "AT", "+436641234567"),
    ("+43 (0) 664 1234567", "", "+436641234567"),
    ("+43-664-123-45-67", "", "+436641234567"),
    ("  +919876543210  ", "", "+919876543210"),
    ("98765 43210", "IN", "+919876543210"),
    ("098765-43210", "IN", "+919876543210"),
    ("+91.98765.43210", "", "+919876543210"),
    ("\uff0b91 98765 43210", "", "+919876543210"),
    ("(212) 555-2368", "US", "+12125552368"),
    ("0091 98765 43210", "US", "+919876543210"),
    ("098765 43210", "", "+919876543210"),
    ("+91\u00a098765\u00a043210", "", "+919876543210"),
]
CODES = [
    ("123456", "123456"),
    (" 123456 ", "123456"),
    ("123 456", "123456"),
    ("123-456", "123456"),
    ("1 2 3 4 5 6", "123456"),
    ("123456.", "123456"),
    ("१२३४५६", "123456"),
    ("１２３４５６", "123456"),
]
EMAILS = [
    "asha@example.com",
    " asha@example.com ",
    "Asha@Example.COM",
    "asha@example.com\u200b",
    "\tasha@example.com",
    "ＡＳＨＡ@example.com",
]
NAMES = [
    ("Madonna", "Madonna"),
    ("Bo", "Bo"),
    ("  Asha  Rao ", "Asha Rao"),
    ("Zoë Ångström", "Zoë Ångström"),
    ("Zoe\u0308", "Zoë"),
    ("O'Brien-Smith Jr.", "O'Brien-Smith Jr."),
    ("आशा राव", "आशा राव"),
    ("李", "李"),
    ("X", "X"),
]
PLACES = [
    ({"country": "IN", "postal_code": "560 001", "state": "Karnataka", "city": "Bengaluru"}, "560001"),
    ({"country": "IN", "postal_code": " 560001 ", "state": "KA", "city": "Bengaluru"}, "560001"),
    ({"country": "GB", "postal_code": "nw1 6xe", "city": "London"}, "NW1 6XE"),
    ({"country": "CA", "postal_code": "k1a 0b1", "state": "ON", "city": "Ottawa"}, "K1A 0B1"),
    ({"country": "AT", "postal_code": "1010 ", "city": "Wien"}, "1010"),
    ({"country": "US", "postal_code": "22162-1010", "state": "virginia", "city": "Springfield"}, "22162-1010"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "region", "number"), PHONES)
def test_a_phone_number_is_understood(typed, region, number):
    form = PhoneForm({"phone_number": typed}, region=region)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone_number"] == number


@pytest.mark.parametrize(("typed", "code"), CODES)
def test_a_code_is_understood(typed, code):
    form = CodeForm({"code": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["code"] == code


@pytest.mark.parametrize("typed", EMAILS)
def test_an_address_of_mail_is_understood(typed):
    form = SignInForm({"email": typed, "password": "x"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["email"] == "asha@example.com"


@pytest.mark.parametrize(("typed", "name"), NAMES)
def test_a_name_on_a_parcel_is_understood(typed, name):
    form = AddressForm({"first_name": typed, "country": "AT"}, country="AT")
    form.is_valid()

    assert form.cleaned_data["first_name"] == name
    assert "last_name" not in form.errors


@pytest.mark.parametrize(("place", "postal_code"), PLACES)
@pytest.mark.django_db
def test_a_postal_code_is_understood(place, postal_code):
    typed = {"first_name": "A", "address_line1": "Main Street 1"} | place
    form = AddressForm({**typed, "state": place.get("state", "")}, country=place["country"])

    form.is_valid()

    assert clean_address(typed)["postal_code"] == postal_code
    assert "postal_code" not in form.errors


@pytest.mark.parametrize("password", [" leading and trailing ", "日本の市場パスワード", "🥭🥭🥭🥭🥭🥭🥭🥭", "a" * 200])
def test_a_password_stays_exactly_as_it_was_typed(password):
    form = SignUpForm({"name": "Bo", "email": "bo@example.com", "password": password})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["password"] == password


def test_a_recovery_code_may_be_in_small_letters_with_blanks():
    form = RecoveryCodeForm({"code": " abcde fgh23 "})

    assert form.is_valid()
    assert form.cleaned_data["code"] == "abcdefgh23"


@pytest.mark.parametrize("name", ["Asha\x00Rao", "Asha\r\nRao", "Asha\u2028Rao"])
def test_a_name_never_breaks_a_line(name):
    form = ProfileForm({"name": name, "language": "en"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == "Asha Rao"


def test_there_are_forty_ways():
    assert len(PHONES) + len(CODES) + len(EMAILS) + len(NAMES) + len(PLACES) >= 40


def test_no_refusal_leaves_people_without_a_way_on():
    """Every field of every form says in our words what to do."""
    forms = [SignUpForm(), SignInForm(), CodeForm(), RecoveryCodeForm(), PhoneForm(), AddressForm(country="IN")]
    forms += [ProfileForm(), TwoFactorForm(has_phone=True)]

    for form in forms:
        for name, field in form.fields.items():
            if field.required:
                words = str(field.error_messages["required"])
                assert "This field is required" not in words, (form, name)
            if isinstance(field, ChoiceField):
                assert "Select a valid choice" not in str(field.error_messages["invalid_choice"]), (form, name)
    assert str(CodeField.default_error_messages["required"]) == "Enter the code."
