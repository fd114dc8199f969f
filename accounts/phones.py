"""Phone numbers as people write them, and as they are kept (E.164)."""

import phonenumbers
from django.utils.translation import gettext as _

from core.errors import InvalidInput
from core.selectors import get_shop


def phone_words(region: str = "") -> str:
    """Return what to say about a wrong number, with an example of the country, or of the shop's."""
    mobile = phonenumbers.PhoneNumberType.MOBILE
    known = (phonenumbers.example_number_for_type(code, mobile) for code in (region, get_shop().base_country))
    example = next(filter(None, known), None)
    shown = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL) if example else "+…"
    return _("Enter a phone number with its country code, like %(example)s.") % {"example": shown}


def find_phone(typed: str, *, region: str = "") -> str | None:
    """Return the number in E.164, or None. 00 opens a country too; without one, it is the region's or the shop's."""
    typed = f"+{typed[2:]}" if typed.startswith("00") else typed
    try:
        parsed = phonenumbers.parse(typed, region or get_shop().base_country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def clean_phone(number: str, *, region: str = "", field: str = "phone_number") -> str:
    """Return the number in E.164. Raises InvalidInput that names the field."""
    found = find_phone(str(number), region=region)
    if found is None:
        raise InvalidInput(**{field: [phone_words(region)]})
    return found
