"""Catalogues are compiled without gettext's programs."""

import gettext
import io
import os

import pytest
from django.core.management import call_command

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Hello"
msgstr "नमस्ते"
"""


@pytest.fixture
def source(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    file = tmp_path / "hi" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(CATALOGUE)
    return file


def compile_all() -> str:
    out = io.StringIO()
    call_command("compile_translations", stdout=out)
    return out.getvalue()


class TestCompileTranslations:
    def test_makes_what_gettext_reads(self, source, tmp_path):
        compile_all()

        assert gettext.translation("django", tmp_path, ["hi"]).gettext("Hello") == "नमस्ते"

    def test_leaves_what_is_up_to_date(self, source):
        compile_all()

        assert "up to date" in compile_all()

    def test_makes_it_again_after_a_change(self, source):
        compile_all()
        compiled = source.with_suffix(".mo").stat().st_mtime
        os.utime(source, (compiled + 5, compiled + 5))

        assert "1 compiled" in compile_all()
