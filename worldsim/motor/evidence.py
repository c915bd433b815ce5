"""Whether a gap was leapt, a water crossed, a pit left: by where the body was and is, and the known blocks."""

from __future__ import annotations

from collections.abc import Callable
from math import floor

from worldsim.blocks import Blocks
from worldsim.goals import Crossed, Verdict
from worldsim.motor.pits import is_in_pit
from worldsim.space import Vec
from worldsim.state import State
from worldsim.walking.ground import KIND, OPEN, WATER, Ground, ground_of

#: Who is farther from where the keys were let go has walked on, in blocks.
_WALKED_ON = 1.5
#: Lower than this below the lower of both sides the feet were in the gap, in blocks.
_FELL = 0.5
#: Water may lie so many cells below the feet of who stands on its bank.
_BANK = 3
#: The least width of what counts as crossed, where none is asked for.
_LEAST = {"gap": 1, "water": 2}


def crossed(goal: Crossed, state: State) -> Verdict:
    """Whether the body crossed what is asked for with the keys that were held last, and stands there still."""
    leap, body = state.leap, state.body
    if leap is None:
        return Verdict(False, 0.0, "no keys were held so far")
    if body.in_liquid or not body.on_ground:
        return Verdict(False, 0.0, "it stands on no firm ground")
    if body.pos.distance(leap.end) > _WALKED_ON:
        return Verdict(False, 0.0, "it has walked on since keys were held")
    width = gap_between(leap.start, leap.end, state.blocks) if goal.over == "gap" else water_between(leap.start, leap.end, state.blocks)
    if goal.over == "gap" and leap.lowest < min(leap.start.y, leap.end.y) - _FELL:
        return Verdict(False, 0.0, f"it fell in: its feet were {leap.start.y - leap.lowest:.1f} blocks below where they left")
    if goal.over == "water" and not leap.wet:
        return Verdict(False, 0.0, "its feet did not touch water on the way")
    if width < _LEAST[goal.over] or goal.width not in (None, width):
        return Verdict(False, 0.0, f"what it crossed is {width} blocks wide, not {goal.width or 'a ' + goal.over}")
    if goal.near is not None and goal.far is not None and leap.end.distance(goal.far.center) > leap.end.distance(goal.near.center):
        return Verdict(False, 0.0, f"it came down nearer to {goal.near} than to {goal.far}")
    depth = "" if goal.over == "water" else f", feet never below y = {leap.lowest:.1f}"
    return Verdict(True, 1.0, f"from {leap.start} over {width} blocks of {goal.over} to {leap.end}, by holding keys{depth}")


def out(state: State) -> Verdict:
    """Whether the body stands on firm ground, in no liquid and in no pit."""
    if state.body.in_liquid:
        return Verdict(False, 0.0, "it is in a liquid")
    if not state.body.on_ground:
        return Verdict(False, 0.0, "it stands on nothing")
    if is_in_pit(state.blocks, state.body.pos):
        return Verdict(False, 0.0, "it is in a pit: nowhere out of it without a jump")
    return Verdict(True, 1.0, "it stands on firm ground, in no liquid and in no pit")


def gap_between(start: Vec, end: Vec, blocks: Blocks) -> int:
    """The width of the widest gap on the straight way, in blocks: columns known to be open for two blocks below the lower side."""
    ground, feet = ground_of(blocks), _level(start, end)
    return _widest(start, end, lambda x, z: all(_is(ground, x, feet - down, z, OPEN) for down in (1, 2)))


def water_between(start: Vec, end: Vec, blocks: Blocks) -> int:
    """The width of the widest water on the straight way, in blocks."""
    ground, feet = ground_of(blocks), _level(start, end)
    return _widest(start, end, lambda x, z: any(_is(ground, x, feet - down, z, WATER) for down in range(_BANK + 1)))


def _level(start: Vec, end: Vec) -> int:
    """The cell of the feet on the lower side; paths and farmland are a little lower than blocks."""
    return floor(min(start.y, end.y) + 0.2)


def _is(ground: Ground, x: int, y: int, z: int, kind: int) -> bool:
    return ground.code(x, y, z) & KIND == kind


def _widest(start: Vec, end: Vec, is_open: Callable[[int, int], bool]) -> int:
    """The longest run of open columns, counted along the axis on which the way is longer."""
    along_x = abs(end.x - start.x) >= abs(end.z - start.z)
    first, last = (start.x, end.x) if along_x else (start.z, end.z)
    if floor(first) == floor(last):
        return 0
    step = 1 if last > first else -1
    widest = run = 0
    for cell in range(floor(first), floor(last) + step, step):
        share = min(1.0, max(0.0, (cell + 0.5 - first) / (last - first)))
        x, z = start.x + share * (end.x - start.x), start.z + share * (end.z - start.z)
        run = run + 1 if is_open(cell if along_x else floor(x), floor(z) if along_x else cell) else 0
        widest = max(widest, run)
    return widest
