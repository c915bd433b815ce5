"""What the body can be asked to do: leap over a gap, swim across, climb out. Each answers with keys, or with the reason why there are none."""

from __future__ import annotations

from math import atan2, tau

import msgspec
import numpy as np
from numpy.typing import NDArray

from worldsim.actions import Press
from worldsim.change import Motion
from worldsim.motor.pits import is_in_pit, is_pit
from worldsim.motor.programs import Programs, family
from worldsim.motor.search import End, Reached, search
from worldsim.motor.sites import bank_cells, heading
from worldsim.physics.batch import IN_WATER, ON_GROUND, Bodies, Track
from worldsim.physics.terrain import terrain_of
from worldsim.space import Pos, Vec
from worldsim.state import State
from worldsim.walking.ground import FLOOR, KIND, Ground, ground_of

#: How far a sprinting jump carries over level ground, in blocks of gap (Minecraft Wiki, "Jumping").
FARTHEST_LEAP = 4
#: How high a jump rises, in blocks (Minecraft Wiki, "Jumping": 1.2522).
JUMP = 1.25
#: Blocks per tick that a body swims at least, with its head at the surface: 1.97 m/s (Minecraft Wiki, "Swimming").
_SWIM = 1.97 / 20
_ROUND = tuple(number * tau / 16 for number in range(16))


class Manoeuvre(msgspec.Struct, frozen=True, kw_only=True):
    """Keys to hold, from where the body is now. Without presses there is no way, and `why` says so."""

    presses: tuple[Press, ...] = ()
    why: str = ""
    spare: float = 0.0  #: blocks by which it ends well, at worst, a tick more or less and a tenth of a block off
    steady: float = 0.0  #: share of those trials in which it still ends well, 0-1
    tried: int = 0  #: programs that were imagined


def leap(state: State, far: Pos) -> Manoeuvre:
    """Over the gap between the body and the cell `far`, onto firm ground beyond, from a run that begins here."""
    ground, feet = ground_of(state.blocks), state.body.pos.cell
    step = heading(feet, far)
    cells = abs(far.x - feet.x) + abs(far.z - feet.z) if (step.x and far.z == feet.z) or (step.z and far.x == feet.x) else 0
    if not state.body.on_ground:
        return Manoeuvre(why="a leap begins on the ground")
    if cells < 2:
        return Manoeuvre(why=f"expected {far} straight ahead of {feet}, two blocks away or more: walk to where they are in line")
    open_cells = [n for n in range(1, cells) if ground.code(feet.x + n * step.x, feet.y - 1, feet.z + n * step.z) & KIND != FLOOR]
    if not open_cells:
        return Manoeuvre(why=f"there is no gap between {feet} and {far}")
    width = open_cells[-1] - open_cells[0] + 1
    here = state.body.pos
    sign = step.x + step.z
    origin = feet.x if step.x else feet.z
    edge = origin + sign * open_cells[-1] + (1 if sign > 0 else 0)  # of the ground beyond
    level = min(feet.y, far.y) - 0.5
    axis = 0 if step.x else 2

    def reached(track: Track, crowd: Bodies) -> End:
        beyond = sign * (track.pos[:, :, axis] - edge)
        touched = (beyond > -0.3) & (track.flags & ON_GROUND > 0)
        first = np.argmax(touched, axis=1)
        spare = beyond[np.arange(len(beyond)), first] + 0.3
        well = touched.any(axis=1) & (track.pos[:, :, 1].min(axis=1) >= level) & (beyond[:, -1] > 0) & crowd.on_ground
        return End(well, np.minimum(spare, 1.0))

    yaws = sorted({_yaw(step.x, step.z), _yaw_to(here, far)})
    families = [
        family((("forward", *fast), ("forward", "jump", *fast), ("forward", *fast)), (range(30), (1,), range(18)), yaws)
        for fast in ((), ("sprint",))
    ]  # fmt: skip
    return _best(state, families, reached, cells + 8, _too_wide(width))


