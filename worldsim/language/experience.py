"""Real transitions, found again by likeness: what happened when something like this was done before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worldsim.actions import Action, describe, name_of
from worldsim.language.embed import DIMENSIONS, embed
from worldsim.prompting import acted, flat
from worldsim.situation import called
from worldsim.space import Pos
from worldsim.state import State
from worldsim.transitions import Transition

#: What an action is about weighs so much more than its circumstances.
_WEIGHT = 3
#: Characters of a case's line.
_LONGEST = 600


class _Case(NamedTuple):
    verb: str
    group: str
    line: str


class Experience:
    """A collection of cases, searched by the cosine of hashed words among those of the same verb."""

    def __init__(self, cases: list[_Case], vectors: NDArray[np.float32]) -> None:
        self._cases = cases
        self._vectors = vectors  # (n, DIMENSIONS), unit length

    def __len__(self) -> int:
        return len(self._cases)

    def similar(self, state: State, action: Action, k: int = 4) -> list[str]:
        """The k likest cases, likest first, a line each; those that read the same are told once."""
        verb = name_of(action)
        rows = [number for number, case in enumerate(self._cases) if case.verb == verb]
        if not rows:
            return []
        scores = self._vectors[rows] @ embed(_words(state, action))
        found: list[str] = []
        for place in np.argsort(-scores, kind="stable").tolist():
            line = self._cases[rows[place]].line
            if line not in found:
                found.append(line)
            if len(found) == k:
                break
        return found

    def without(self, group: str) -> Experience:
        """The cases of all other groups: what is measured on one world must not have been seen there."""
        keep = [number for number, case in enumerate(self._cases) if case.group != group]
        return Experience([self._cases[number] for number in keep], self._vectors[keep])


def experience_of(transitions: Iterable[Transition]) -> Experience:
    """A collection of these; their groups are `Transition.world`."""
    cases, vectors = list[_Case](), list[NDArray[np.float32]]()
    for step in transitions:
        cases.append(_Case(name_of(step.action), step.world, _line(step)))
        vectors.append(embed(_words(step.before, step.action)))
    return Experience(cases, np.array(vectors, np.float32).reshape(-1, DIMENSIONS))


def _words(state: State, action: Action) -> str:
    """What a case is found by: what is done to what, with what, from how far."""
    item, pos = getattr(action, "item", None), getattr(action, "pos", None)
    parts = [name_of(action), *[str(item or "")] * _WEIGHT, f"held {state.body.held or 'nothing'}"]
    if isinstance(item, str):
        parts.append("carried" if state.count(item) else "lacking")
    if isinstance(pos, Pos):
        parts += [*[state.blocks.name(pos) or "unseen"] * _WEIGHT, state.blocks.name(pos.offset(0, -1, 0)) or "unseen", _range(state, pos)]
    return " ".join(parts).replace("_", " ")


def _range(state: State, pos: Pos) -> str:
    away = state.body.eyes.distance(pos.center)
    return "near" if away <= 4.5 else "walking" if away <= 16 else "distant"


def _line(step: Transition) -> str:
    before, out = step.before, step.outcome
    pos = getattr(step.action, "pos", None)
    target = ""
    if isinstance(pos, Pos):
        name = before.blocks.name(pos)
        target = f" on {called(name) if name else 'an unseen cell'}, {before.body.eyes.distance(pos.center):.1f} blocks from the eyes"
    change = ", ".join(
        [f"{count:+d} {called(item)}" for item, count in sorted(out.change.inventory.items())]
        + [f"{called(tool)} {uses:+d} uses" for tool, uses in sorted(out.change.tools.items())]
        + [f"{called(cell.before)} -> {called(cell.after)}" for cell in out.change.blocks]
    )
    moved = before.body.pos.distance(out.end)
    held, why = called(before.body.held or "nothing"), f" for {out.reason}" if out.reason else ""
    line = (
        f"{acted(describe(step.action))}{target}, holding {held}: {out.status}{why}; "
        f"{change or 'nothing changed'}; moved {moved:.1f} blocks, {out.ticks} ticks"
    )
    return flat(line, _LONGEST)
