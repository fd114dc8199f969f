"""Phone numbers as people write them, and as they are kept (E.164)."""

import phonenumbers
from django.utils.translation import gettext as _

from core.errors import InvalidInput
from core.selectors import get_shop


def clean_phone(number: str, *, region: str = "", field: str = "phone_number") -> str:
    """Return the number in E.164. Spaces, dashes and brackets are fine; without +, it is a number of the region.

    Raises InvalidInput that names the field.
    """
    try:
        parsed = phonenumbers.parse(str(number), region or get_shop().base_country)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        raise InvalidInput(**{field: [_("Give a phone number with its country code, such as +91 98765 43210.")]})
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
