"""Collisions where all around is air and full cubes: by the bits of one word, which tell of the cells around the one that holds the feet.

Each `slide` gives how far a box gets of a way along one axis, by `AABB.computeOffset*` of prismarine-physics over all cubes of a region. The
first cube in the way decides, so only those are tested.
"""

from __future__ import annotations

import math

from worldsim.physics.compiling import compiled, inlined
from worldsim.physics.land import Box, Cells
from worldsim.physics.terrain import DOWN, NEAR, NEAR_SHAPE, NEAR_UNSEEN, NEAR_WIDE, SIDE, UP

_ROWS = DOWN + 1 + UP
_COLUMN = (1 << _ROWS) - 1


@inlined
def within(at: Cells, region: Cells) -> bool:
    """Whether the word of the cell `at` (its first three numbers) knows all that is in a region, and one row below."""
    return (
        region[0] >= at[0] - SIDE
        and region[3] <= at[0] + SIDE
        and region[2] >= at[2] - SIDE
        and region[5] <= at[2] + SIDE
        and region[1] - 1 >= at[1] - DOWN
        and region[4] <= at[1] + UP
    )


@inlined
def plain(word: int) -> bool:
    """Whether a word knows of nothing but air and full cubes, as far as collisions go."""
    return word >> NEAR & (NEAR_SHAPE | NEAR_WIDE | NEAR_UNSEEN) == 0


@inlined
def column(word: int, at: Cells, x0: int, x1: int, z0: int, z1: int) -> int:
    """Which rows hold a cube in any of these columns; bit 0 is row `at[1] - DOWN`."""
    bits = 0
    for z in range(z0 - at[2] + SIDE, z1 - at[2] + SIDE + 1):
        for x in range(x0 - at[0] + SIDE, x1 - at[0] + SIDE + 1):
            bits |= word >> ((3 * z + x) * _ROWS)
    return bits & _COLUMN


@inlined
def rows(at: Cells, y0: int, y1: int) -> int:
    """The bits of the rows y0 to y1."""
    low = max(y0 - at[1] + DOWN, 0)
    return ((1 << (y1 - at[1] + DOWN + 1)) - 1) >> low << low


@compiled
def any_cube(word: int, at: Cells, region: Cells) -> bool:
    """Whether a region, or the row below it, holds a cube."""
    return column(word, at, region[0], region[3], region[2], region[5]) & rows(at, region[1] - 1, region[4]) != 0


@compiled
def slide_y(word: int, at: Cells, box: Box, region: Cells, way: float) -> float:
    """How far `box` gets of `way` up (+) or down (-)."""
    bits = column(word, at, math.floor(box[0]), math.ceil(box[3]) - 1, math.floor(box[2]), math.ceil(box[5]) - 1)
    if bits == 0:
        return way
    base = at[1] - DOWN
    if way < 0.0:
        for y in range(math.floor(box[1]) - 1, region[1] - 2, -1):
            if bits >> (y - base) & 1:
                return max(y + 1 - box[1], way)
    else:
        for y in range(math.ceil(box[4]), region[4] + 1):
            if bits >> (y - base) & 1:
                return min(y - box[4], way)
    return way


@compiled
def slide_x(word: int, at: Cells, box: Box, region: Cells, way: float) -> float:
    """How far `box` gets of `way` east (+) or west (-)."""
    z0, z1 = math.floor(box[2]), math.ceil(box[5]) - 1
    wanted = rows(at, math.floor(box[1]), math.ceil(box[4]) - 1)
    if way < 0.0:
        for x in range(math.floor(box[0]) - 1, region[0] - 1, -1):
            if column(word, at, x, x, z0, z1) & wanted:
                return max(x + 1 - box[0], way)
    else:
        for x in range(math.ceil(box[3]), region[3] + 1):
            if column(word, at, x, x, z0, z1) & wanted:
                return min(x - box[3], way)
    return way


@compiled
def slide_z(word: int, at: Cells, box: Box, region: Cells, way: float) -> float:
    """How far `box` gets of `way` south (+) or north (-)."""
    x0, x1 = math.floor(box[0]), math.ceil(box[3]) - 1
    wanted = rows(at, math.floor(box[1]), math.ceil(box[4]) - 1)
    if way < 0.0:
        for z in range(math.floor(box[2]) - 1, region[2] - 1, -1):
            if column(word, at, x0, x1, z, z) & wanted:
                return max(z + 1 - box[2], way)
    else:
        for z in range(math.ceil(box[5]), region[5] + 1):
            if column(word, at, x0, x1, z, z) & wanted:
                return min(z - box[5], way)
    return way
