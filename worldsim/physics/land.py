"""How compiled code reads a terrain."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worldsim.blocks import UNKNOWN
from worldsim.physics.compiling import inlined
from worldsim.physics.terrain import OUTSIDE, Terrain


class Land(NamedTuple):
    """A terrain and its tables, as numba takes them."""

    states: NDArray[np.uint16]
    words: NDArray[np.int64]
    x: int  # the lowest corner
    y: int
    z: int
    boxes: NDArray[np.float64]
    first: NDArray[np.int32]
    stop: NDArray[np.int32]
    kind: NDArray[np.int32]
    depth: NDArray[np.int32]
    facing: NDArray[np.int32]
    slipperiness: NDArray[np.float64]


#: Six numbers, cell by cell or edge by edge: lowest x, y, z, highest x, y, z.
Box = tuple[float, float, float, float, float, float]
Cells = tuple[int, int, int, int, int, int]


def land_of(terrain: Terrain) -> Land:
    """The same terrain."""
    at, known = terrain.origin, terrain.shapes
    tables = (known.boxes, known.first, known.stop, known.kind, known.depth, known.facing, known.slipperiness)
    return Land(terrain.states, terrain.words, at.x, at.y, at.z, *tables)


@inlined
def state_at(land: Land, x: int, y: int, z: int) -> int:
    """State id of a cell, UNKNOWN outside."""
    i, j, k = y - land.y, z - land.z, x - land.x
    shape = land.states.shape
    if i < 0 or j < 0 or k < 0 or i >= shape[0] or j >= shape[1] or k >= shape[2]:
        return UNKNOWN
    return int(land.states[i, j, k])


@inlined
def kind_at(land: Land, x: int, y: int, z: int) -> int:
    """Kind bits of a cell (shapes.py)."""
    return int(land.kind[state_at(land, x, y, z)])


@inlined
def word_at(land: Land, x: int, y: int, z: int) -> int:
    """What is near a cell (terrain.py)."""
    i, j, k = y - land.y, z - land.z, x - land.x
    shape = land.words.shape
    if i < 0 or j < 0 or k < 0 or i >= shape[0] or j >= shape[1] or k >= shape[2]:
        return OUTSIDE
    return int(land.words[i, j, k])


@inlined
def body_box(x: float, y: float, z: float) -> Box:
    """The player's box: 0.6 wide, 1.8 high."""
    return -0.3 + x, y, -0.3 + z, 0.3 + x, 1.8 + y, 0.3 + z


@inlined
def shifted(box: Box, dx: float, dy: float, dz: float) -> Box:
    """The box elsewhere."""
    return box[0] + dx, box[1] + dy, box[2] + dz, box[3] + dx, box[4] + dy, box[5] + dz


@inlined
def extended(box: Box, dx: float, dy: float, dz: float) -> Box:
    """The box swept along."""
    return (
        box[0] + min(dx, 0.0),
        box[1] + min(dy, 0.0),
        box[2] + min(dz, 0.0),
        box[3] + max(dx, 0.0),
        box[4] + max(dy, 0.0),
        box[5] + max(dz, 0.0),
    )


@inlined
def cells_of(box: Box) -> Cells:
    """The cells that hold its corners, lowest and highest."""
    return (
        int(np.floor(box[0])),
        int(np.floor(box[1])),
        int(np.floor(box[2])),
        int(np.floor(box[3])),
        int(np.floor(box[4])),
        int(np.floor(box[5])),
    )
