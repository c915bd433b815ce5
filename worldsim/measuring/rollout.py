"""How long a dream stays true: several actions in a row are predicted, and the state they lead to is held against the real one.

Open loop: everything from the first state. Re-anchored: from the real state again after every few steps, as the agent does. A window ends before a
step that nobody could foresee from its first state: an explore, or one about a cell that was not known yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

import msgspec

from worldsim.actions import Explore
from worldsim.apply import apply
from worldsim.errors import ModelDown
from worldsim.facts import Facts
from worldsim.space import Pos
from worldsim.state import State, Tool
from worldsim.transitions import Transition
from worldsim.world import WorldModel

#: Steps of a window, and after how many the second curve starts again from what is so.
HORIZON, ANCHOR = 20, 5
#: How far the body may be off after any number of steps, in blocks.
_NEAR = 1.5


class Curve(msgspec.Struct, frozen=True):
    """Index k - 1 is about k steps. `fid`: share of the windows whose state was right after k steps; None where no window is that long."""

    fid: tuple[float | None, ...]
    n: tuple[int, ...]  #: windows
    k50: float | None  #: where it first falls to one half; None: it does not


class Rollouts(msgspec.Struct, frozen=True):
    """The two curves, over the same windows."""

    windows: int
    open_loop: Curve
    anchored: Curve
    every: int  #: steps from one anchor to the next


def rollouts(model: WorldModel, transitions: Iterable[Transition], known: Facts, horizon: int = HORIZON, every: int = ANCHOR) -> Rollouts:
    """Both curves of a model. Windows follow one another without overlap; one that the model is down for counts as wrong."""
    found = list(windows(transitions, horizon))
    return Rollouts(
        len(found), curve([_follow(model, window, len(window), known) for window in found], horizon),
        curve([_follow(model, window, every, known) for window in found], horizon), every,
    )  # fmt: skip


def windows(transitions: Iterable[Transition], horizon: int = HORIZON) -> Iterator[Sequence[Transition]]:
    """Stretches of an episode of at most `horizon` steps."""
    for _, group in groupby(transitions, key=lambda step: step.episode):
        steps: list[Transition] = []
        for step in group:
            if isinstance(step.action, Explore) or (steps and _news(steps[0].before, step)):
                if steps:
                    yield steps
                steps = []
                if isinstance(step.action, Explore):
                    continue
            steps.append(step)
            if len(steps) == horizon:
                yield steps
                steps = []
        if steps:
            yield steps


def curve(windows: Sequence[Sequence[bool]], horizon: int = HORIZON) -> Curve:
    """From whether each state of each window was right."""
    at = [[window[k] for window in windows if len(window) > k] for k in range(horizon)]
    fid = tuple(sum(right) / len(right) if right else None for right in at)
    return Curve(fid, tuple(len(right) for right in at), half_life(fid))


def half_life(shares: Sequence[float | None]) -> float | None:
    """Where a curve, given at 1, 2, 3 ..., first falls to one half, by straight lines from 1 at 0; None if it never does."""
    points = [(0.0, 1.0)] + [(float(k), share) for k, share in enumerate(shares, start=1) if share is not None]
    for (k0, high), (k1, low) in pairwise(points):
        if low <= 0.5 < high:
            return k0 + (k1 - k0) * (high - 0.5) / (high - low)
    return None


def faithful(dreamed: State, real: State, cells: Iterable[Pos]) -> bool:
    """Whether a dreamed state is right: what is carried, the tools' wear, health, the place within 1.5 blocks, and the cells that anybody altered."""
    return (
        dreamed.inventory == real.inventory
        and sorted(dreamed.tools, key=_tool) == sorted(real.tools, key=_tool)
        and abs(dreamed.body.health - real.body.health) < 0.5
        and dreamed.body.pos.distance(real.body.pos) <= _NEAR
        and all(dreamed.blocks.name(cell) == real.blocks.name(cell) for cell in cells)
    )


def _tool(tool: Tool) -> tuple[str, int]:
    return tool.name, tool.left


def _follow(model: WorldModel, window: Sequence[Transition], every: int, known: Facts) -> list[bool]:
    right: list[bool] = []
    for first in range(0, len(window), every):
        part = window[first : first + every]
        state = part[0].before
        try:
            predictions = model.predict(state, [step.action for step in part])
        except ModelDown:
            right += [False] * len(part)
            continue
        cells: set[Pos] = set()
        for step, prediction in zip(part, predictions, strict=True):
            mode = prediction.mode
            state = apply(state, step.action, mode, round(prediction.ticks.p50), known)
            cells |= {cell.pos for change in (mode.change, step.outcome.change) for cell in change.blocks}
            right.append(bool(prediction.covers) and faithful(state, step.after, cells))
    return right


def _news(start: State, step: Transition) -> bool:
    """Whether a step is about a cell that became known only since the start."""
    pos = getattr(step.action, "pos", None)
    return isinstance(pos, Pos) and start.blocks.name(pos) is None and step.before.blocks.name(pos) is not None
