"""The SMS carrier over real HTTP, the mail folder, and which of them the environment names."""

import json
import threading
from email import policy
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings.parts.mail import mail_server as read_url
from notifications import services
from notifications.enums import MessageStatus
from notifications.gateways import written
from notifications.gateways.mail import deliver
from tests.factories.notifications import EmailLogFactory, SMSLogFactory
from tests.notifications.smtp_server import unused_port

pytestmark = pytest.mark.django_db


class TwilioStandIn:
    """Answers as Twilio does."""

    def __init__(self) -> None:
        self.status, self.body = 201, {"sid": "SM1"}
        self.requests: list[dict] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                outer.requests.append({"path": self.path, "form": form, "auth": self.headers["Authorization"]})
                answer = json.dumps(outer.body).encode()
                self.send_response(outer.status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_args: object) -> None:
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()


@pytest.fixture
def twilio(settings):
    stand_in = TwilioStandIn()
    settings.SMS_PROVIDER = "twilio"
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC1", "token"
    settings.TWILIO_FROM = "+15005550006"
    settings.TWILIO_URL = f"http://127.0.0.1:{stand_in.server.server_port}"
    yield stand_in
    stand_in.server.shutdown()
    stand_in.server.server_close()


def send(row):
    services.send_text_message(sms_id=row.pk)
    row.refresh_from_db()
    return row


class TestTwilio:
    def test_takes_the_message_and_its_id_is_kept(self, twilio):
        row = send(SMSLogFactory())

        (request,) = twilio.requests
        assert request["path"] == "/2010-04-01/Accounts/AC1/Messages.json"
        assert request["form"] == {"To": [row.to], "From": ["+15005550006"], "Body": [row.text]}
        assert request["auth"].startswith("Basic ")
        assert (row.status, row.provider_id) == (MessageStatus.SENT, "SM1")

    @pytest.mark.parametrize(
        ("status", "outcome"),
        [
            (400, MessageStatus.BOUNCED),
            (401, MessageStatus.QUEUED),
            (429, MessageStatus.QUEUED),
            (302, MessageStatus.QUEUED),
            (503, MessageStatus.QUEUED),
        ],
    )
    def test_refuses_for_ever_or_for_now(self, twilio, status, outcome):
        twilio.status, twilio.body = status, {"code": 21211, "message": "The number is not valid"}

        row = send(SMSLogFactory())

        assert row.status == outcome
        assert str(status) in row.error

    def test_refuses_for_ever_what_is_wrong_with_the_message_and_not_with_the_number(self, twilio):
        twilio.status, twilio.body = 400, {"code": 21617, "message": "The text is too long"}

        row = send(SMSLogFactory())

        assert row.status == MessageStatus.FAILED
        assert "too long" in row.error

    def test_that_does_not_answer_delays_the_message(self, twilio, settings):
        settings.TWILIO_URL = f"http://127.0.0.1:{unused_port()}"

        row = send(SMSLogFactory())

        assert (row.status, row.attempts) == (MessageStatus.QUEUED, 1)
        assert "token" not in row.error


class TestMailFolder:
    @pytest.fixture(autouse=True)
    def _folder(self, settings, tmp_path):
        settings.EMAIL_BACKEND = "notifications.gateways.mail_files.EmailBackend"
        settings.EMAIL_FILE_PATH = str(tmp_path / "mail")

    def test_holds_one_readable_file_a_mail(self, settings):
        row = EmailLogFactory(subject="नमस्ते", text="आपका स्वागत है\n")

        services.send_mail(email_id=row.pk)

        (path,) = Path(settings.EMAIL_FILE_PATH).iterdir()
        assert path.name.endswith("-welcome.eml")
        assert "आपका स्वागत है" in path.read_text(encoding="utf-8")
        message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        assert (message["Subject"], message["To"]) == ("नमस्ते", row.to)
        assert written.find_mail(path.stem).html.strip() == "<p>Hello</p>"

    def test_holds_the_headers_that_a_mail_server_would_get(self, settings):
        address = f"https://shop.example/unsubscribe/{'t0-' * 60}/"

        deliver(
            to="asha@example.com", subject="News", text="Hello", html="<p>Hello</p>", message_id="<1@shop.example>",
            template="news", unsubscribe_url=address, reply_to="help@shop.example",
        )  # fmt: skip

        (path,) = Path(settings.EMAIL_FILE_PATH).iterdir()
        assert f"\n <{address}>\n".encode() in path.read_bytes()

    @pytest.mark.parametrize("name", ["../secret", "..%2f", "a/b", "", "x" * 200])
    def test_gives_away_nothing_beside_its_mails(self, settings, name):
        assert written.find_mail(name) is None


class TestMailUrl:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("smtp://relay", {"EMAIL_HOST": "relay", "EMAIL_PORT": 25}),
            (
                "submission://shop%40x:p%2Fw@mail:2587?timeout=9",
                {
                    "EMAIL_HOST_USER": "shop@x",
                    "EMAIL_HOST_PASSWORD": "p/w",
                    "EMAIL_PORT": 2587,
                    "EMAIL_USE_TLS": True,
                    "EMAIL_TIMEOUT": 9,
                },
            ),
            ("smtps://u:p@mail", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True}),
            ("file:/srv/mails", {"EMAIL_FILE_PATH": "/srv/mails"}),
        ],
    )
    def test_names_the_server(self, url, expected):
        assert expected.items() <= read_url(url).items()

    @pytest.mark.parametrize("url", ["http://mail", "smtp://", "mail.example.com", "smtp://u:p@mail.example.com"])
    def test_refuses_what_is_no_server_or_would_show_the_password(self, url):
        with pytest.raises(ImproperlyConfigured):
            read_url(url)
