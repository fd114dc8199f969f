"""The values of an attribute, edited below its page."""

import pytest

from catalog.selectors.staff import translations_of
from catalog.services import generate_variants
from tests.catalog.grids import grid
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, AttributeValueFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _staff(client):
    client.force_login(UserFactory(admin=True))


@pytest.fixture
def colour():
    colour = AttributeFactory(code="colour", data_type="colour", is_variant_axis=True)
    for place, label in enumerate(("Red", "Blue")):
        AttributeValueFactory(attribute=colour, value=label.lower(), label=label, colour_hex="#aa0000", position=place)
    return colour


def save(client, attribute, **words):
    sent = grid(client, attribute, "values", "attribute")
    changed = {f"values-{name.replace('__', '-', 1)}": value for name, value in words.items()}
    return client.post(f"/admin/catalog/attribute/{attribute.pk}/values/", sent | changed)


def labels(attribute) -> list[str]:
    return [value.label for value in attribute.values.all()]


class TestRows:
    def test_nobody_wrote_into_are_ignored(self, client, colour):
        answer = save(client, colour, **{"0__label": "Crimson", "0__position": "5"})

        assert answer.status_code == 302
        assert labels(colour) == ["Blue", "Crimson"]

    def test_that_are_new_hold_the_colour_chosen(self, client, colour):
        save(client, colour, **{"3__label": "Green", "3__colour_hex": "#00aa00"})

        assert colour.values.get(label="Green").colour_hex == "#00aa00"

    def test_have_their_names_in_other_languages(self, client, colour):
        save(client, colour, **{"0__label__hi": "लाल", "2__label": "Green", "2__label__hi": "हरा"})
        save(client, colour, **{"0__label": "Crimson"})

        hindi = translations_of(*(value.pk for value in colour.values.all()))
        said = {value.label: hindi[value.pk].get("hi", {}).get("label") for value in colour.values.all()}
        assert said == {"Crimson": "लाल", "Blue": None, "Green": "हरा"}

    def test_are_deleted_until_something_has_them(self, client, colour):
        generate_variants(product=ProductFactory(), axes={"colour": ["blue"]}, actor=None)

        assert save(client, colour, **{"0__DELETE": "on"}).status_code == 302
        refused = save(client, colour, **{"0__DELETE": "on"})

        assert (refused.status_code, "That is still in use: 1 variant." in refused.text) == (422, True)
        assert labels(colour) == ["Blue"]

    def test_are_deleted_though_nothing_stands_in_them(self, client, colour):
        answer = save(client, colour, **{"0__label": "", "0__DELETE": "on", "3__DELETE": "on"})

        assert answer.status_code == 302
        assert labels(colour) == ["Blue"]

    def test_have_a_colour_only_where_the_attribute_is_one(self, client, colour):
        shown = {code: client.get(f"/admin/catalog/attribute/{row.pk}/change/").text for code, row in (
            ("colour", colour), ("size", AttributeFactory(code="size")),
        )}  # fmt: skip

        assert {code: 'type="color"' in text for code, text in shown.items()} == {"colour": True, "size": False}
