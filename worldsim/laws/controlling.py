"""control: what holding keys does to the body, tick by tick, by its physics; what a fall costs; and when pain lets go of the keys."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

import msgspec

from worldsim.actions import LONGEST_ACTION, Control, Press
from worldsim.blocks import UNKNOWN, Blocks
from worldsim.change import Change, Motion
from worldsim.facts import Facts
from worldsim.laws.parts import SOURCES
from worldsim.prediction import FAMILIES, Branch, Prediction, Quantiles
from worldsim.space import Vec
from worldsim.state import State
from worldsim.tables.damage import BED_FALL, FREE_FALL, SOFT
from worldsim.tools import fall_damage

if TYPE_CHECKING:
    from worldsim.physics.motion import Flight

#: How far the end may be off: what is computed in the same order as the client does differs by rounding alone.
_EXACT = 0.01
#: The same where the body met cells that were never seen, and how likely it then goes on as told (own estimates).
_GUESSED, _P_GUESSED = 3.0, 0.7
#: Blocks per tick that no body exceeds on level ground (Minecraft Wiki, "Transportation": sprint-jumping 7.1 m/s); and room around, in blocks.
_FASTEST, _ROOM = 0.4, 6
#: Farther than this no land is laid out; whoever gets there meets the unseen.
_FARTHEST = 48
#: What a body meets lies so far around it at most, in blocks.
_EDGE = 4
#: Positions are sums of doubles: a fall of 4 blocks may read 4.0000001.
_ROUNDING = 1e-4


class _Fall(msgspec.Struct, frozen=True):
    """A landing that hurts: at the end of which tick, from 0, and how much, in half hearts."""

    tick: int
    damage: float


def predict(state: State, action: Control, facts: Facts) -> Prediction:
    """The whole motion until rest; interrupted where a fall hurts, or time runs out, before the last key."""
    total = sum(press.ticks for press in action.presses)
    presses, branch = action.presses, Branch(p=1.0)
    if total >= LONGEST_ACTION:
        presses, branch = _first(presses, LONGEST_ACTION), Branch(p=1.0, status="interrupted", reason="timeout", note="the deadline passes")
    flight = _flight(state, presses)
    fall = _hurt(flight.motion, state.blocks, state.body.pos.y)
    if fall is not None and fall.tick < total:  # whoever is hurt lets go of the keys
        flight = _flight(state, _first(presses, fall.tick + 1))
        branch = Branch(p=1.0, status="interrupted", note=f"hurt: health falls by {fall.damage:g} after {fall.tick + 1} ticks")
    return _told(state, action, flight, fall.damage if fall else 0.0, branch)


def _told(state: State, action: Control, flight: Flight, damage: float, branch: Branch) -> Prediction:
    """The prediction of a flight that ends as `branch` says."""
    motion = _seen(flight.motion, state.blocks) if flight.touched_unknown else flight.motion
    end = motion[-1] if motion else Motion(state.body.pos, state.body.vel, state.body.on_ground)
    if damage >= state.body.health:
        dead = Branch(p=1.0, status="failed", reason="died", note="falls to death", change=Change(health=-state.body.health), motion=motion)
        covers = tuple(family for family in FAMILIES if family not in ("position", "health"))  # it comes back to life, at the spawn point
        return Prediction(action=action, branches=(dead,), ticks=Quantiles(len(motion), len(motion), 200), covers=covers, sources=SOURCES)
    rest = msgspec.structs.replace(end.vel, y=0.0) if end.on_ground else end.vel
    branch = msgspec.structs.replace(branch, change=Change(health=-damage if damage else 0.0), end=end.pos, vel=rest, motion=motion)
    ticks = len(motion) or len(flight.motion)
    if not flight.touched_unknown:
        return Prediction(action=action, branches=(branch,), ticks=Quantiles(ticks, ticks, ticks), tolerance=_EXACT, sources=SOURCES)
    otherwise = msgspec.structs.replace(branch, p=1 - _P_GUESSED, status="interrupted", reason=None, note="it meets what was never seen")
    likely = msgspec.structs.replace(branch, p=_P_GUESSED)
    wide = Quantiles(round(0.5 * ticks), ticks, 2 * ticks + 20)
    return Prediction(action=action, branches=(likely, otherwise), ticks=wide, tolerance=_GUESSED, sources=SOURCES, novelty=1 - _P_GUESSED)


def _seen(motion: tuple[Motion, ...], blocks: Blocks) -> tuple[Motion, ...]:
    """The part before the feet come where nobody looked: what carries there is not known, and a fall without end is no answer."""
    unseen = (tick for tick, moment in enumerate(motion) if blocks.state(moment.pos.cell) == UNKNOWN)
    return motion[: next(unseen, len(motion))]


def _flight(state: State, presses: Sequence[Press]) -> Flight:
    from worldsim.physics.motion import simulate  # numba is slow to load, and most runs press no key
    from worldsim.physics.terrain import terrain_of

    body = state.body
    start = Motion(body.pos, body.vel, body.on_ground)
    far = min(_FARTHEST, ceil(_FASTEST * sum(press.ticks for press in presses)) + _ROOM)
    flight = simulate(terrain_of(state.blocks, body.pos, far), start, body.yaw, presses)
    if far < _FARTHEST and any(_apart(moment.pos, body.pos) > far - _EDGE for moment in flight.motion):  # a deep fall
        flight = simulate(terrain_of(state.blocks, body.pos, _FARTHEST), start, body.yaw, presses)
    return flight


def _apart(one: Vec, other: Vec) -> float:
    """On the axis where it is most."""
    return max(abs(one.x - other.x), abs(one.y - other.y), abs(one.z - other.z))


def _first(presses: Sequence[Press], ticks: int) -> tuple[Press, ...]:
    """What is pressed in the first so many ticks."""
    out: list[Press] = []
    for press in presses:
        if ticks <= 0:
            break
        out.append(msgspec.structs.replace(press, ticks=min(press.ticks, ticks)))
        ticks -= press.ticks
    return tuple(out)


def _hurt(motion: Sequence[Motion], blocks: Blocks, height: float) -> _Fall | None:
    """The first landing that hurts: by how far the feet came down since they stood, swam or climbed (Minecraft Wiki, "Damage", falling)."""
    fallen = 0.0
    for tick, moment in enumerate(motion):
        down, height = height - moment.pos.y, moment.pos.y
        fallen = max(0.0, fallen + down)
        if SOFT.get(blocks.name(moment.pos.cell) or "") == 0.0:
            fallen = 0.0
        if moment.on_ground and fallen > 0:
            below = blocks.name(moment.pos.cell) or ""
            floor = blocks.name(msgspec.structs.replace(moment.pos, y=moment.pos.y - 0.2).cell) or below
            share = BED_FALL if floor.endswith("_bed") else SOFT.get(floor, 1.0)
            damage = ceil(max(0.0, fallen - FREE_FALL) * share - _ROUNDING) if share < 1 else fall_damage(fallen - _ROUNDING)
            if damage > 0:
                return _Fall(tick, float(damage))
            fallen = 0.0
    return None


RULES = {Control: predict}
