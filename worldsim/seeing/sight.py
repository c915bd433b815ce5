"""What comes in sight from a place: the bridge's own rule (bridge/js/bot/sight.js, sightlines.js, ray.js), over any blocks.

Light goes from the eyes from cell to cell, outwards; a cell gets the mean of its three neighbours towards the eyes, weighted by how far it lies off
along each axis. A cell that is half lit is in sight; a face that is fainter is looked at along the line to its middle.
"""

from __future__ import annotations

from functools import lru_cache
from math import floor
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from worldsim.blocks import UNKNOWN, Blocks, Section, SectionKey, empty_section
from worldsim.facts import Facts
from worldsim.seeing.grid import dense
from worldsim.space import Pos, Vec

#: How far is looked, in blocks: horizontally, a circle; up and down. The same numbers as the bridge's.
RADIUS, HEIGHT = 32, 24
#: Shape of what is looked at, (y, z, x).
SHAPE = (2 * HEIGHT + 1, 2 * RADIUS + 1, 2 * RADIUS + 1)
_HALF, _FAINT, _BEFORE = 0.5, 0.1, 0.01
_CELLS = SHAPE[0] * SHAPE[1] * SHAPE[2]
#: So few new cells are laid over the sections.
_FEW = 96


class _Lines(NamedTuple):
    """The cells around the eyes, nearest first; `before`: index of the neighbour towards the eyes along x, y, z, or one that is never lit."""

    at: NDArray[np.int32]  # (n, 3): x, y, z off the eyes' cell
    own: NDArray[np.int32]
    before: NDArray[np.int32]  # (n, 3)
    weight: NDArray[np.float32]  # (n, 3), each row 1 in total


@lru_cache(maxsize=1)
def _lines() -> _Lines:
    y, z, x = (axis.ravel() for axis in np.indices(SHAPE))
    x, y, z = x - RADIUS, y - HEIGHT, z - RADIUS
    far = abs(x) + abs(y) + abs(z)
    inside = np.flatnonzero((far > 0) & (x * x + z * z <= RADIUS * RADIUS))
    inside = inside[np.argsort(far[inside], kind="stable")]
    at = np.stack((x, y, z), axis=1)[inside].astype(np.int32)
    steps = np.sign(at) * np.array([1, SHAPE[1] * SHAPE[2], SHAPE[2]])
    before = np.where(at != 0, inside[:, None] - steps, _CELLS)
    weight = abs(at) / far[inside][:, None]
    return _Lines(at, inside.astype(np.int32), before.astype(np.int32), weight.astype(np.float32))


@lru_cache(maxsize=4)
def clear(facts: Facts) -> NDArray[np.bool_]:
    """By state id: whether one can see through it. Unknown cells are not."""
    table = np.zeros(UNKNOWN + 1, dtype=np.bool_)
    for block in facts.blocks.values():
        if block.transparent or not block.solid:
            table[block.first : block.last + 1] = True
    return table


def corner(eyes: Vec) -> Pos:
    """The lowest cell of what is looked at from there."""
    return eyes.cell.offset(-RADIUS, -HEIGHT, -RADIUS)


def look(cells: NDArray[np.uint16], eyes: Vec, facts: Facts) -> NDArray[np.bool_]:
    """Which of the cells are in sight. `cells`: state ids of SHAPE from `corner(eyes)` on, UNKNOWN for what is not there."""
    seen = np.zeros(_CELLS, dtype=np.bool_)
    seen[_fresh(cells, np.full(SHAPE, UNKNOWN, dtype=np.uint16), eyes, facts)] = True
    return seen.reshape(SHAPE)


class Look(NamedTuple):
    """After a look around."""

    blocks: Blocks  #: what is known now
    found: int  #: cells that were not known before
    kinds: frozenset[int]  #: their state ids


def reveal(there: Blocks, known: Blocks, eyes: Vec, facts: Facts) -> Look:
    """What comes in sight of what is `there`."""
    low = corner(eyes)
    cells, before = dense(there, low, SHAPE), dense(known, low, SHAPE)
    fresh = _fresh(cells, before, eyes, facts)
    if not len(fresh):
        return Look(known, 0, frozenset())
    states = cells.ravel()[fresh]
    new = states[before.ravel()[fresh] == UNKNOWN]
    count, kinds = len(new), frozenset(np.unique(new).tolist())
    if len(fresh) <= _FEW:
        y, z, x = (axis.tolist() for axis in np.unravel_index(fresh, SHAPE))
        places = (low.offset(dx, dy, dz) for dx, dy, dz in zip(x, y, z, strict=True))
        return Look(known.with_cells(dict(zip(places, states.tolist(), strict=True))), count, kinds)
    found = np.full(_CELLS, UNKNOWN, dtype=np.uint16)
    found[fresh] = states
    return Look(_with_dense(known, low, found.reshape(SHAPE)), count, kinds)


def _fresh(cells: NDArray[np.uint16], before: NDArray[np.uint16], eyes: Vec, facts: Facts) -> NDArray[np.int32]:
    """Indices of the cells that are in sight and are not what they were before."""
    low, lines = corner(eyes), _lines()
    out = np.empty(_CELLS, dtype=np.int32)
    here = eyes.x - low.x, eyes.y - low.y, eyes.z - low.z
    many = _light(cells.ravel(), before.ravel(), clear(facts), lines.at, lines.own, lines.before, lines.weight, *here, out)
    return out[:many]


