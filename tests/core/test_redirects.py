"""Nobody is sent to another site by a link of ours."""

import pytest
from django.test import RequestFactory

from core.redirects import safe_next_url


@pytest.fixture(autouse=True)
def _our_host(settings):
    settings.ALLOWED_HOSTS = ["shop.example"]


def visit(**about):
    return RequestFactory(SERVER_NAME="shop.example").get("/", **about)


EVIL = [
    None,
    "",
    "https://evil.example",
    "http://evil.example/account/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/%5cevil.example",
    "/%5Cevil.example",
    "/%2fevil.example",
    "/%2f%2fevil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "ftp://shop.example/",
    "http://shop.example@evil.example/",
    "http://shop.example:80@evil.example/",
    "http://shop.example.evil.example/",
    "http://evil.example/?http://shop.example/",
    "http://shop.example\\@evil.example",
    "/account/\r\nLocation: https://evil.example",
    "/account/%0d%0aLocation:%20https://evil.example",
    "/\x00/evil.example",
    "account/",
    "?next=/",
    "evil.example",
    "http://[::1",
    "/\u2028/evil.example",
]


@pytest.mark.parametrize("url", EVIL)
def test_goes_home_instead_of(url):
    assert safe_next_url(visit(), url) == "/"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/", "/"),
        ("/account/addresses/", "/account/addresses/"),
        ("/search/?q=%E0%A4%9A%E0%A4%BE%E0%A4%AF&page=2#top", "/search/?q=%E0%A4%9A%E0%A4%BE%E0%A4%AF&page=2#top"),
        ("/search/?next=https://example.com/", "/search/?next=https://example.com/"),
        ("http://shop.example/account/", "/account/"),
    ],
)
def test_goes_where_it_was_told_on_this_site(url, path):
    assert safe_next_url(visit(), url) == path


def test_never_leaves_https_for_http():
    request = visit(secure=True)

    assert safe_next_url(request, "http://shop.example/account/") == "/"


def test_goes_to_the_given_default():
    assert safe_next_url(visit(), "//evil.example", "/account/") == "/account/"
