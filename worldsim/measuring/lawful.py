"""How right the laws are where they speak: the steps on which all that was altered is said by law or physics, nothing by counting or guessing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from worldsim.actions import name_of
from worldsim.compare import Comparison
from worldsim.errors import UsageError
from worldsim.prediction import Prediction

#: Who states a rule of the game; the others count, learn or guess.
RULES = ("law", "physics")


#: Where a record was made: on our own server, on Mojang's, on one of which no more is known.
Server = Literal["embedded", "vanilla", "foreign"]


class Right(msgspec.Struct, frozen=True):
    """How often something was right."""

    n: int
    right: int

    @property
    def share(self) -> float | None:
        return self.right / self.n if self.n else None


class Lawful(msgspec.Struct, frozen=True, kw_only=True):
    """Of the steps that altered something."""

    steps: Right  #: of all of them: those on which every altered family is said by a rule
    atoms: Right  #: of all altered atoms: those in families that are said by a rule
    exact: Right  #: of the former steps: those that were exact
    kinds: dict[str, Right]  #: the same by verb

    @property
    def macro(self) -> float | None:
        """Every verb weighs the same, however rare."""
        shares = [kind.right / kind.n for kind in self.kinds.values()]
        return sum(shares) / len(shares) if shares else None


def lawful(comparisons: Sequence[Comparison], predictions: Sequence[Prediction]) -> Lawful:
    """The figures of these steps; unscored ones are left out."""
    steps, covered, atoms, told = 0, list[Comparison](), 0, 0
    for comparison, prediction in zip(comparisons, predictions, strict=True):
        if not comparison.scored or not comparison.changing:
            continue
        ruled = {leaf.family for leaf in prediction.sources if leaf.source in RULES and leaf.family in prediction.covers}
        altered = [atom.family for atom in (*comparison.hits, *comparison.missed)]
        steps += 1
        atoms += len(altered)
        told += sum(family in ruled for family in altered)
        if ruled.issuperset(altered):
            covered.append(comparison)
    kinds: dict[str, list[bool]] = {}
    for comparison in covered:
        kinds.setdefault(name_of(comparison.action), []).append(comparison.exact)
    return Lawful(
        steps=Right(steps, len(covered)),
        atoms=Right(atoms, told),
        exact=Right(len(covered), sum(comparison.exact for comparison in covered)),
        kinds={kind: Right(len(marks), sum(marks)) for kind, marks in sorted(kinds.items())},
    )


class _Note(msgspec.Struct, frozen=True):
    """What `set.json` of a set and `spec.json` of a run say of it."""

    server: Server = "embedded"
    settings: dict[str, object] = {}


def server_of(source: Path) -> Server:
    """Where a set or a run was recorded, by its note; our own server if there is none. Raises UsageError for a note that says something else."""
    for name in ("set.json", "spec.json"):
        note = source / name
        if note.is_file():
            try:
                said = msgspec.json.decode(note.read_bytes(), type=_Note)
            except msgspec.DecodeError as error:
                raise UsageError(f'{note}: expected "server" to be embedded, vanilla or foreign, found: {error}; correct it') from None
            return "foreign" if said.settings.get("server", "embedded") != "embedded" else said.server
    return "embedded"
