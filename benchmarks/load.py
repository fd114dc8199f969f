"""A small load generator: a few keep-alive connections, each asking again as soon as it was answered."""

import asyncio
import time
from dataclasses import dataclass, field


@dataclass
class Figures:
    """What one run saw."""

    seconds: float = 0
    times: list[float] = field(default_factory=list)
    failures: int = 0

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0

    def percentile(self, percent: int) -> float:
        """Return a percentile of the answer times in milliseconds."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1000 if ordered else 0


class _Client(asyncio.Protocol):
    """Reads just enough of HTTP/1.1 to know when an answer is whole."""

    def __init__(self, request: bytes, figures: Figures, stop_at: float) -> None:
        self.request, self.figures, self.stop_at = request, figures, stop_at
        self.closed = asyncio.get_running_loop().create_future()
        self.buffer = b""
        self.wanted = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._ask()

    def _ask(self) -> None:
        self.buffer, self.wanted = b"", -1
        self.asked_at = time.perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.wanted < 0:
            head, found, _ = self.buffer.partition(b"\r\n\r\n")
            if not found:
                return
            lowered = head.lower()
            start = lowered.find(b"content-length:")
            has_no_body = lowered.startswith(b"http/1.1 304")
            if start < 0 and not has_no_body:
                raise ValueError("The load generator needs answers with a Content-Length.")
            length = 0 if has_no_body else int(lowered[start + 15 :].split(b"\r\n", 1)[0])
            self.wanted = len(head) + 4 + length
            if not lowered.startswith((b"http/1.1 2", b"http/1.1 304")):
                self.figures.failures += 1
        if len(self.buffer) < self.wanted:
            return
        now = time.perf_counter()
        self.figures.times.append(now - self.asked_at)
        if now < self.stop_at:
            self._ask()
        else:
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.closed.done():
            self.closed.set_result(None)


async def _run(port: int, request: bytes, connections: int, seconds: float) -> Figures:
    loop = asyncio.get_running_loop()
    figures = Figures()
    started = time.perf_counter()
    stop_at = started + seconds

    async def keep_asking() -> None:
        while time.perf_counter() < stop_at:
            _, client = await loop.create_connection(lambda: _Client(request, figures, stop_at), "127.0.0.1", port)
            await client.closed

    await asyncio.gather(*(keep_asking() for _ in range(connections)))
    figures.seconds = time.perf_counter() - started
    return figures


def measure(
    port: int, path: str, *, seconds: float, connections: int = 16, headers: dict[str, str] | None = None
) -> Figures:
    """Ask one path of a local server for some seconds."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    return asyncio.run(_run(port, request, connections, seconds))
