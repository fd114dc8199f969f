"""The project's own Python, read once for every rule below."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


@cache
def own_apps() -> tuple[str, ...]:
    """The apps of this project, without `config`, which is above them all."""
    found = {config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    return tuple(sorted(found - {"config"}))


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the apps and of config by its path, migrations left out."""
    paths = [path for app in (*own_apps(), "config") for path in (ROOT / app).rglob("*.py")]
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text())
        for path in sorted(paths)
        if "migrations" not in path.parts
    }


@cache
def tracked_files() -> tuple[str, ...]:
    """Every file that is, or is about to be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return tuple(name for name in listed if name and (ROOT / name).is_file())


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the dotted name that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
