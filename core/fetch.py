"""Fetching from addresses that people give, without lending them our network.

The name is resolved once and the connection goes to that very address; private, local and odd addresses, redirects,
other schemes, slow and large answers are refused.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotResolvedInTime
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Refusal

MAX_SECONDS = 5.0
MAX_BYTES = 5 * 1024 * 1024
CHUNK = 64 * 1024
PORTS = {"http": 80, "https": 443}
USER_AGENT = "Haat"
# Ways to write an IPv4 address inside an IPv6 one, beside the mapped form.
TUNNELS = tuple(
    ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
AddressCheck = Callable[[Address], bool]
_resolvers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="resolve")


class FetchRefused(DomainError):
    code = "URL_REFUSED"
    message = _("That address cannot be used.")
    refusal = Refusal.INVALID


class FetchFailed(DomainError):
    code = "FETCH_FAILED"
    message = _("That address did not answer as expected.")
    refusal = Refusal.INVALID


@dataclass(frozen=True, slots=True)
class Fetched:
    content: bytes
    content_type: str


def is_public(address: Address) -> bool:
    """Whether the address is one of the open internet."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if any(address in tunnel for tunnel in TUNNELS):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def fetch(
    url: str, *, max_bytes: int = MAX_BYTES, seconds: float = MAX_SECONDS, allows: AddressCheck = is_public
) -> Fetched:
    """Return what is at the URL. `allows` decides which addresses may be reached.

    Raises FetchRefused for what may not be asked, FetchFailed for what was not answered well.
    """
    deadline = time.monotonic() + seconds
    parts = _checked(url)
    address = _resolved(parts, deadline, allows)
    try:
        with _connected(parts, address, deadline) as sock:
            # Timeouts of a socket are per read; a server that drips one byte a second is cut off as a whole.
            watchdog = threading.Timer(max(deadline - time.monotonic(), 0), _cut, [sock])
            watchdog.daemon = True
            watchdog.start()
            try:
                fetched = _asked(parts, sock, max_bytes)
            finally:
                watchdog.cancel()
    except (OSError, http.client.HTTPException, ValueError):
        raise FetchFailed from None
    # What the watchdog cut off looks like the end of an answer without a length.
    if time.monotonic() >= deadline:
        raise FetchFailed
    return fetched


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchRefused from None
    is_clean = url.isprintable() and " " not in url and "\\" not in url
    if not is_clean or parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc or port == 0:
        raise FetchRefused
    return parts


def _resolved(parts: SplitResult, deadline: float, allows: AddressCheck) -> tuple[Address, int]:
    port = parts.port or PORTS[parts.scheme]
    lookup: Future = _resolvers.submit(socket.getaddrinfo, parts.hostname, port, type=socket.SOCK_STREAM)
    try:
        found = lookup.result(timeout=max(deadline - time.monotonic(), 0))
    except (OSError, UnicodeError, NotResolvedInTime):
        raise FetchFailed from None
    addresses = [ipaddress.ip_address(info[4][0].partition("%")[0]) for info in found]
    # All of them: a name with one private address among public ones is an attack, not a server.
    if not addresses or not all(allows(address) for address in addresses):
        raise FetchRefused
    return addresses[0], port


def _connected(parts: SplitResult, address: tuple[Address, int], deadline: float) -> socket.socket:
    left = max(deadline - time.monotonic(), 0.01)
    sock = socket.create_connection((str(address[0]), address[1]), timeout=left)
    if parts.scheme == "http":
        return sock
    try:
        return ssl.create_default_context().wrap_socket(sock, server_hostname=parts.hostname)
    except BaseException:
        sock.close()
        raise


def _asked(parts: SplitResult, sock: socket.socket, max_bytes: int) -> Fetched:
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or PORTS[parts.scheme])
    connection.sock = sock
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='=&%/?:@!$()*+,;~-._')}" if parts.query else ""
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Connection": "close"}
    connection.request("GET", f"{path}{query}", headers=headers)
    answer = connection.getresponse()
    if 300 <= answer.status < 400:
        raise FetchRefused
    if answer.status != 200 or answer.headers.get("Content-Encoding", "identity") != "identity":
        raise FetchFailed
    content = bytearray()
    while chunk := answer.read1(CHUNK):
        content += chunk
        if len(content) > max_bytes:
            raise FetchFailed
    if answer.length:
        raise FetchFailed
    return Fetched(bytes(content), answer.headers.get_content_type())


def _cut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        sock.close()
