"""Breaks what money and stock are counted with in every small way, one at a time; tells which no test notices.

python -m tests.mutants
"""

import ast
import copy
import inspect
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from types import FunctionType
from typing import Any

import hypothesis
import pytest
from hypothesis import Phase

ROOT = Path(__file__).resolve().parent.parent
# What is broken, and the tests that must notice.
PRICES = [f"tests/promotions/test_pricing{name}.py" for name in ("", "_oracle", "_properties")]
STOCK = [f"tests/inventory/test_{name}.py" for name in ("stock", "reservations", "edges_of_stock")]
TARGETS = {
    "core.money": ["tests/core/test_money.py"],
    "inventory.services.levels": STOCK,
    "inventory.services.stock": STOCK,
    "inventory.services.reservations": STOCK,
    "promotions.pricing.choosing": PRICES,
    "promotions.pricing.conditions": PRICES,
    "promotions.pricing.coupons": PRICES,
    "promotions.pricing.effects": PRICES,
    "promotions.pricing.engine": PRICES,
    "promotions.pricing.goods": PRICES,
}
# Breaks that change nothing, and why.
EQUIVALENT = {
    ("core.money", "self.minor < 0  ->  self.minor <= 0"): "differs for nothing only, whose parts are nothing too",
    ("core.money", "0  ->  1 in self.minor < 0"): "the same: whole numbers below one are those up to nothing",
    ("core.money", "before > now  ->  before >= now"): "a cut by nothing is none",
    ("core.money", "1  ->  2 in Decimal(1)"): "rounding looks at the decimals of the number and not at its value",
    ("inventory.services.levels", "delta < 0  ->  delta <= 0"): "a change by nothing was turned away before",
    ("inventory.services.levels", "0  ->  1 in delta < 0"): "a change by nothing was turned away before",
    ("inventory.services.levels", "promised == 0  ->  promised != 0"): "asked only whether it is as it was",
    ("promotions.pricing.conditions", "return None  ->  return None"): "the same",
    ("promotions.pricing.engine", "return None  ->  return None"): "the same",
    ("promotions.pricing.engine", "-1  ->  +1"): "no store has an id as low",
    ("promotions.pricing.engine", "1  ->  2 in -1"): "no store has an id as low",
    ("promotions.pricing.effects", "1  ->  2 in goods.worth(place, 1)"): "orders only units of one worth otherwise",
    ("promotions.pricing.effects", "minor <= 0  ->  minor < 0"): "no amount off some lines is taken off none",
}
PATIENCE_SECONDS = 60
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-profile=mutants", "--reuse-db"]
SWAPS: dict[type, type] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.Lt: ast.LtE, ast.LtE: ast.Lt,
    ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    module: str
    line: int
    change: str
    tree: ast.Module


def mutants(module: str) -> Iterator[Mutant]:
    """Yield the module once for every place where something can be turned round."""
    tree = _parse(module)
    around = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for number, node in enumerate(ast.walk(tree)):
        within = around.get(id(node))
        # How much is remembered changes no answer.
        is_size = isinstance(within, ast.keyword) and within.arg == "maxsize"
        if is_size or not _can_change(node):
            continue
        broken = copy.deepcopy(tree)
        place = list(ast.walk(broken))[number]
        _apply(place)
        ast.fix_missing_locations(broken)
        change = f"{ast.unparse(node)}  ->  {ast.unparse(place)}"
        if isinstance(node, ast.Constant):
            change += f" in {ast.unparse(within)}"
        yield Mutant(module, getattr(node, "lineno", 0), change, broken)


def _parse(module: str) -> ast.Module:
    return ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text())


def _can_change(node: ast.AST) -> bool:
    match node:
        case ast.BinOp():
            return type(node.op) in SWAPS
        case ast.Compare():
            return type(node.ops[0]) in SWAPS
        case ast.Constant():
            return type(node.value) is int
        case ast.Return():
            return node.value is not None
    return isinstance(node, ast.If | ast.IfExp) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub))


def _apply(place: ast.AST) -> None:
    match place:
        case ast.BinOp():
            place.op = SWAPS[type(place.op)]()
        case ast.Compare():
            place.ops[0] = SWAPS[type(place.ops[0])]()
        case ast.If() | ast.IfExp():
            place.test = ast.UnaryOp(ast.Not(), place.test)
        case ast.UnaryOp():
            place.op = ast.UAdd()
        case ast.Constant():
            place.value += 1
        case ast.Return():
            place.value = ast.Constant(None)


def is_noticed(mutant: Mutant) -> bool:
    """Run the tests of the module in a process that has the mutant in its place."""
    pid = os.fork()
    if pid == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        # A mutant that never ends is noticed too.
        signal.alarm(PATIENCE_SECONDS)
        os._exit(_tests_fail(mutant))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0


def _tests_fail(mutant: Mutant) -> int:
    module = sys.modules[mutant.module]
    broken = {"__name__": module.__name__}
    try:
        exec(compile(mutant.tree, mutant.module, "exec"), broken)  # noqa: S102
    except Exception:  # noqa: BLE001
        return 1
    _replace(module.__dict__, broken, module.__name__)
    return int(pytest.main([*TARGETS[mutant.module], *OPTIONS]))


def _replace(present: Mapping[str, Any], broken: Mapping[str, Any], module: str) -> None:
    """Give functions their new code where they are: others have imported them by name."""
    for name, new in broken.items():
        old = present.get(name)
        if isinstance(new, type) and new.__module__ == module:
            _replace(old.__dict__, new.__dict__, module)
            continue
        if hasattr(old, "cache_clear"):
            old.cache_clear()
        old, new = (inspect.unwrap(one.fget if isinstance(one, property) else one) for one in (old, new))
        if isinstance(new, FunctionType) and new.__module__ == module:
            old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__
        elif type(new) in {int, tuple, dict} and isinstance(present, dict):
            present[name] = new


def survivors() -> tuple[int, list[Mutant]]:
    """Return how many mutants there were, and those that nobody noticed."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    # Whether an example fails is asked here, and not which is the smallest that does.
    profile = hypothesis.settings(database=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
    hypothesis.settings.register_profile("mutants", profile)
    # Loaded once, before the forks: what the tests import beside the module.
    with redirect_stdout(StringIO()):
        pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", "tests/core/test_ids.py"])
    made, left = 0, []
    for module in TARGETS:
        __import__(module)
        if is_noticed(Mutant(module, 0, "nothing", _parse(module))):
            raise SystemExit(f"The tests of {module} fail when nothing is broken.")
        for mutant in mutants(module):
            made += 1
            if not is_noticed(mutant):
                left.append(mutant)
    return made, [mutant for mutant in left if (mutant.module, mutant.change) not in EQUIVALENT]


def main() -> int:
    made, left = survivors()
    for mutant in left:
        sys.stdout.write(f"{mutant.module}:{mutant.line}: {mutant.change}\n")
    sys.stdout.write(f"{made} mutants, {len(left)} survived.\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
