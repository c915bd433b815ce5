"""What will be seen next: the observation after an imagined action, with what comes in sight by it, in the terms of the bridge."""

from __future__ import annotations

import msgspec
import numpy as np

from worldsim.actions import Action
from worldsim.apply import apply
from worldsim.blocks import UNKNOWN
from worldsim.change import Seen
from worldsim.facts import Facts
from worldsim.prediction import Prediction
from worldsim.seeing.grid import dense
from worldsim.seeing.guessing import guess
from worldsim.seeing.sight import SHAPE, corner, look
from worldsim.space import Pos, Vec
from worldsim.state import Observed, State


class View(msgspec.Struct, frozen=True):
    """From where is looked. The bridge's rule of sight knows no direction: what is in the light from the eyes is seen."""

    eyes: Vec | None = None  #: None: the body's


class Observation(msgspec.Struct, frozen=True):
    """What crosses the bridge after a look: the observed, and what is new of the blocks. Kinds of new cells are guesses."""

    observed: Observed
    revealed: tuple[Seen, ...]  #: cells that were not known, sorted by position


def observe(state: State, view: View, facts: Facts, before: State | None = None, air: bool = True) -> Observation:
    """What is seen in a state: the cells that come in sight from there by line of sight, over known cells and guessed ones.

    `before`: the state after whose look this one was imagined. What should have been in sight then, and is unknown all the same, is hidden by
    something that nobody knows of, and is left out. `air`: free cells are told as well.
    """
    eyes = view.eyes or state.body.eyes
    low = corner(eyes)
    known = dense(state.blocks, low, SHAPE)
    cells, new = known, known == UNKNOWN
    if before is not None:
        new = dense(before.blocks, low, SHAPE) == UNKNOWN
        then = corner(before.body.eyes)
        unseen = dense(before.blocks, then, SHAPE)
        guessed = guess(unseen, facts, before.body.eyes)
        doubtful = look(guessed, before.body.eyes, facts) & (unseen == UNKNOWN)
        mine, theirs = _shared(low, then)
        new[mine] &= ~doubtful[theirs] | (known[mine] != UNKNOWN)
        cells = known.copy()
        cells[mine] = np.where(known[mine] == UNKNOWN, guessed[theirs], known[mine])
    cells = guess(cells, facts)
    y, z, x = np.nonzero(look(cells, eyes, facts) & new)
    names = [facts.palette[kind] for kind in cells[y, z, x].tolist()]
    places = zip(x.tolist(), y.tolist(), z.tolist(), strict=True)
    seen = (Seen(low.offset(*place), name) for place, name in zip(places, names, strict=True) if air or name != "air")
    return Observation(state.observed(), tuple(sorted(seen, key=lambda each: each.pos)))


def _shared(here: Pos, there: Pos) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Of two pieces of SHAPE at these corners, the cells that are in both: indices into the one and into the other."""
    mine, theirs = [], []
    for size, a, b in zip(SHAPE, (here.y, here.z, here.x), (there.y, there.z, there.x), strict=True):
        start, end = max(a, b), max(max(a, b), min(a, b) + size)
        mine.append(slice(start - a, end - a))
        theirs.append(slice(start - b, end - b))
    return tuple(mine), tuple(theirs)


def foresee(state: State, action: Action, prediction: Prediction, facts: Facts, air: bool = True) -> Observation:
    """What is seen after the likeliest way an action may go."""
    after = apply(state, action, prediction.mode, round(prediction.ticks.p50), facts)
    return observe(after, View(), facts, state, air)
