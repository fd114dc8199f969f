"""A form without a token is believed only when the browser says that it stands on a page of ours."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("tests.core.edge_urls"), pytest.mark.django_db]


def post(**headers):
    return Client(enforce_csrf_checks=True).post(
        "/test/subscribe/", {"email": "a@b.c", "password": "p"}, headers=headers
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "http://testserver"},
    ],
)
def test_lets_its_own_pages_post(headers):
    assert post(**headers).content == b"subscribed"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://testserver:8000"},
        {"Referer": "http://testserver/"},
    ],
)
def test_asks_again_with_the_input_kept_and_the_secret_left_out(headers):
    response = post(**headers)

    page = response.content.decode()
    assert response.status_code == 403
    assert 'action="/test/subscribe/"' in page
    assert "a@b.c" in page
    assert 'name="password"' not in page


def test_a_form_with_djangos_token_is_asked_again_in_the_same_way():
    response = Client(enforce_csrf_checks=True).post("/test/form/", {"name": "<b>Asha</b>"})

    assert response.status_code == 403
    assert "&lt;b&gt;Asha&lt;/b&gt;" in response.content.decode()
