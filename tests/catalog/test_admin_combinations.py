"""Variants by the dozen, on a product's page."""

import pytest

from catalog.services import generate_variants
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, AttributeValueFactory, ProductFactory

pytestmark = pytest.mark.django_db
PRODUCTS = "/admin/catalog/product/"


@pytest.fixture(autouse=True)
def _staff(client):
    client.force_login(UserFactory(admin=True))


@pytest.fixture
def bike():
    """It is there in red with a frame of 52 cm."""
    for code, unit, values in (("size", "", ("s", "m")), ("colour", "", ("red", "blue")), ("frame", "cm", ("52",))):
        axis = AttributeFactory(code=code, name=code.title(), unit=unit, is_variant_axis=True)
        for value in values:
            AttributeValueFactory(attribute=axis, value=value, label=value.title())
    bike = ProductFactory()
    generate_variants(product=bike, axes={"colour": ["red"], "frame": ["52"]}, actor=None)
    return bike


def ask(client, product, **chosen):
    sent = {f"make-axis-{code}": values for code, values in chosen.items() if code != "confirmed"}
    return client.post(f"{PRODUCTS}{product.pk}/combinations/", sent | {"confirmed": chosen.get("confirmed", "")})


def shown(answer) -> dict:
    return next(section for section in answer.context["sections"] if section["name"] == "combinations")


class TestCombinations:
    def test_are_shown_before_they_are_made(self, client):
        product = ProductFactory()
        axis = AttributeFactory(code="size", is_variant_axis=True)
        values = [AttributeValueFactory(attribute=axis, value=size, label=size.upper()).value for size in ("s", "m")]
        url, chosen = f"{PRODUCTS}{product.pk}/combinations/", {"make-axis-size": values}

        shown = client.post(url, chosen)
        assert shown.status_code == 200
        assert "Nothing is made yet. Look at the list below, then make them." in shown.text
        assert "back-office-problem" not in shown.text
        preview = shown.context["sections"][0]["preview"]
        assert product.variants.count() == 1
        client.post(url, chosen | {"confirmed": shown.context["sections"][0]["seen"]})
        again = client.post(url, chosen)

        assert [label for label, _sku in preview] == ["S", "M"]
        assert [sku for _label, sku in preview] == list(product.variants.values_list("sku", flat=True))
        assert all(f"<code>{sku}</code>" in shown.text for _label, sku in preview)
        assert (again.status_code, "The product has all of these already." in again.text) == (422, True)

    def test_name_a_value_as_its_own_axis_does(self, client):
        product = ProductFactory()
        chosen = {}
        for code, label in (("size", "Small"), ("handle", "Short")):
            axis = AttributeFactory(code=code, is_variant_axis=True)
            chosen[f"make-axis-{code}"] = AttributeValueFactory(attribute=axis, value="s", label=label).value

        shown = client.post(f"{PRODUCTS}{product.pk}/combinations/", chosen)

        (told,) = [label for label, _sku in shown.context["sections"][0]["preview"]]
        assert set(told.split(" · ")) == {"Small", "Short"}

    def test_need_values(self, client):
        product = ProductFactory()

        answer = client.post(f"{PRODUCTS}{product.pk}/combinations/", {"confirmed": "1"})

        assert (answer.status_code, "Choose values." in answer.text) == (422, True)
        assert product.variants.count() == 1

    def test_begin_with_the_axes_of_the_product(self, client, bike):
        form = shown(client.get(f"{PRODUCTS}{bike.pk}/change/"))["form"]

        axes = [(field.label, field.initial, bool(field.help_text)) for field in form if field.name != "sku_pattern"]
        assert axes == [("Colour", ["red"], True), ("Frame (cm)", ["52"], True), ("Size", [], False)]
        assert form["axis-frame"].field.choices == [("52", "52 cm")]

    def test_say_how_many_were_made(self, client, bike):
        seen = shown(ask(client, bike, colour=["red", "blue"], frame=["52"]))
        client.post(
            f"{PRODUCTS}{bike.pk}/combinations/",
            {"make-axis-colour": ["red", "blue"], "make-axis-frame": ["52"], "confirmed": seen["seen"]},
        )

        assert (seen["preview"][0][0], seen["warnings"]) == ("Blue · 52 cm", [])
        assert "1 variant was made." in client.get(f"{PRODUCTS}{bike.pk}/change/").text
        assert bike.variants.count() == 2

    @pytest.mark.parametrize("chosen", [{"colour": ["red"]}, {"colour": ["red"], "frame": ["52"], "size": ["s"]}])
    def test_of_other_axes_are_made_once_it_was_said_what_they_are_mistaken_for(self, client, bike, chosen):
        seen = shown(ask(client, bike, **chosen))

        (warning,) = seen["warnings"]
        assert f"could not be told apart from {bike.variants.get().sku}." in warning
        ask(client, bike, **chosen, confirmed=seen["seen"])
        assert bike.variants.count() == 2

    def test_that_read_like_another_are_told(self, client, bike):
        colour = bike.variants.get().attribute_values.get(attribute__code="colour").attribute
        AttributeValueFactory(attribute=colour, value="red-2", label="Red")

        (warning,) = shown(ask(client, bike, colour=["red-2"], frame=["52"]))["warnings"]

        assert warning.startswith("Another variant reads the same")

    def test_are_not_made_unless_they_were_seen(self, client, bike):
        seen = shown(ask(client, bike, colour=["blue"], frame=["52"]))["seen"]

        assert ask(client, bike, colour=["blue"], confirmed=seen).status_code == 200
        assert bike.variants.count() == 1
