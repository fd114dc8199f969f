"""An address that somebody gives cannot be used to reach our own network, to hang us or to fill us."""

import inspect
import ipaddress
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core.fetch import FetchFailed, FetchRefused, fetch, is_public

REFUSED = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[::127.0.0.1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://10.0.0.1/",
    "http://172.16.5.4/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://192.0.0.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://localhost/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_PING",
    "ftp://example.com/",
    "dict://127.0.0.1:11211/",
    "javascript:alert(1)",
    "//example.com/",
    "example.com",
    "",
    "http://",
    "http:///path",
    "http://user@example.com/",
    "http://user:pass@example.com/",
    "http://example.com\\@127.0.0.1/",
    "http://example.com /",
    "http://example.com/\r\nHost: evil",
    "http://example.com:0/",
    "http://example.com:99999/",
    "http://[::1",
]


@pytest.mark.parametrize("url", REFUSED)
def test_refuses(url):
    with pytest.raises(FetchRefused):
        fetch(url)


@pytest.mark.parametrize("address", ["8.8.8.8", "203.0.114.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_takes_addresses_of_the_open_internet_for_public(address):
    assert is_public(ipaddress.ip_address(address))


def test_refuses_a_name_with_one_private_address_among_public_ones(monkeypatch):
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: both)

    with pytest.raises(FetchRefused):
        fetch("http://rebinding.example/")


class Server(BaseHTTPRequestHandler):
    """A stranger's server, up to no good."""

    asked: list = []

    def do_GET(self):
        self.asked.append((self.path, dict(self.headers)))
        getattr(self, self.path.strip("/").split("?")[0].replace("-", "_"))()

    def log_message(self, *args):
        pass

    def _head(self, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def good(self):
        self._head(Content_Type="image/png; x=y", Content_Length="5")
        self.wfile.write(b"hello")

    def redirect(self):
        self._head(302, Location="http://127.0.0.1:1/")

    def missing(self):
        self._head(404)

    def huge(self):
        self._head(Content_Type="image/png")
        self._pour()

    def huge_and_honest(self):
        self._head(Content_Length=str(5 * 1024**3))
        self._pour()

    def _pour(self):
        Server.poured = 0
        try:
            while Server.poured < 200:
                self.wfile.write(b"x" * 1024 * 1024)
                Server.poured += 1
        except OSError:
            pass

    def as_long_as_asked(self):
        self._head(Content_Type="image/png")
        self.wfile.write(b"x" * int(self.path.partition("?")[2]))

    def packed(self):
        self._head(Content_Encoding="gzip")

    def short(self):
        self._head(Content_Length="100")
        self.wfile.write(b"hello")

    def silent(self):
        time.sleep(3)

    def dripping(self):
        self._head(Content_Type="image/png")
        self._drip(b"x")

    def dripping_head(self):
        self.wfile.write(b"HTTP/1.0 200 OK\r\n")
        self._drip(b"X-A: b\r\n")

    def _drip(self, drop):
        try:
            for _ in range(30):
                self.wfile.write(drop)
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass


@pytest.fixture(scope="module")
def stranger():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def loopback(address) -> bool:
    return address.is_loopback


def test_brings_what_is_there(stranger):
    fetched = fetch(f"{stranger}/good?q=%20a#fragment", allows=loopback)

    assert (fetched.content, fetched.content_type) == (b"hello", "image/png")


def test_sends_nothing_of_ours_along(stranger):
    Server.asked.clear()

    fetch(f"{stranger}/good", allows=loopback)

    path, headers = Server.asked[0]
    assert path == "/good"
    assert set(headers) == {"Host", "User-Agent", "Accept-Encoding", "Connection"}


def test_goes_to_the_address_that_was_checked_and_asks_the_name_once(stranger, monkeypatch):
    answers = iter(["127.0.0.1"])
    real = socket.getaddrinfo
    port = int(stranger.rpartition(":")[2])

    def rebinding(host, *args, **kwargs):
        if host == "rebinding.example":
            return real(next(answers), *args, **kwargs)
        return real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)

    assert fetch(f"http://rebinding.example:{port}/good", allows=loopback).content == b"hello"


@pytest.mark.parametrize("path", ["redirect"])
def test_never_follows(stranger, path):
    with pytest.raises(FetchRefused):
        fetch(f"{stranger}/{path}", allows=loopback)


@pytest.mark.parametrize("path", ["missing", "packed", "short"])
def test_takes_only_a_whole_plain_answer(stranger, path):
    with pytest.raises(FetchFailed):
        fetch(f"{stranger}/{path}", allows=loopback)


@pytest.mark.parametrize("path", ["huge", "huge-and-honest"])
def test_stops_reading_at_its_limit(stranger, path):
    with pytest.raises(FetchFailed):
        fetch(f"{stranger}/{path}", allows=loopback)

    time.sleep(0.05)
    assert Server.poured < 100


def test_takes_five_megabytes_and_five_seconds_at_most(stranger):
    most = 5 * 1024 * 1024

    assert len(fetch(f"{stranger}/as-long-as-asked?{most}", allows=loopback).content) == most
    with pytest.raises(FetchFailed):
        fetch(f"{stranger}/as-long-as-asked?{most + 1}", allows=loopback)
    assert inspect.signature(fetch).parameters["seconds"].default == 5


@pytest.mark.parametrize("path", ["silent", "dripping", "dripping-head"])
def test_takes_no_longer_than_it_may_however_the_server_stalls(stranger, path):
    started = time.monotonic()

    with pytest.raises(FetchFailed):
        fetch(f"{stranger}/{path}", seconds=0.5, allows=loopback)

    assert time.monotonic() - started < 1.5


def test_says_that_nobody_answers():
    with pytest.raises(FetchFailed):
        fetch("http://127.0.0.1:1/", allows=loopback)
