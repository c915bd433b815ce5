"""Where there is a gap to leap or a water to cross, in the known land."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from worldsim.motor.pits import is_pit
from worldsim.space import Pos, Vec
from worldsim.state import State
from worldsim.walking.ground import FLOOR, FULL, HEIGHT_SHIFT, KIND, OPEN, UNSEEN, WATER, Box, Ground, ground_of
from worldsim.walking.paths import find_path, node_of
from worldsim.walking.targets import near

#: How far is looked, in blocks: sideways, and up and down.
RADIUS, HEIGHT = 48, 24
#: The widest gap and water that are looked for, in blocks.
WIDEST_GAP, WIDEST_WATER = 5, 24
#: Cells of run-up that are of use: sprinting is as fast as it gets after four.
RUN_UP = 4
#: How far below the bank water may lie, in blocks.
_BANK = 3
#: So many of the nearest are asked whether one can walk there.
_ASKED = 12
#: A place that is not seen as a whole is worth so much of a longer way, in blocks; and so many of its cells may be unseen.
_DOUBT, _UNSEEN = 6, 3
_WAYS = ((0, 1), (0, -1), (1, 0), (-1, 0))

Cells = NDArray[np.bool_]  # [y, z, x] of a box


class Site(msgspec.Struct, frozen=True):
    """A place to cross something, along an axis: from the cell of the feet on this side to the one beyond."""

    over: Literal["gap", "water"]
    near: Pos
    far: Pos
    width: int  #: cells between them
    run_up: int  #: cells on the level behind `near` that can be run over, 0-4
    seen: bool = True  #: all of it; False: some of what is between was not in sight so far, and may be anything

    @property
    def heading(self) -> Pos:
        """The unit step from near to far, level."""
        return heading(self.near, self.far)

    def behind(self, cells: int) -> Pos:
        """The cell so far behind `near`."""
        step = self.heading
        return self.near.offset(-cells * step.x, 0, -cells * step.z)


def heading(start: Pos, end: Pos) -> Pos:
    """The unit step along the axis on which they are farther apart, level."""
    dx, dz = end.x - start.x, end.z - start.z
    return Pos((dx > 0) - (dx < 0), 0, 0) if abs(dx) >= abs(dz) else Pos(0, 0, (dz > 0) - (dz < 0))


def sites(state: State, over: Literal["gap", "water"], width: int | None = None) -> Iterator[Site]:
    """Known places to cross that can be walked to, the nearest first. `width`: exactly so wide; None: any (a gap of 1 is hardly one).

    Places that are not seen as a whole come with `seen` False: a look from nearby will tell.
    """
    ground, feet = ground_of(state.blocks), state.body.pos.cell
    box = _around(ground, feet, RADIUS, HEIGHT)
    found = _gaps(box, width) if over == "gap" else _waters(box, width)
    here = state.body.pos
    found = [site for site in found if site.over == "water" or site.width < 4 or site.run_up > 0]
    found.sort(key=lambda site: (here.distance(site.near.center) + 2 * site.width + _DOUBT * (not site.seen), site.near, site.far))
    start = node_of(ground, here)
    if within := flooded(set(_cells(box, _stands(_codes(box)))), Pos(*start)):
        found = [site for site in found if site.near in within]
    for site in found[:_ASKED]:
        path = find_path(ground, start, near(site.near, 0.5), unknown=False)
        if path is not None and path.certain and not is_pit(ground, (site.far.x, site.far.y, site.far.z)):
            yield site


class _Between(NamedTuple):
    """What may lie between two sides, cell by cell, at the height of the feet."""

    sure: Cells  #: seen to be a hole, or water
    likely: Cells  #: seen, as far as it is seen
    maybe: Cells  #: not seen to be anything else


def _gaps(box: Box, width: int | None) -> list[Site]:
    """Firm ground on both sides at the same height, at least two blocks of nothing between, and headroom for a leap."""
    codes = _codes(box)
    kinds = codes & KIND
    open_, unseen = kinds == OPEN, kinds == UNSEEN
    room = open_ & _down(open_, -1) & _down(open_, -2)
    below = _down(open_ | unseen, 2)
    between = _Between(room & _down(open_, 1) & _down(open_, 2), room & _down(open_, 1) & below, room & _down(open_ | unseen, 1) & below)
    widths = range(2, WIDEST_GAP) if width is None else (width,)
    return _between(box, "gap", _stands(codes), between, widths, (0,))


def _waters(box: Box, width: int | None) -> list[Site]:
    """Firm ground on both sides, water between, up to three blocks below the near bank; the far one may be a block higher or lower."""
    codes = _codes(box)
    kinds = codes & KIND
    free = kinds == OPEN
    lake = np.zeros_like(free)
    for down in range(1, _BANK + 1):
        lake |= _down(kinds == WATER, down) & free
        free &= _down(kinds == OPEN, down)
    lake &= _down(kinds == OPEN, -1)
    maybe = lake | ((kinds == OPEN) & _down(kinds == OPEN, -1) & _down(kinds == UNSEEN, 1))
    widths = range(2, WIDEST_WATER + 1) if width is None else (width,)
    return _between(box, "water", _stands(codes), _Between(lake, lake, maybe), widths, (0, 1, -1))


def _between(
    box: Box, over: Literal["gap", "water"], stands: Cells, between: _Between, widths: range | tuple[int, ...], rises: tuple[int, ...]
) -> list[Site]:
    """All places where what stands is followed by so many cells of what lies between, and those by what stands, so many blocks higher."""
    out: list[Site] = []
    for dx, dz in _WAYS:
        run = stands.copy()
        sure, likely = np.zeros(stands.shape, dtype=np.int64), np.zeros(stands.shape, dtype=np.int64)
        for cells in range(1, max(widths) + 1):
            run = run & _ahead(between.maybe, cells * dx, cells * dz)
            sure += _ahead(between.sure, cells * dx, cells * dz)
            likely += _ahead(between.likely, cells * dx, cells * dz)
            if not run.any():
                break
            if cells not in widths:
                continue
            enough = run & (likely >= max(1, cells - _UNSEEN))
            for rise in rises:
                for start in _cells(box, enough & _ahead(_down(stands, -rise), (cells + 1) * dx, (cells + 1) * dz)):
                    y, z, x = start.y - box.y0, start.z - box.z0, start.x - box.x0
                    far = start.offset((cells + 1) * dx, rise, (cells + 1) * dz)
                    out.append(Site(over, start, far, cells, _run_up(stands, y, z, x, (dx, dz)), bool(sure[y, z, x] == cells)))
    return out


def _run_up(stands: Cells, y: int, z: int, x: int, way: tuple[int, int]) -> int:
    for cells in range(1, RUN_UP + 1):
        bx, bz = x - cells * way[0], z - cells * way[1]
        if not (0 <= bx < stands.shape[2] and 0 <= bz < stands.shape[1] and stands[y, bz, bx]):
            return cells - 1
    return RUN_UP


def _codes(box: Box) -> NDArray[np.uint8]:
    return np.frombuffer(bytes(box.codes), dtype=np.uint8).reshape(box.height, box.depth, box.width)


def _stands(codes: NDArray[np.uint8]) -> Cells:
    """Where the feet stand on a full block, with room for the body."""
    open_ = codes & KIND == OPEN
    firm = (codes & KIND == FLOOR) & (codes >> HEIGHT_SHIFT == FULL)
    stands: Cells = open_ & _down(open_, -1) & _down(firm, 1)
    return stands


def _down(cells: Cells, by: int) -> Cells:
    """At each cell what is so many cells below it."""
    out: Cells = np.zeros_like(cells)
    if by > 0:
        out[by:] = cells[:-by]
    elif by < 0:
        out[:by] = cells[-by:]
    else:
        out[:] = cells
    return out


def _ahead(cells: Cells, dx: int, dz: int) -> Cells:
    """At each cell what is so far along."""
    out: Cells = np.zeros_like(cells)
    _, deep, wide = cells.shape
    if abs(dx) >= wide or abs(dz) >= deep:
        return out
    out[:, max(0, -dz) : deep - max(0, dz), max(0, -dx) : wide - max(0, dx)] = cells[
        :, max(0, dz) : deep - max(0, -dz), max(0, dx) : wide - max(0, -dx)
    ]
    return out


def standing(ground: Ground, middle: Pos, radius: int, height: int) -> list[Pos]:
    """All cells around in which the feet stand on a full block, with room for the body."""
    box = _around(ground, middle, radius, height)
    return _cells(box, _stands(_codes(box)))


def flooded(firm: set[Pos], start: Pos) -> set[Pos]:
    """The cells to which one gets by steps of at most one up and three down; empty for who stands on none.

    Giant steps, but what cannot be reached even by these need not be asked of the path finder, which is slow to say no.
    """
    seen = {start} & firm
    waiting = list(seen)
    while waiting:
        here = waiting.pop()
        for (dx, dz), rise in product(_WAYS, (1, 0, -1, -2, -3)):
            there = here.offset(dx, rise, dz)
            if there in firm and there not in seen:
                seen.add(there)
                waiting.append(there)
    return seen


def bank_cells(state: State, limit: int = 6) -> list[Pos]:
    """Cells of firm ground beside water, nearest to the body first: where one may climb out."""
    feet = state.body.pos.cell
    box = _around(ground_of(state.blocks), feet, RADIUS, HEIGHT)
    codes = _codes(box)
    beside = np.zeros(codes.shape, dtype=np.bool_)
    for dx, dz in _WAYS:
        beside |= _down(_ahead(codes & KIND == WATER, dx, dz), 1)
    here = Vec(feet.x + 0.5, float(feet.y), feet.z + 0.5)
    return sorted(_cells(box, _stands(codes) & beside), key=lambda cell: (here.distance(cell.center), cell))[:limit]


def _around(ground: Ground, middle: Pos, radius: int, height: int) -> Box:
    return ground.box((middle.x - radius, middle.y - height, middle.z - radius), (middle.x + radius, middle.y + height, middle.z + radius))


def _cells(box: Box, marked: Cells) -> list[Pos]:
    return [Pos(box.x0 + x, box.y0 + y, box.z0 + z) for y, z, x in np.argwhere(marked).tolist()]
