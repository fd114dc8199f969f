"""The words of the shop in other languages: collected and compiled in Python, without gettext's programs."""

import ast
import io
import os
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

Found = tuple[int, str | tuple[str, ...], str | None]

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
STRING = r"""\s*u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")\s*"""
TEMPLATE_CALL = re.compile(rf"\b(?P<name>n?p?gettext|_)\((?P<words>{STRING}(?:,{STRING})*)", re.DOTALL)
SKIPPED_FOLDERS = frozenset({".venv", "var", "tests", "benchmarks", "node_modules", "staticfiles", "docs"})
UNKEPT_HEADERS = tuple(
    f'"{name}' for name in ("POT-C", "PO-Rev", "Report", "Last-T", "Language-Team", "Project", "Generated")
)
HEADER = "# Words of the shop. Collected by `manage.py collect_translations`."


def collect() -> Catalog:
    """Return every sentence that the code and the templates mark for translation."""
    catalog = Catalog(project="haat", charset="utf-8")
    for path in _sources():
        place = path.relative_to(settings.BASE_DIR).as_posix()
        find = _in_python if path.suffix == ".py" else _in_template
        for line, words, context in find(path.read_text()):
            catalog.add(words, locations=[(place, line)], context=context, flags=_flags(words))
    return catalog


def update_catalogue(language: str) -> Catalog:
    """Bring the catalogue of a language up to what the sources say; what nobody says any more goes."""
    path = catalogue_path(language)
    catalog = read_catalogue(language)
    catalog.update(collect(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = HEADER
    catalog.fuzzy = False
    path.parent.mkdir(parents=True, exist_ok=True)
    content = io.BytesIO()
    write_po(content, catalog, width=110, sort_output=True, include_lineno=False)
    # Dates would make every run a change, and nobody reads the other headers.
    lines = content.getvalue().decode().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(UNKEPT_HEADERS)))
    return catalog


def read_catalogue(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, project="haat", charset="utf-8")
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def catalogue_path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def compile_catalogues() -> list[Path]:
    """Compile what has changed since it was compiled; return the files written."""
    written = []
    for source in sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_suffix(f".{os.getpid()}.tmp")
        with source.open("rb") as words, draft.open("wb") as file:
            write_mo(file, read_po(words, locale=source.parent.parent.name))
        draft.replace(target)
        written.append(target)
    return written


def _sources() -> Iterator[Path]:
    for path in sorted(Path(settings.BASE_DIR).rglob("*")):
        parts = path.relative_to(settings.BASE_DIR).parts
        is_source = path.suffix == ".py" or ("templates" in parts and path.suffix in {".html", ".txt"})
        if is_source and "migrations" not in parts and not SKIPPED_FOLDERS & set(parts):
            yield path


def _in_python(source: str) -> Iterator[Found]:
    options = {"encoding": "utf-8"}
    for line, function, words, _comments in extract_python(io.BytesIO(source.encode()), KEYWORDS, [], options):  # type: ignore[arg-type]
        given = [word for word in (words if isinstance(words, tuple | list) else [words]) if word]
        if given:
            yield _found(line, function, given)  # type: ignore[arg-type]


def _in_template(source: str) -> Iterator[Found]:
    """Django turns a template into something that looks like Python; only the calls in it are Python."""
    text = templatize(source)
    for match in TEMPLATE_CALL.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        tokens = tokenize.generate_tokens(io.StringIO(f"({match['words']})").readline)
        words = [ast.literal_eval(token.string) for token in tokens if token.type == tokenize.STRING]
        yield _found(line, match["name"], words)


def _found(line: int, function: str, words: list[str]) -> Found:
    kind = function.removesuffix("_lazy").removesuffix("_noop").removesuffix("gettext")
    context = words.pop(0) if "p" in kind else None
    if "n" in kind:
        return line, (words[0], words[1]), context
    return line, words[0], context


def _flags(words: str | tuple[str, ...]) -> list[str]:
    text = words if isinstance(words, str) else words[0]
    return ["python-format"] if re.search(r"%\(\w+\)[sd]", text) else []
