"""Invariants: what must always be true of the shop's data. Each app registers its own; `verify` asks them."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

Check = Callable[[], Iterable[str]]
Repair = Callable[[], object]

MOST_PROBLEMS = 50


class UnknownInvariant(LookupError):
    """Nobody registered anything of that name."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that must be true. `check` yields a line for every case in which it is not."""

    name: str
    check: Check
    repair: Repair | None


@dataclass(slots=True)
class Verdict:
    """What was found, and whether a repair made it good."""

    name: str
    problems: list[str] = field(default_factory=list)
    has_more: bool = False
    is_repaired: bool = False
    can_repair: bool = False

    @property
    def is_broken(self) -> bool:
        return bool(self.problems) and not self.is_repaired


_invariants: dict[str, Invariant] = {}


def register_invariant(name: str, check: Check, repair: Repair | None = None) -> None:
    """Have `verify` ask this. `check` yields one line per problem; `repair` rebuilds what can be rebuilt."""
    _invariants[name] = Invariant(name, check, repair)


def names() -> list[str]:
    return sorted(_invariants)


def verify(wanted: Collection[str] = (), *, repair: bool = False) -> Iterator[Verdict]:
    """Check the invariants of these names, or all of them; `stock` names every one that begins with `stock.`.

    Raises UnknownInvariant for a name that nobody registered.
    """
    for name in sorted({name for word in wanted for name in named(word)} if wanted else _invariants):
        yield _verify(_invariants[name], repair)


def named(word: str) -> list[str]:
    """Return the invariants of this name or group. Raises UnknownInvariant when there are none."""
    found = [name for name in names() if name == word or name.startswith(f"{word}.")]
    if not found:
        raise UnknownInvariant(word)
    return found


def _verify(invariant: Invariant, repair: bool) -> Verdict:
    verdict = Verdict(invariant.name, can_repair=invariant.repair is not None)
    verdict.problems, verdict.has_more = _ask(invariant)
    if verdict.problems and repair and invariant.repair:
        invariant.repair()
        left, has_more = _ask(invariant)
        verdict.is_repaired = not left
        if left:
            verdict.problems, verdict.has_more = left, has_more
    return verdict


def _ask(invariant: Invariant) -> tuple[list[str], bool]:
    found = list(islice(invariant.check(), MOST_PROBLEMS + 1))
    return found[:MOST_PROBLEMS], len(found) > MOST_PROBLEMS
