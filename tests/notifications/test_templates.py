"""The shop's own words: filled in, never executed."""

import pytest

from core.errors import InvalidInput
from notifications.mails import MAILS
from notifications.services.rendering import render_mail
from notifications.services.templates import check_words, sample_values
from notifications.wording import fill, greeting_name, one_line
from tests.factories.notifications import TemplateOverrideFactory

pytestmark = pytest.mark.django_db


def rendered(template: str = "welcome", language: str = "en", **values: str):
    mail = MAILS[template]
    return render_mail(mail, sample_values(mail) | values, language=language)


class TestOwnWords:
    def test_replace_the_shipped_ones(self):
        TemplateOverrideFactory(subject="Come in, {{ name }}", body="Hello {{ name }},\n\nwelcome.")

        mail = rendered()

        assert mail.subject == "Come in, Asha"
        assert "Hello Asha," in mail.text
        assert "<p>welcome.</p>" in mail.html

    def test_count_only_in_their_language_and_while_in_use(self):
        TemplateOverrideFactory(language="hi", subject="नमस्ते {{ name }}")
        TemplateOverrideFactory(language="en", subject="Off", is_active=False)

        assert rendered(language="hi").subject == "नमस्ते Asha"
        assert rendered(language="en").subject == "Welcome to Haat"

    def test_show_values_as_text_and_never_read_them_again(self):
        TemplateOverrideFactory(subject="{{ name }}", body="{{ name }}")

        mail = rendered(name="<b>{{ shop_name }}</b>{% debug %}\r\nBcc: x@y")

        assert mail.subject == "<b>{{ shop_name }}</b>{% debug %} Bcc: x@y"
        assert "&lt;b&gt;{{ shop_name }}&lt;/b&gt;{% debug %}" in mail.html

    def test_show_a_code_large_and_a_link_as_a_button(self):
        TemplateOverrideFactory(template="sign_in_code", body="Your code:\n\n{{ code }}")
        TemplateOverrideFactory(template="password_reset", body="Choose a password: {{ link }}")

        assert 'class="code"' in rendered("sign_in_code").html
        assert 'class="button"' in rendered("password_reset").html


class TestCheckWords:
    @pytest.mark.parametrize(
        "body",
        [
            "{% debug %}",
            "{% include '../config/settings/base.py' %}",
            "{{ user.password }}",
            "{{ name|safe }}",
            "{{ secret_key }}",
            "{# note #}",
            "{{ name.__class__ }}",
            "{{ '' }}",
            "{{name}",
        ],
    )
    def test_refuses_everything_but_known_variables(self, body):
        with pytest.raises(InvalidInput) as refusal:
            check_words(template="welcome", subject="Hello", body=body)

        assert list(refusal.value.details) == ["body"]

    def test_demands_the_code_in_the_text_and_forbids_it_in_the_subject(self):
        with pytest.raises(InvalidInput) as refusal:
            check_words(template="sign_in_code", subject="{{ code }}", body="Hello")

        assert sorted(refusal.value.details) == ["body", "subject"]

    def test_accepts_every_variable_of_the_mail(self):
        for name, mail in MAILS.items():
            body = " ".join(f"{{{{ {variable} }}}}" for variable in sample_values(mail))
            check_words(template=name, subject="{{ shop_name }}", body=body)


class TestWording:
    @pytest.mark.parametrize("text", ["a\r\nBcc: b", "a\nBcc: b", "a\u2028Bcc: b", "a\x00Bcc: b", "a\x0bBcc: b"])
    def test_one_line_leaves_no_way_to_begin_another(self, text):
        assert one_line(text) == "a Bcc: b"

    def test_fill_does_not_look_at_what_it_filled_in(self):
        assert fill("{{ name }}", {"name": "{{ code }}", "code": "123456"}) == "{{ code }}"

    @pytest.mark.parametrize("name", ["Asha Rao", "Dr. Rao", "José O'Neill-Śliwa", "आशा राव"])
    def test_greeting_name_keeps_names(self, name):
        assert greeting_name(name) == name
