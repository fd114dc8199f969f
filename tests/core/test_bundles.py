"""Many sources, few files: what the browser gets is what was written."""

import gzip
import re
import shutil
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from core.bundles import BUNDLES, BundleFinder, bundle_css, bundle_js

SOURCES = Path(settings.STATIC_SOURCES)


class TestStylesheet:
    def test_holds_every_file_in_its_layer(self):
        text = bundle_css(SOURCES / "css/app.css")

        assert "@import" not in text
        assert text.startswith("@layer tokens, reset, base, layout, components, pages, utilities;")
        assert text.count("{") == text.count("}")

    def test_is_made_of_all_sources(self):
        named = set(re.findall(r'url\("([^"]+)"\) layer', (SOURCES / "css/app.css").read_text()))

        there = {path.relative_to(SOURCES / "css").as_posix() for path in (SOURCES / "css").rglob("*.css")}

        assert named == there - {"app.css", "back_office.css"}

    def test_leads_to_files_that_exist(self):
        text = bundle_css(SOURCES / "css/app.css")

        for address in re.findall(r'url\("([^"]+)"\)', text):
            assert (SOURCES / "css" / address).resolve().is_file(), address

    def test_takes_addresses_from_the_file_that_names_them(self, tmp_path):
        (tmp_path / "parts").mkdir()
        (tmp_path / "parts/box.css").write_text('/* a box */\n.box { background: url("../../img/dot.svg"); }\n')
        (tmp_path / "app.css").write_text('@import url("parts/box.css") layer(components);\n')

        text = bundle_css(tmp_path / "app.css")

        assert text == '@layer components {\n.box { background: url("../img/dot.svg"); }\n}\n'


class TestModules:
    def test_run_after_what_they_import_and_once(self, tmp_path):
        (tmp_path / "on.js").write_text("export function on() {\n  return 1;\n}\n")
        (tmp_path / "menu.js").write_text('import { on } from "./on.js";\n// why\non();\n')
        (tmp_path / "app.js").write_text('import "./menu.js";\nimport { on as listen } from "./on.js";\nlisten();\n')

        text = bundle_js(tmp_path / "app.js")

        assert text.count("function on()") == 1
        assert text.index("function on()") < text.index("on();")
        assert "const { on: listen } = $module2;" in text
        assert "import" not in text
        assert "why" not in text

    @pytest.mark.skipif(not shutil.which("node"), reason="the browser tests parse it too")
    def test_are_one_program_that_parses(self):
        found = finders.find("js/haat.js")

        assert subprocess.run(["node", "--check", found], check=False).returncode == 0


class TestFinder:
    def test_packs_what_nobody_collects(self, settings, tmp_path):
        settings.BUNDLE_ROOT, settings.WHITENOISE_USE_FINDERS = tmp_path, True
        finder = finders.get_finder.__wrapped__("core.bundles.BundleFinder")

        listed = [name for name, _storage in finder.list(None)]

        assert listed == [f"{name}{ending}" for name in BUNDLES for ending in ("", ".br", ".gz")]
        for name in BUNDLES:
            content = (tmp_path / name).read_bytes()
            assert brotli.decompress((tmp_path / f"{name}.br").read_bytes()) == content
            assert gzip.decompress((tmp_path / f"{name}.gz").read_bytes()) == content

    @pytest.mark.parametrize("name", BUNDLES)
    def test_finds_the_joined_file(self, name):
        assert Path(finders.find(name)).read_text()

    def test_makes_the_file_again_when_a_source_has_changed(self, settings, tmp_path):
        settings.STATIC_SOURCES, settings.BUNDLE_ROOT = tmp_path / "static", tmp_path / "bundles"
        (tmp_path / "static/css").mkdir(parents=True)
        source = tmp_path / "static/css/app.css"
        finder = finders.get_finder.__wrapped__("core.bundles.BundleFinder")

        source.write_text("a { color: red; }\n")
        first = Path(finder.find("css/haat.css")).read_text()
        source.write_text("a { color: blue; }\n")
        second = Path(finder.find("css/haat.css")).read_text()

        assert (first, second) == ("a { color: red; }\n", "a { color: blue; }\n")


class TestTemplates:
    def test_name_only_files_that_exist(self):
        roots = [Path(settings.BASE_DIR) / "templates", *Path(settings.BASE_DIR).glob("*/templates")]
        named = {
            address
            for root in roots
            for path in root.rglob("*.*")
            for address in re.findall(r"""\{% static ['"]([^'"]+)['"] %\}""", path.read_text())
        }

        assert len(named) > 10
        assert [address for address in sorted(named) if not finders.find(address)] == []


def test_are_made_by_many_at_once(settings, tmp_path):
    settings.BUNDLE_ROOT = tmp_path
    for _ in range(20):
        shutil.rmtree(tmp_path / "css", ignore_errors=True)
        barrier = threading.Barrier(4)

        def make(_number, barrier=barrier):
            finder = BundleFinder()
            barrier.wait(timeout=30)
            return finder.find("css/haat.css")

        with ThreadPoolExecutor(4) as processes:
            assert {Path(path).read_text() for path in processes.map(make, range(4))} == {
                bundle_css(SOURCES / "css/app.css")
            }

    assert [path.name for path in (tmp_path / "css").iterdir()] == ["haat.css"]
