"""The shop speaks every one of its languages completely."""

import html
import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from core.translations import collect, read_catalogue

OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
# Never shown as they stand: what a template says between these is translated, told to machines, or a comment.
UNSPOKEN = re.compile(
    r"\{% blocktranslate.*?%\}.*?\{% endblocktranslate %\}|\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}"
    r"|<span[^>]*material-symbols[^>]*>.*?</span>|<!--.*?-->|<(script|style|code|svg)\b.*?</\1>|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
SPOKEN_ATTRIBUTE = re.compile(r'\b(?:alt|title|placeholder|aria-label|content)="([^"]*)"')
TAG = re.compile(r"<[^>]*>", re.DOTALL)
WORD = re.compile(r"[A-Za-z]{2,}")
# Names and addresses are the same in every language; the components' showroom invents a few people.
NAMES = {
    *("Haat", "Firefox", "Linux", "Chrome", "Android", "HT", "Nov", "CSV", "Excel"),
    *("Asha", "Sharma", "MG", "Road", "Bengaluru", "asha", "example", "com"),
}
FOR_MACHINES = ("service_worker.js",)


def templates() -> list[Path]:
    roots = [Path(settings.BASE_DIR) / "templates", *Path(settings.BASE_DIR).glob("*/templates")]
    return [path for root in roots for path in sorted(root.rglob("*.html")) if "/api_" not in path.as_posix()]


@cache
def sentences() -> list[tuple[str, tuple[str, ...], str | None]]:
    return [
        (str(message.id), message.id if isinstance(message.id, tuple) else (message.id,), message.context)
        for message in collect()
        if message.id
    ]


@pytest.mark.parametrize("language", OTHERS)
class TestCatalogue:
    def test_says_everything_that_the_shop_says(self, language):
        catalogue = read_catalogue(language)

        missing = []
        for name, words, context in sentences():
            message = catalogue.get(words[0], context)
            said = message.string if message else ""
            forms = said if isinstance(said, tuple | list) else (said,)
            if not message or message.fuzzy or not all(forms):
                missing.append(name)

        assert missing == [], "Translate them in locale/ after `make messages`."

    def test_says_nothing_that_nobody_asks_for(self, language):
        asked = {(words[0], context) for _name, words, context in sentences()}

        spare = [
            message.id
            for message in read_catalogue(language)
            if message.id
            and (message.id[0] if isinstance(message.id, tuple) else message.id, message.context) not in asked
        ]

        assert spare == []

    def test_keeps_every_place_where_a_value_goes(self, language):
        wrong = []
        for message in read_catalogue(language):
            if not message.id:
                continue
            given = message.id if isinstance(message.id, tuple) else (message.id,)
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            allowed = set(PLACEHOLDER.findall(" ".join(given)))
            for form in said:
                places = set(PLACEHOLDER.findall(form))
                if places - allowed or (len(given) == 1 and places != allowed):
                    wrong.append((message.id, form))

        assert wrong == []


class TestTemplates:
    def test_mark_every_word_for_translation(self):
        bare = {}
        for path in templates():
            text = UNSPOKEN.sub(" ", html.unescape(path.read_text()))
            spoken = " ".join(SPOKEN_ATTRIBUTE.findall(re.sub(r"<meta[^>]*>", " ", text))) + TAG.sub(" ", text)
            words = [word for word in WORD.findall(spoken) if word not in NAMES]
            if words and path.name not in FOR_MACHINES:
                bare[path.name] = words

        assert bare == {}


class TestCompiling:
    def test_makes_the_words_ready_for_use(self):
        with override("hi"):
            assert _("Search") == "खोजें"  # Django's own says "खोज"
            assert ngettext("%(counter)s page of help", "%(counter)s pages of help", 2) % {"counter": 2} != ""

    def test_can_be_asked_for_by_an_operator(self, settings, tmp_path, capsys):
        settings.LOCALE_PATHS = [shutil.copytree(settings.LOCALE_PATHS[0], tmp_path / "locale")]
        compiled = tmp_path / "locale" / "hi" / "LC_MESSAGES" / "django.mo"
        compiled.unlink(missing_ok=True)

        call_command("compile_translations")
        first = capsys.readouterr().out
        call_command("compile_translations")

        assert str(compiled) in first
        assert compiled.stat().st_size > 10_000
        assert capsys.readouterr().out == ""


class TestCollecting:
    def test_finds_the_same_sentences_again_and_loses_no_translation(self, settings, tmp_path, capsys):
        settings.LOCALE_PATHS = [shutil.copytree(settings.LOCALE_PATHS[0], tmp_path / "locale")]
        before = {message.id: message.string for message in read_catalogue("hi") if message.id}

        call_command("collect_translations")

        assert "0 to translate" in capsys.readouterr().out
        assert {message.id: message.string for message in read_catalogue("hi") if message.id} == before

    def test_names_what_a_new_language_still_has_to_say(self, settings, tmp_path, capsys):
        settings.LOCALE_PATHS, settings.LANGUAGES = [tmp_path], [("en", "English"), ("ta", "Tamil")]

        call_command("collect_translations")

        assert "'Sign in'" in capsys.readouterr().out
        assert (tmp_path / "ta" / "LC_MESSAGES" / "django.po").exists()
