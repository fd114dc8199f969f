"""What was typed into a form by somebody who had to sign in first: kept in their session, to be sent again."""

from django.http import HttpRequest

from core.error_pages import retry_form

KEY = "unsent"
MOST_CHARACTERS = 10_000
# A product's form carries its description and a row for each of its variants.
MOST_CHARACTERS_OF_STAFF = 100_000


def keep(request: HttpRequest, *, most: int = MOST_CHARACTERS) -> bool:
    """Keep it, never passwords and codes, as long as it is no longer than `most`; say whether there was any."""
    unsent = retry_form(request)
    if not 0 < sum(len(value) for _name, value in unsent["fields"]) <= most:
        return False
    request.session[KEY] = unsent
    return True


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
