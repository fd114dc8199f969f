"""The visitor's address is what our own proxies saw, never what a visitor wrote."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core import context
from core.client_ip import client_ip
from core.middleware import RequestContextMiddleware

PROXIES = ["10.0.0.0/8", "2001:db8:ffff::/48"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "1.2.3.4", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
        ("10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("2001:db8:ffff::1", "2001:DB8:0:0::1", "2001:db8::1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4, <script>", "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4\r\n, x", "10.0.0.1"),
        ("", "1.2.3.4", None),
    ],
)
def test_is_read_from_the_right_and_only_through_our_proxies(peer, forwarded, expected):
    assert client_ip({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}, PROXIES) == expected


def test_comes_through_a_unix_socket_that_is_trusted():
    assert client_ip({"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "1.2.3.4"}, ["unix"]) == "1.2.3.4"


def seen(settings, *, trusted, **meta):
    settings.TRUSTED_PROXIES = trusted
    found = {}

    def view(request):
        found.update(ip=context.current().ip, secure_word=request.META.get("HTTP_X_FORWARDED_PROTO"))
        return HttpResponse()

    RequestContextMiddleware(view)(RequestFactory().get("/", **meta))
    return found


def test_the_context_of_a_request_holds_it(settings):
    found = seen(settings, trusted=PROXIES, REMOTE_ADDR="10.1.1.1", HTTP_X_FORWARDED_FOR="9.9.9.9, 198.51.100.7")

    assert found["ip"] == "198.51.100.7"


def test_a_stranger_cannot_say_that_the_connection_is_secure(settings):
    meta = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "1.2.3.4"}

    stranger = seen(settings, trusted=PROXIES, REMOTE_ADDR="203.0.113.9", **meta)
    proxy = seen(settings, trusted=PROXIES, REMOTE_ADDR="10.0.0.1", **meta)

    assert stranger == {"ip": "203.0.113.9", "secure_word": None}
    assert proxy == {"ip": "1.2.3.4", "secure_word": "https"}
