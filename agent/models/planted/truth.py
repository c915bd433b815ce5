"""What a planted model knows before it makes mistakes: what really happened, looked up in a set; where nothing is recorded, what the rules say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

import msgspec
import numpy as np

from worldsim.actions import Action
from worldsim.apply import apply
from worldsim.blocks import UNKNOWN, Blocks
from worldsim.change import Change, Reason, Seen, Status
from worldsim.facts import facts
from worldsim.models import Rules
from worldsim.prediction import Branch, Quantiles
from worldsim.seeing.guessing import guess
from worldsim.space import Pos, Vec
from worldsim.state import Observed, State, state_of
from worldsim.transitions import Transition


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One step, as it is told. `key` names it for the dice; `before`: the state it starts from."""

    key: str
    before: State
    action: Action
    status: Status
    reason: Reason | None
    note: str = ""
    change: Change
    end: Vec  #: of the feet
    ticks: Quantiles
    seen: tuple[Seen, ...] = ()  #: what comes in sight by it, as far as a guess goes


class Truth:
    """The answers of somebody who never errs. Of two transitions with the same key the first counts."""

    def __init__(self, transitions: Iterable[Transition] = ()) -> None:
        self._known: dict[str, Transition] = {}
        self._rules = Rules()
        for transition in transitions:
            self._known.setdefault(key_of(transition.before, transition.action), transition)

    def answer(self, state: State, action: Action) -> Answer:
        """What happens."""
        return self._step(state, action)[0]

    def answers(self, observed: Observed, near: dict[str, list[list[int]]], actions: Sequence[Action]) -> list[Answer]:
        """What happens by these actions in a row, from a state as a prompt tells it: `near` are the blocks around, by name."""
        first = self._known.get(key_of(observed, actions[0])) if actions else None
        state = first.before if first else state_of(observed, _blocks(near))
        told = []
        for action in actions:
            answer, state = self._step(state, action)
            told.append(answer)
        return told

    def _step(self, state: State, action: Action) -> tuple[Answer, State]:
        key = key_of(state, action)
        known = self._known.get(key)
        if known is not None:
            out, took = known.outcome, known.outcome.ticks
            ticks = Quantiles(round(0.8 * took, 1), took, round(1.2 * took + 1, 1))
            answer = Answer(
                key=key, before=known.before, action=action, status=out.status, reason=out.reason, note=out.note, change=out.change, end=out.end,
                ticks=ticks,
            )  # fmt: skip
            return answer, known.after
        said = self._rules.predict(state, [action])[0]
        mode = said.mode
        answer = Answer(
            key=key, before=state, action=action, status=mode.status, reason=mode.reason, note=mode.note, change=mode.change,
            end=mode.end or state.body.pos, ticks=said.ticks, seen=mode.reveals,
        )  # fmt: skip
        after = Branch(p=1.0, change=mode.change, end=mode.end, reveals=mode.reveals)
        return answer, apply(state, action, after, round(said.ticks.p50), facts())


def key_of(state: Observed, action: Action) -> str:
    """Names a state and an action by what every prompt tells of them."""
    place = [round(value, 1) for value in (state.body.pos.x, state.body.pos.y, state.body.pos.z)]
    told = (state.tick, place, sorted(state.inventory.items()), state.body.held, action)
    return sha256(msgspec.json.encode(told)).hexdigest()


def _blocks(near: dict[str, list[list[int]]]) -> Blocks:
    """Blocks that know what a prompt tells: the named cells, air between and above them; where none of a column is named, the land as it is nearby.

    What lies below is not known: it comes in sight by digging.
    """
    known = facts()
    named = {Pos(*cell): name for name, cells in near.items() for cell in cells if len(cell) == 3 and name in known.blocks}
    if not named:
        return Blocks(known.palette)
    low = Pos(min(p.x for p in named), min(p.y for p in named), min(p.z for p in named))
    high = Pos(max(p.x for p in named), max(p.y for p in named) + 3, max(p.z for p in named))
    cells = np.full((high.y - low.y + 1, high.z - low.z + 1, high.x - low.x + 1), UNKNOWN, dtype=np.uint16)
    for pos, name in sorted(named.items(), key=lambda item: item[0].y):
        column = cells[:, pos.z - low.z, pos.x - low.x]
        if (column == UNKNOWN).all():
            column[pos.y - low.y :] = 0
        column[pos.y - low.y] = known.blocks[name].default
    filled = guess(cells, known)
    ground = (filled != 0).cumsum(axis=0) == (filled != 0).sum(axis=0)  # the highest block of each column, and what is above it
    told = (cells != UNKNOWN) | (ground & (cells == UNKNOWN).all(axis=0))
    return Blocks(known.palette).with_cells({low.offset(int(x), int(y), int(z)): int(filled[y, z, x]) for y, z, x in np.argwhere(told)})
