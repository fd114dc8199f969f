"""Every mail of the shop, by one table: its texts, its languages, and what must never be in it."""

import re
from html import unescape

import pytest
from django.template.loader import get_template
from django.utils.html import escape

from accounts.enums import Role
from accounts.models import RoleApplication
from notifications.enums import ALWAYS_SENT, Channel
from notifications.mails import MAILS, TEXT_MESSAGES
from notifications.services.preferences import urls_for
from notifications.services.rendering import render_mail, render_text_message
from notifications.services.templates import sample_values
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "hi"]
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}{% debug %}\r\nBcc: evil@example.com"
LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|None|\bTrue\b")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MAILS)
class TestEveryMail:
    def test_has_html_and_text_that_say_the_same_thing(self, name, language):
        values = sample_values(MAILS[name])

        mail = render_mail(MAILS[name], values, language=language)

        shown = [value for key, value in MAILS[name].sample.items() if value in mail.text]
        assert f'<html lang="{language}">' in mail.html
        assert mail.subject
        assert "\n" not in mail.subject
        assert values["shop_name"] in mail.text
        for paragraph in (part for value in shown for part in value.split("\n\n")):
            assert escape(paragraph) in mail.html

    def test_leads_from_its_text_wherever_its_html_leads(self, name, language):
        mail = render_mail(MAILS[name], sample_values(MAILS[name]), language=language)

        in_html = {unescape(url) for url in re.findall(r'href="(?:mailto:)?([^"]+)"', mail.html)}
        home = re.search(r'href="([^"]+)" class="brand"', mail.html)[1]
        assert [url for url in in_html - {home} if url not in mail.text] == []

    def test_leaves_nothing_unfilled(self, name, language):
        mail = render_mail(MAILS[name], sample_values(MAILS[name]), language=language)

        assert not LEFTOVER.search(mail.subject + mail.text)
        assert not LEFTOVER.search(re.sub(r"<style>.*?</style>", "", mail.html, flags=re.DOTALL))

    def test_loads_nothing_from_elsewhere(self, name, language):
        mail = render_mail(MAILS[name], sample_values(MAILS[name]), language=language)

        assert not re.search(r"<(img|link|script|iframe|form)\b|url\(", mail.html)

    def test_shows_what_strangers_typed_as_text(self, name, language):
        values = dict.fromkeys(sample_values(MAILS[name]), HOSTILE)

        mail = render_mail(MAILS[name], values, language=language)

        assert "<script>" not in mail.html
        assert "49" not in mail.subject
        assert "\n" not in mail.subject
        assert "\r" not in mail.subject


class TestMails:
    @pytest.mark.parametrize("name", MAILS)
    def test_that_hold_a_secret_hide_it_from_the_subject(self, name):
        mail = MAILS[name]
        words = f"{mail.subject}{mail.preheader}"

        assert not any(f"{{{{ {secret}" in words for secret in (mail.secret.names if mail.secret else ()))

    @pytest.mark.parametrize("name", MAILS)
    def test_show_the_secret_that_they_were_written_for(self, name):
        mail = MAILS[name]
        rendered = render_mail(mail, sample_values(mail), language="en")

        for secret in mail.secret.names if mail.secret else ():
            assert mail.sample[secret] in rendered.text
            assert mail.sample[secret] in rendered.html

    @pytest.mark.parametrize("name", MAILS)
    def test_can_be_stopped_if_they_are_not_needed(self, name):
        user, mail = UserFactory(), MAILS[name]

        rendered = render_mail(mail, sample_values(mail), language="en", urls=urls_for(user, mail.topic, "en"))

        is_optional = (mail.topic, Channel.EMAIL) not in ALWAYS_SENT
        assert ("/unsubscribe/" in rendered.html) is is_optional
        assert ("/unsubscribe/" in rendered.text) is is_optional

    def test_lead_readers_of_hindi_to_pages_in_hindi(self):
        rendered = render_mail(MAILS["news"], MAILS["news"].sample, language="hi")

        assert 'href="http://127.0.0.1:8000/hi/"' in rendered.html

    @pytest.mark.parametrize("name", ["account_suspended", "email_changed"])
    def test_that_ask_for_an_answer_make_writing_one_click(self, name):
        body = render_mail(MAILS[name], sample_values(MAILS[name]), language="en").html.split("</h1>")[1]

        assert body.split('class="quiet"')[0].count('<a href="mailto:') == 1

    def test_lead_to_the_application_itself(self):
        row = RoleApplication.objects.create(user=UserFactory(), role=Role.SELLER, business_name="Rao Handlooms")
        mail = MAILS["application_received"]

        values = sample_values(mail) | mail.values({"application_id": str(row.pk)})

        assert 'href="http://127.0.0.1:8000/account/applications/"' in render_mail(mail, values, language="en").html

    @pytest.mark.parametrize("name", MAILS)
    def test_have_both_their_files(self, name):
        assert get_template(MAILS[name].html_template)
        assert get_template(MAILS[name].text_template)


class TestTextMessages:
    @pytest.mark.parametrize("name", TEXT_MESSAGES)
    def test_fit_one_line_and_leave_nothing_unfilled(self, name):
        message = TEXT_MESSAGES[name]

        text = render_text_message(message, message.sample, language="en")

        assert not LEFTOVER.search(text)
        assert len(text) <= 160
        assert text.isprintable()