def swim(state: State, far: Pos) -> Manoeuvre:
    """Through the water between the body and the cell `far`, onto the bank there, with the head above the surface."""
    away = state.body.pos.distance(far.center)
    step = heading(state.body.pos.cell, far)
    axis, sign = (0, step.x) if step.x else (2, step.z)
    edge = (far.x if axis == 0 else far.z) + (0 if sign > 0 else 1)

    def reached(track: Track, crowd: Bodies) -> End:
        beyond = sign * (crowd.pos[:, axis] - edge)
        well = _dry(crowd) & (beyond > 0) & (np.abs(crowd.pos[:, 1] - far.y) < 1.5)
        return End(well, np.minimum(beyond, 1.0))

    longest = int(away / _SWIM) + 20
    yaws = sorted({_yaw_to(state.body.pos, far), _yaw(step.x, step.z)})
    families = [family((("forward", "jump", *fast), ("forward", *fast)), (range(6, longest, 2), range(0, 9, 2)), yaws) for fast in ((), ("sprint",))]
    return _best(state, families, reached, int(away) + 8, "no way through the water was found that ends on firm ground")


def climb(state: State) -> Manoeuvre:
    """Out of the pit or the water that the body is in, onto firm ground; if no single jump leads out, higher up in the pit."""
    ground = ground_of(state.blocks)
    wet = state.body.in_liquid
    if not wet and not is_in_pit(state.blocks, state.body.pos):
        return Manoeuvre(why="it stands on firm ground, in no pit: there is nothing to climb out of")
    start = state.body.pos.y

    def higher(track: Track, crowd: Bodies) -> End:
        middle = np.abs(crowd.pos[:, [0, 2]] - np.floor(crowd.pos[:, [0, 2]]) - 0.5).max(axis=1)
        return End(_dry(crowd) & ((crowd.pos[:, 1] > start + 0.4) | wet), 0.5 - middle)

    def outside(track: Track, crowd: Bodies) -> End:
        end = higher(track, crowd)
        well = end.well.copy()
        cells = np.floor(crowd.pos + np.array([0.0, 0.2, 0.0])).astype(np.int64)
        firm = {cell: _is_out(ground, Pos(*cell)) for cell in set(map(tuple, cells[well].tolist()))}
        well[well] = [firm[tuple(cell)] for cell in cells[well].tolist()]
        return End(well, end.spare)

    if wet:
        banks = bank_cells(state)
        if not banks:
            return Manoeuvre(why="no firm ground beside the water is known")
        away = max(state.body.pos.distance(bank.center) for bank in banks)
        yaws = sorted({_yaw_to(state.body.pos, bank) for bank in banks})
        families = [family((("forward", "jump"), ("forward",)), (range(2, int(away / _SWIM) + 30, 2), range(0, 9, 2)), yaws)]
        return _best(state, families, outside, int(away) + 8, "no way out of the water was found")
    families = [family((("forward",), ("forward", "jump"), ("forward",)), (range(5), range(1, 4), range(12)), _ROUND)]
    why = f"no jump leads out: the walls are higher than {JUMP} blocks, or there is no room above them"
    found = _best(state, families, outside, 8, why)
    return found if found.presses else _best(state, families, higher, 8, why)


def _best(state: State, families: list[Programs], reached: Reached, radius: int, why: str) -> Manoeuvre:
    land = terrain_of(state.blocks, state.body.pos, radius)
    start = Motion(state.body.pos, state.body.vel, state.body.on_ground)
    found = search(land, start, families, reached)
    tried = sum(map(len, families))
    if found is None:
        return Manoeuvre(why=f"{why} (of {tried} programs)", tried=tried)
    return Manoeuvre(presses=found.presses, spare=found.spare, steady=found.steady, tried=tried)


def _too_wide(width: int) -> str:
    if width > FARTHEST_LEAP:
        return f"a {width}-block gap is too wide: a sprinting jump over level ground carries over {FARTHEST_LEAP} at most"
    return f"no leap from here carries over the {width}-block gap: too little run-up, something in the way, or nothing firm beyond"


def _is_out(ground: Ground, cell: Pos) -> bool:
    return ground.code(cell.x, cell.y - 1, cell.z) & KIND == FLOOR and not is_pit(ground, (cell.x, cell.y, cell.z))


def _dry(crowd: Bodies) -> NDArray[np.bool_]:
    """[n] who stands, and not in water."""
    dry: NDArray[np.bool_] = crowd.flags & (ON_GROUND | IN_WATER) == ON_GROUND
    return dry


def _yaw(dx: float, dz: float) -> float:
    """Radians, 0 = north, counter-clockwise."""
    return atan2(-dx, -dz) + 0.0  # no minus zero


def _yaw_to(here: Vec, cell: Pos) -> float:
    return _yaw(cell.x + 0.5 - here.x, cell.z + 0.5 - here.z)
