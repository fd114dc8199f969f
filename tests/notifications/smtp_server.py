"""A mail server of a few lines, for tests: it takes mails, refuses them, hangs, or breaks off in its answer."""

import socketserver
import threading
import time
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser


class MailServer:
    """Speaks SMTP on a port of its own. `says` maps a command (MAIL, RCPT, DATA, END) to the reply it gets instead."""

    def __init__(self) -> None:
        self.says: dict[str, str] = {}
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.connections = 0
        self.hangs = False
        self.breaks_off_after_taking = False
        outer = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer.connections += 1
                if outer.hangs:
                    outer.released.wait(30)
                    return
                outer.talk(self)

        self.released = threading.Event()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation, bind_and_activate=True)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def __enter__(self) -> "MailServer":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    def talk(self, line: socketserver.StreamRequestHandler) -> None:
        def reply(text: str) -> None:
            line.wfile.write(f"{text}\r\n".encode())

        reply("220 test")
        while words := line.rfile.readline().decode().strip():
            command = words[:4].upper()
            if command == "QUIT":
                reply("221 bye")
                return
            if command == "RCPT":
                self.recipients.append(words[8:].strip("<> "))
            if command == "DATA" and "DATA" not in self.says:
                reply("354 go on")
                self._take(line)
                if self.breaks_off_after_taking:
                    return
                reply(self.says.get("END", "250 taken"))
                continue
            reply(self.says.get(command, "250 ok"))

    def _take(self, line: socketserver.StreamRequestHandler) -> None:
        lines = []
        while (row := line.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(row.removeprefix(b".") if row.startswith(b"..") else row)
        if "END" not in self.says:
            self.mails.append(BytesParser(policy=policy.default).parsebytes(b"".join(lines)))


def unused_port() -> int:
    """Return a port on which nobody listens: connections to it are refused."""
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        return server.server_address[1]


def wait_until(condition, seconds: float = 5) -> None:
    ends_at = time.monotonic() + seconds
    while not condition() and time.monotonic() < ends_at:
        time.sleep(0.01)
    assert condition()