def _with_dense(known: Blocks, low: Pos, cells: NDArray[np.uint16]) -> Blocks:
    """A copy that holds these cells too, where they are not UNKNOWN."""
    first = (low.y >> 4, low.z >> 4, low.x >> 4)
    off = (low.y & 15, low.z & 15, low.x & 15)
    many = [(start + size + 15) // 16 for start, size in zip(off, SHAPE, strict=True)]
    big = np.full([16 * n for n in many], UNKNOWN, dtype=np.uint16)
    big[tuple(slice(start, start + size) for start, size in zip(off, SHAPE, strict=True))] = cells
    parts = big.reshape(many[0], 16, many[1], 16, many[2], 16).transpose(0, 2, 4, 1, 3, 5).reshape(-1, 16**3)
    sections: dict[SectionKey, Section] = dict(known.sections())
    for index in np.flatnonzero((parts != UNKNOWN).any(axis=1)).tolist():
        row, x = divmod(index, many[2])
        y, z = divmod(row, many[1])
        key = SectionKey(first[2] + x, first[0] + y, first[1] + z)
        old = sections.get(key)
        sections[key] = np.where(parts[index] != UNKNOWN, parts[index], empty_section() if old is None else old)
    return Blocks(known.palette, sections, None, known.revision)


@njit(cache=True)
def _light(cells: Any, known: Any, through: Any, at: Any, own: Any, before: Any, weight: Any, ex: float, ey: float, ez: float, out: Any) -> int:
    light = np.zeros(cells.size + 1, dtype=np.float32)  # what is passed on has 32 bits, what is reckoned 64, as in JavaScript
    middle = (HEIGHT * SHAPE[1] + RADIUS) * SHAPE[2] + RADIUS
    light[middle] = 1.0
    many = 0
    if cells[middle] != UNKNOWN and cells[middle] != known[middle]:
        out[many] = middle
        many += 1
    for i in range(own.size):
        lx, ly, lz = np.float64(light[before[i, 0]]), np.float64(light[before[i, 1]]), np.float64(light[before[i, 2]])
        if lx + ly + lz == 0.0:
            continue
        here = own[i]
        state = cells[here]
        if state == UNKNOWN:
            continue
        if through[state]:
            share = np.float64(weight[i, 0]) * lx + np.float64(weight[i, 1]) * ly + np.float64(weight[i, 2]) * lz
            light[here] = share
            if share < _HALF or state == known[here]:
                continue
        else:
            best = max(lx, ly, lz)
            if best < _FAINT or state == known[here]:
                continue
            if best < _HALF:
                x, y, z = at[i, 0] + RADIUS, at[i, 1] + HEIGHT, at[i, 2] + RADIUS
                fx = x + 1 + _BEFORE if at[i, 0] < 0 else x - _BEFORE
                fy = y + 1 + _BEFORE if at[i, 1] < 0 else y - _BEFORE
                fz = z + 1 + _BEFORE if at[i, 2] < 0 else z - _BEFORE
                if not (
                    (lx >= _FAINT and _free(cells, through, ex, ey, ez, fx, y + 0.5, z + 0.5))
                    or (ly >= _FAINT and _free(cells, through, ex, ey, ez, x + 0.5, fy, z + 0.5))
                    or (lz >= _FAINT and _free(cells, through, ex, ey, ez, x + 0.5, y + 0.5, fz))
                ):
                    continue
        out[many] = here
        many += 1
    return many


@njit(cache=True)
def _free(cells: Any, through: Any, ax: float, ay: float, az: float, bx: float, by: float, bz: float) -> bool:
    """Whether no cell on the line is blocked, but for the first (Amanatides and Woo, 1987)."""
    x, y, z = floor(ax), floor(ay), floor(az)
    next_x, next_y, next_z = _first(ax, x, bx - ax), _first(ay, y, by - ay), _first(az, z, bz - az)
    stride_x = abs(1 / (bx - ax)) if bx != ax else np.inf
    stride_y = abs(1 / (by - ay)) if by != ay else np.inf
    stride_z = abs(1 / (bz - az)) if bz != az else np.inf
    for _ in range(abs(floor(bx) - x) + abs(floor(by) - y) + abs(floor(bz) - z)):
        if next_x <= next_y and next_x <= next_z:
            x += 1 if bx > ax else -1
            next_x += stride_x
        elif next_y <= next_z:
            y += 1 if by > ay else -1
            next_y += stride_y
        else:
            z += 1 if bz > az else -1
            next_z += stride_z
        if not (0 <= x < SHAPE[2] and 0 <= y < SHAPE[0] and 0 <= z < SHAPE[1]):
            return False
        if not through[cells[(y * SHAPE[1] + z) * SHAPE[2] + x]]:
            return False
    return True


@njit(cache=True)
def _first(start: float, cell: int, way: float) -> float:
    if way == 0:
        return np.inf
    return float(((cell + 1 if way > 0 else cell) - start) / way)
