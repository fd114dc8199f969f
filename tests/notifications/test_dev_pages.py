"""/dev/mail/: what developers see instead of a mailbox."""

import re

import pytest
from django.urls import reverse

from notifications import services
from notifications.mails import MAILS
from tests.factories.notifications import EmailLogFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(settings, tmp_path):
    settings.EMAIL_BACKEND = "notifications.gateways.mail_files.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    row = EmailLogFactory(html="<p>Hello</p><script>alert(1)</script>")
    services.send_mail(email_id=row.pk)
    return next((tmp_path / "mail").iterdir()).stem


class TestMailbox:
    def test_lists_what_was_written_and_every_kind_of_mail(self, client, written):
        page = client.get(reverse("dev_mail:mailbox"))

        assert page.status_code == 200
        assert reverse("dev_mail:written", args=[written]) in page.text
        assert all(reverse("dev_mail:sample", args=[name, "hi"]) in page.text for name in MAILS)

    def test_shows_a_written_mail_in_a_frame_that_can_do_nothing(self, client, written):
        page = client.get(reverse("dev_mail:written", args=[written]))
        frame = client.get(reverse("dev_mail:written-html", args=[written]))

        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<p>Hello</p>" in frame.text
        assert frame["X-Frame-Options"] == "SAMEORIGIN"
        policy = frame["Content-Security-Policy"]
        assert "sandbox" in policy
        assert "script-src" not in policy
        assert "default-src 'none'" in policy

    def test_shows_times_as_the_shop_does_and_says_of_which_zone(self, client, written):
        assert re.search(r">\d+ \w+ \d{4}, \d\d:\d\d IST<", client.get(reverse("dev_mail:mailbox")).text)

    @pytest.mark.parametrize("language", ["en", "hi"])
    @pytest.mark.parametrize("name", MAILS)
    def test_shows_every_mail_with_example_values(self, client, name, language):
        assert client.get(reverse("dev_mail:sample", args=[name, language])).status_code == 200
        assert client.get(reverse("dev_mail:sample-html", args=[name, language])).status_code == 200

    @pytest.mark.parametrize("path", ["", "sample/welcome/en/", "sample/welcome/en/html"])
    def test_is_not_there_in_production(self, client, settings, path):
        settings.DEV_PAGES = False

        assert client.get(f"/dev/mail/{path}").status_code == 404

    @pytest.mark.parametrize(
        "path", ["written/none/", "written/none/html", "sample/none/en/", "sample/welcome/xx/html"]
    )
    def test_knows_what_is_not_there(self, client, path):
        assert client.get(f"/dev/mail/{path}").status_code == 404
