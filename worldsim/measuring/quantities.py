"""What is not right or wrong but near or far: durations, places, health; and what came in sight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import log
from statistics import median

import msgspec
import numpy as np

from worldsim.apply import apply
from worldsim.blocks import UNKNOWN, Blocks
from worldsim.change import Motion
from worldsim.facts import Facts
from worldsim.prediction import Prediction, Quantiles
from worldsim.space import Vec
from worldsim.state import State
from worldsim.transitions import Transition

_SHARES = (0.1, 0.5, 0.9)
_REST = Vec(0.0, 0.0, 0.0)


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """Over steps whose numbers were predicted; None where there were none. The mode is taken for what depends on how it goes."""

    n: int
    ticks_mae: float | None  #: mean distance of p50 and the real duration, ticks
    ticks_ratio: float | None  #: median of |ln(p50 / real)|, both at least 1: 0.1 is 10 % off
    ticks_pinball: float | None  #: mean quantile loss at .1, .5 and .9, ticks
    ticks_in: float | None  #: share within p10-p90; 0.8 is right
    end_mae: float | None  #: mean distance of the predicted end and the real one, blocks
    health_mae: float | None  #: half hearts
    vel_mae: float | None  #: of the velocity at the end, blocks a tick
    motion_error: float | None = None  #: where keys were held: the farthest that a body was from where it was told in the same tick, blocks


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """Mean over steps of 2 x right / (predicted + real), over steps on which there was any of either."""

    steps: int  #: on which a block came in sight, or was said to
    blocks_f1: float | None  #: cell and block, air left out
    kinds_f1: float | None  #: the names of the blocks alone
    entity_steps: int
    entities_f1: float | None  #: new ones, by kind and item


def numbers(steps: Sequence[Transition], predictions: Sequence[Prediction]) -> Numbers:
    """How far the numbers were off."""
    spoken = [(step, said) for step, said in zip(steps, predictions, strict=True) if said.covers]
    pairs = [(step.outcome.ticks, said.ticks) for step, said in spoken]
    placed = [(step, said) for step, said in spoken if "position" in said.covers]
    healthy = [(step, said) for step, said in spoken if "health" in said.covers]
    return Numbers(
        n=len(spoken),
        ticks_mae=_mean([abs(real - said.p50) for real, said in pairs]),
        ticks_ratio=median(abs(log(max(1.0, said.p50) / max(1.0, real))) for real, said in pairs) if pairs else None,
        ticks_pinball=_mean([pinball(real, said) for real, said in pairs]),
        ticks_in=_mean([float(said.p10 <= real <= said.p90) for real, said in pairs]),
        end_mae=_mean([(said.mode.end or step.before.body.pos).distance(step.outcome.end) for step, said in placed]),
        health_mae=_mean([abs(said.mode.change.health - step.outcome.change.health) for step, said in healthy]),
        vel_mae=_mean([(said.mode.vel or _REST).distance(step.after.body.vel) for step, said in placed]),
        motion_error=max((told.pos.distance(felt.pos) for step, said in spoken for told, felt in _moments(said, step)), default=None),
    )


def _moments(said: Prediction, step: Transition) -> Iterator[tuple[Motion, Motion]]:
    """The body as it was told and as it was, tick by tick."""
    return zip(said.mode.motion, step.outcome.motion, strict=False)


def pinball(real: float, said: Quantiles) -> float:
    """The mean quantile loss of p10, p50 and p90."""
    quantiles = (said.p10, said.p50, said.p90)
    return sum(max(share * (real - q), (share - 1) * (real - q)) for share, q in zip(_SHARES, quantiles, strict=True)) / 3


def sight(steps: Sequence[Transition], predictions: Sequence[Prediction], known: Facts) -> Sight:
    """How much of what came in sight was foreseen."""
    blocks, kinds, entities = list[float](), list[float](), list[float]()
    for step, said in zip(steps, predictions, strict=True):
        real, there = revealed(step.before.blocks, step.after.blocks)
        told = {s.pos: s.block for s in said.mode.reveals if s.block != "air" and step.before.blocks.name(s.pos) is None}
        if real or told:
            right = sum(step.after.blocks.name(pos) == block for pos, block in told.items())
            blocks.append(2 * right / (real + len(told)))
            names = set(told.values())
            kinds.append(2 * len(names & there) / (len(names) + len(there)))
        new = _new(step.before, step.after)
        dreamed = _new(step.before, apply(step.before, step.action, said.mode, round(said.ticks.p50), known))
        if new or dreamed:
            entities.append(2 * (new & dreamed).total() / (new.total() + dreamed.total()))
    return Sight(steps=len(blocks), blocks_f1=_mean(blocks), kinds_f1=_mean(kinds), entity_steps=len(entities), entities_f1=_mean(entities))


def revealed(before: Blocks, after: Blocks) -> tuple[int, set[str]]:
    """How many cells that were not known hold something now, and the names of what they hold; air left out."""
    old = dict(before.sections())
    count, names = 0, set[str]()
    for key, section in after.sections():
        was = old.get(key)
        if was is section:
            continue
        fresh = section[(section != UNKNOWN) if was is None else (section != UNKNOWN) & (was == UNKNOWN)]
        for state, many in zip(*(each.tolist() for each in np.unique(fresh, return_counts=True)), strict=True):
            if after.palette[state] != "air":
                count += many
                names.add(after.palette[state])
    return count, names


def _new(before: State, after: State) -> Counter[tuple[str, str | None]]:
    there = {entity.id for entity in before.entities}
    return Counter((entity.kind, entity.item) for entity in after.entities if entity.id not in there)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
