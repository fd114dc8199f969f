"""Exchange rates in the back office."""

import pytest

from regions.models import ExchangeRate
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/regions/exchangerate/add/"


@pytest.fixture(autouse=True)
def _staff(client):
    client.force_login(UserFactory(admin=True))


@pytest.mark.parametrize(("language", "why"), [("en", "Give a rate above zero."), ("hi", "शून्य से ज़्यादा दर लिखें।")])
@pytest.mark.parametrize("rate", ["0", "-3"])
def test_a_rate_of_nothing_is_refused_in_words(client, rate, language, why):
    client.force_login(UserFactory(admin=True, language=language))

    answer = client.post(ADD, {"base": "INR", "quote": "GBP", "rate": rate})

    assert why in answer.text
    assert not ExchangeRate.objects.exists()


def test_currencies_are_accepted_in_any_case(client):
    client.post(ADD, {"base": "inr", "quote": "gbp", "rate": "0.009"})

    assert ExchangeRate.objects.values_list("base", "quote").get() == ("INR", "GBP")
