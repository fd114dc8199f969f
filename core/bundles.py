"""Many small sources, few files for the browser: stylesheets and modules are joined without a build step."""

import gzip
import posixpath
import re
import secrets
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import brotli
import django_htmx
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

CSS_IMPORT = re.compile(r'^@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>[\w.-]+)\);$', re.MULTILINE)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CSS_URL = re.compile(r'url\("(?!data:|/|#|https?:)(?P<path>[^"]+)"\)')
JS_IMPORT = re.compile(r'^import (?:\{(?P<names>[^}]+)\} from )?"(?P<path>\./[^"]+)";\n?', re.MULTILINE)
JS_EXPORT = re.compile(r"^export (?P<declaration>(?:async )?function|const|class) (?P<name>\w+)", re.MULTILINE)
JS_COMMENT = re.compile(r"^\s*//.*\n|^\s+", re.MULTILINE)


def bundle_css(entry: Path) -> str:
    """Return the stylesheet with every imported file in its place, inside its layer."""

    def place(match: re.Match[str]) -> str:
        source = entry.parent / match["path"]
        text = CSS_URL.sub(partial(_from_entry, posixpath.dirname(match["path"])), source.read_text())
        return f"@layer {match['layer']} {{\n{text}}}"

    text = CSS_COMMENT.sub("", CSS_IMPORT.sub(place, entry.read_text()))
    return "\n".join(line for line in map(str.strip, text.splitlines()) if line) + "\n"


def _from_entry(folder: str, match: re.Match[str]) -> str:
    """Rewrite an address relative to the imported file as one relative to the entry."""
    return f'url("{posixpath.normpath(posixpath.join(folder, match["path"]))}")'


def bundle_js(entry: Path) -> str:
    """Return the module with all it imports before it, each in a scope of its own."""
    done: dict[Path, str] = {}
    parts: list[str] = []

    def add(path: Path) -> str:
        if path in done:
            return done[path]
        text = path.read_text()
        name = done[path] = f"$module{len(done)}"
        lines = []
        for match in JS_IMPORT.finditer(text):
            source = add((path.parent / match["path"]).resolve())
            if match["names"]:
                lines.append(f"const {{{match['names'].replace(' as ', ': ')}}} = {source};")
        body = JS_EXPORT.sub(r"\g<declaration> \g<name>", JS_IMPORT.sub("", text))
        exports = ", ".join(match["name"] for match in JS_EXPORT.finditer(text))
        inner = JS_COMMENT.sub("", "\n".join(lines) + "\n" + body)
        parts.append(f"const {name} = (() => {{\n{inner}return {{{exports}}};\n}})();\n")
        return name

    add(entry.resolve())
    return "".join(parts)


HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
BUNDLES: dict[str, tuple[str, Callable[[Path], str]]] = {
    "css/haat.css": ("css/app.css", bundle_css),
    "js/haat.js": ("js/app.js", bundle_js),
    "js/htmx.js": (str(HTMX), Path.read_text),
}
PACKED: dict[str, Callable[[bytes], bytes]] = {".br": brotli.compress, ".gz": partial(gzip.compress, mtime=0)}


class BundleFinder(BaseFinder):
    """Finds the joined files; they are made again when a source has changed.

    Where nothing is collected they are packed here, which elsewhere the storage of the collected files does.
    """

    def __init__(self, *args, **kwargs) -> None:
        self.sources = Path(settings.STATIC_SOURCES)
        self.folder = Path(settings.BUNDLE_ROOT)
        self.storage = FileSystemStorage(location=self.folder)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs) -> str | list[str]:
        found = [str(self._make(path))] if path in BUNDLES else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in BUNDLES:
            path = self._make(name)
            yield name, self.storage
            if settings.WHITENOISE_USE_FINDERS:
                yield from ((name + ending, self.storage) for ending in self._pack(path))

    def _pack(self, path: Path) -> Iterator[str]:
        for ending, pack in PACKED.items():
            packed = path.with_name(path.name + ending)
            if not packed.exists() or packed.stat().st_mtime < path.stat().st_mtime:
                _replace(packed, pack(path.read_bytes()))
            yield ending

    def _make(self, name: str) -> Path:
        """Write the file unless it is there already with the same content."""
        entry, join = BUNDLES[name]
        content, path = join(self.sources / entry), self.folder / name
        if not path.exists() or path.read_text() != content:
            _replace(path, content.encode())
        return path


def _replace(path: Path, content: bytes) -> None:
    """Write the file so that whoever reads it meanwhile has all of the old or all of the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # A draft of one's own: processes that start together write the same file.
    draft = path.with_suffix(f".{secrets.token_hex(6)}")
    draft.write_bytes(content)
    draft.replace(path)
