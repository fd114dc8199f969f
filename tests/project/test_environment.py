""".env.example explains every variable that is read, and none that is not."""

import ast
import re

from tests.architecture.sources import ROOT, modules

READERS = {"text", "flag", "number", "words", "choice", "_key"}
NAME = re.compile(r"[A-Z][A-Z0-9_]+")


def read_by_config() -> set[str]:
    return {
        call.args[0].value
        for module, tree in modules().items()
        if module.startswith("config/")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant)
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in READERS
        if isinstance(call.args[0].value, str) and NAME.fullmatch(call.args[0].value)
    }


def lines() -> list[str]:
    return (ROOT / ".env.example").read_text().splitlines()


def explained() -> list[str]:
    return [found.group(1) for line in lines() if (found := re.match(r"#?([A-Z][A-Z0-9_]+)=", line))]


class TestEnvExample:
    def test_has_every_variable_that_is_read(self):
        assert read_by_config() - set(explained()) == set()

    def test_has_no_variable_that_nobody_reads(self):
        assert set(explained()) - read_by_config() == set()

    def test_names_each_once(self):
        assert sorted(explained()) == sorted(set(explained()))

    def test_sets_nothing_by_itself(self):
        assert [line for line in lines() if line and not line.startswith("#")] == []
