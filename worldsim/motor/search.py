"""The search: all programs of a few families are rolled out in imagined physics at once; of those that end well the steadiest is taken.

Nothing is left to chance: the same state and families give the same program.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from worldsim.actions import Press
from worldsim.change import Motion
from worldsim.motor.programs import Programs
from worldsim.physics.batch import IN_WATER, ON_GROUND, STANDING, TOUCHED, Bodies, Track, bodies, rollout
from worldsim.physics.motion import STILL
from worldsim.physics.terrain import Terrain, terrain
from worldsim.space import Pos

#: Ticks after the last key in which a body must have come to rest: a slide of ten, and a fall.
REST = 40
#: How many of the best are tried again under slightly other conditions.
_FINALISTS = 48
#: By how much the start is shifted in that trial, in blocks: more than the bot's place after a walk differs from the middle of its cell.
_SHIFT = 0.1


class End(msgspec.Struct, frozen=True, eq=False):
    """How each of n programs ended. `spare`: blocks by which it ended well; of no meaning where it did not."""

    well: NDArray[np.bool_]
    spare: NDArray[np.float64]


#: Says of a roll-out which bodies reached what they were to reach. All that it is given are at rest at the end, and met nothing unseen.
Reached = Callable[[Track, Bodies], End]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The best program, and what to expect of it."""

    presses: tuple[Press, ...]
    spare: float  #: blocks by which it ends well at worst, a tick more or less and a tenth of a block off
    steady: float  #: share of those trials in which it still ends well, 0-1
    tried: int  #: programs


def get_ready() -> None:
    """Load the physics, and compile it where that was not done before: a minute, once per machine. Whoever searches without it waits then."""
    nowhere = terrain(np.zeros((8, 8, 8), dtype=np.uint16), Pos(0, 0, 0))
    rollout(nowhere, bodies(np.full((1, 3), 4.0)), np.zeros((1, 1), dtype=np.uint8), track=True, fresh=True)


def search(land: Terrain, start: Motion, families: Sequence[Programs], reached: Reached) -> Found | None:
    """The program that ends well most steadily, then with the most to spare; None if none does."""
    best: tuple[float, float, tuple[Press, ...]] | None = None
    tried = sum(map(len, families))
    for programs in families:
        end = _roll_out(land, start, programs, reached)
        good = np.flatnonzero(end.well)
        if not good.size:
            continue
        order = good[np.argsort(-end.spare[good], kind="stable")[:_FINALISTS]]
        for number, trials in zip(order.tolist(), _trials(land, start, programs.chosen(order), reached), strict=True):
            steady = float(trials.well.mean())
            worst = float(np.where(trials.well, trials.spare, end.spare[number]).min())
            if best is None or (steady, min(worst, float(end.spare[number]))) > best[:2]:
                best = (steady, min(worst, float(end.spare[number])), programs.presses(number))
    return None if best is None else Found(presses=best[2], spare=best[1], steady=best[0], tried=tried)


def _roll_out(land: Terrain, start: Motion, programs: Programs, reached: Reached, shift: NDArray[np.float64] | None = None) -> End:
    masks = programs.masks(REST)
    spots = np.tile(np.array([start.pos.x, start.pos.y, start.pos.z]), (len(programs), 1))
    speed = np.tile(_velocity(start), (len(programs), 1))
    crowd = bodies(spots if shift is None else spots + shift, speed, programs.yaw, np.full(len(programs), start.on_ground))
    track = rollout(land, crowd, masks, track=True, fresh=True)
    assert track is not None, "a roll-out that is tracked has a track"
    end = reached(track, crowd)
    still = np.hypot(crowd.vel[:, 0], crowd.vel[:, 2]) < STILL
    return End(end.well & still & (crowd.flags & (ON_GROUND | IN_WATER) > 0) & (crowd.flags & TOUCHED == 0), end.spare)


def _trials(land: Terrain, start: Motion, finalists: Programs, reached: Reached) -> list[End]:
    """For each finalist its ends under slightly other conditions: each phase a tick shorter or longer, the start a little off in four directions."""
    count, phases = finalists.ticks.shape
    ticks, shifts = [], []
    for phase in range(phases):
        for more in (-1, 1):
            changed = finalists.ticks.copy()
            changed[:, phase] = np.where(changed[:, phase] > 0, np.maximum(changed[:, phase] + more, 1), 0)
            ticks.append(changed)
            shifts.append(np.zeros((count, 3)))
    for dx, dz in ((_SHIFT, 0.0), (-_SHIFT, 0.0), (0.0, _SHIFT), (0.0, -_SHIFT)):
        ticks.append(finalists.ticks)
        shifts.append(np.tile(np.array([dx, 0.0, dz]), (count, 1)))
    several = len(ticks)
    programs = Programs(finalists.phases, np.concatenate(ticks), np.tile(finalists.yaw, several))
    end = _roll_out(land, start, programs, reached, np.concatenate(shifts))
    return [End(end.well[number::count], end.spare[number::count]) for number in range(count)]


def _velocity(start: Motion) -> NDArray[np.float64]:
    """A body that stands keeps a tick of gravity (worldsim/physics/motion.py)."""
    return np.array([start.vel.x, STANDING if start.on_ground and start.vel.y == 0 else start.vel.y, start.vel.z])
