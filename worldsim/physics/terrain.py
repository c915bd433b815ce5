"""A box of the world as the physics reads it: dense, with what is near each cell worked out beforehand.

What a body in a cell can meet within a tick lies, but for fast flights, in the 3 x 6 x 3 cells around it: one to each side, two below
its feet, three above. `words` tells of them in one number per cell: bit `(3 * (dz + 1) + dx + 1) * 6 + dy + 2` says whether the cell there
is a full cube, bits 54 and up whether any of them is something else that matters. Where none is, a tick takes a few tests of bits; else the
cells themselves are read.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from worldsim.blocks import UNKNOWN, Blocks, SectionKey
from worldsim.errors import UsageError
from worldsim.physics import shapes as kinds
from worldsim.physics.shapes import Shapes, shapes
from worldsim.space import Pos, Vec

#: How far a cell's word looks: to each side, down and up.
SIDE, DOWN, UP = 1, 2, 3
_ROWS = DOWN + 1 + UP
#: Where the bits of `near` begin.
NEAR = 54
# Bits of `word >> NEAR`: one of the cells around holds ...
NEAR_SHAPE = 1  # boxes other than one full cube
NEAR_WIDE = 2  # a box that sticks out of its cell to a side, or down (piston heads)
NEAR_WATER = 4
NEAR_LAVA = 8
NEAR_CLIMB = 16
NEAR_SLIPPERY = 32
NEAR_OTHER = 64  # webs, bubble columns, soul sand, honey, slime
NEAR_UNSEEN = 128
#: Of a cell outside: everything may be near.
OUTSIDE = 255 << NEAR

_SECTION = 16


class Terrain(msgspec.Struct, frozen=True, eq=False):
    """`states[y, z, x]` is the state id of the cell `origin + (x, y, z)`; UNKNOWN (0xFFFF) inside, and all outside, holds no body up."""

    states: NDArray[np.uint16]
    origin: Pos
    shapes: Shapes
    words: NDArray[np.int64]  #: as `states`

    def state(self, pos: Pos) -> int:
        """The state id of a cell, UNKNOWN outside."""
        index = pos.y - self.origin.y, pos.z - self.origin.z, pos.x - self.origin.x
        inside = all(0 <= at < size for at, size in zip(index, self.states.shape, strict=True))
        return int(self.states[index]) if inside else UNKNOWN


def terrain(states: NDArray[np.uint16], origin: Pos, version: str = "1.19.4") -> Terrain:
    """A terrain of these state ids [y, z, x], lowest corner at `origin`. The array is not copied: leave it as it is. Raises UsageError."""
    if states.dtype != np.uint16 or states.ndim != 3 or 0 in states.shape:
        raise UsageError(f"terrain: expected state ids as uint16 [y, z, x], found {states.dtype} of shape {states.shape}: convert them first")
    tables = shapes(version)
    cells = np.ascontiguousarray(states).view()
    words = _words(cells, tables)
    for array in (cells, words):
        array.flags.writeable = False  # also, the compiled code takes read-only arrays for another type
    return Terrain(cells, origin, tables, words)


def terrain_of(blocks: Blocks, around: Vec, radius: int, version: str = "1.19.4") -> Terrain:
    """The known cells within `radius` (0-256) of the cell that holds `around`, in each direction: (2 * radius + 1)³ cells. Raises UsageError."""
    if not 0 <= radius <= 256:
        raise UsageError(f"terrain: expected a radius of 0 to 256 blocks, found {radius}: give one")
    if not all(abs(value) < 3e7 for value in (around.x, around.y, around.z)):
        raise UsageError(f"terrain: expected a point in the world, found {around}: give the body's")
    low = around.cell.offset(-radius, -radius, -radius)
    side = 2 * radius + 1
    states = np.full((side, side, side), UNKNOWN, dtype=np.uint16)
    layers = blocks.layers()
    for sx in range(low.x >> 4, (low.x + side - 1 >> 4) + 1):
        for sy in range(low.y >> 4, (low.y + side - 1 >> 4) + 1):
            for sz in range(low.z >> 4, (low.z + side - 1 >> 4) + 1):
                section = layers.sections.get(SectionKey(sx, sy, sz))
                if section is None:
                    continue
                x, y, z = sx * _SECTION - low.x, sy * _SECTION - low.y, sz * _SECTION - low.z
                x0, y0, z0 = max(x, 0), max(y, 0), max(z, 0)
                x1, y1, z1 = (min(lowest + _SECTION, side) for lowest in (x, y, z))
                cube = section.reshape(_SECTION, _SECTION, _SECTION)
                states[y0:y1, z0:z1, x0:x1] = cube[y0 - y : y1 - y, z0 - z : z1 - z, x0 - x : x1 - x]
    for pos, state in layers.overlay.items():
        y, z, x = pos.y - low.y, pos.z - low.z, pos.x - low.x
        if 0 <= y < side and 0 <= z < side and 0 <= x < side:
            states[y, z, x] = state
    return terrain(states, low, version)


def _words(states: NDArray[np.uint16], tables: Shapes) -> NDArray[np.int64]:
    known = _summary(tables)
    ny, nz, nx = states.shape
    # a margin of cells never seen all around
    full = np.zeros((ny + DOWN + UP, nz + 2, nx + 2), dtype=np.uint8)
    near = np.full(full.shape, NEAR_UNSEEN, dtype=np.uint8)
    inner = (slice(DOWN, DOWN + ny), slice(1, 1 + nz), slice(1, 1 + nx))
    cells = known[states]
    full[inner] = cells >> 8
    near[inner] = cells & 255
    column = full[:ny].copy()
    around = near[:ny].copy()
    for row in range(1, _ROWS):
        column |= full[row : row + ny] << row
        around |= near[row : row + ny]
    around = around[:, :-2] | around[:, 1:-1] | around[:, 2:]
    around = around[:, :, :-2] | around[:, :, 1:-1] | around[:, :, 2:]
    wide = column.astype(np.int32)
    rows = wide[:, :, :-2] | wide[:, :, 1:-1] << _ROWS | wide[:, :, 2:] << 2 * _ROWS
    planes = rows.astype(np.int64)
    words: NDArray[np.int64] = planes[:, :-2] | planes[:, 1:-1] << 3 * _ROWS | planes[:, 2:] << 6 * _ROWS
    words |= around.astype(np.int64) << NEAR
    return words


def _summary(tables: Shapes) -> NDArray[np.int32]:
    """By state id: the bits of `near`, and 256 for a full cube."""
    if tables.version not in _summaries:
        kind, full = tables.kind, tables.full
        wide = (tables.boxes[:, [0, 1, 2]] < 0).any(axis=1) | (tables.boxes[:, [3, 5]] > 1).any(axis=1)
        wide_before = np.append(0, np.cumsum(wide))
        near = np.where(full, 256, 0)
        near |= NEAR_SHAPE * ~(full | tables.empty)
        near |= NEAR_WIDE * (wide_before[tables.stop] > wide_before[tables.first])
        near |= NEAR_WATER * (kind & kinds.WATER != 0)
        near |= NEAR_LAVA * (kind & kinds.LAVA != 0)
        near |= NEAR_CLIMB * (kind & kinds.CLIMB != 0)
        near |= NEAR_SLIPPERY * (tables.slipperiness != kinds.SLIPPERINESS)
        near |= NEAR_OTHER * (kind & (kinds.WEB | kinds.BUBBLE_UP | kinds.BUBBLE_DOWN | kinds.SLOW | kinds.HONEY | kinds.SLIME) != 0)
        near |= NEAR_UNSEEN * (kind & kinds.UNSEEN != 0)
        _summaries[tables.version] = near.astype(np.int32)
    return _summaries[tables.version]


_summaries: dict[str, NDArray[np.int32]] = {}
