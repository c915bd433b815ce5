"""What a body meets in a cell, by state id: collision boxes, and what water, ladders, ice and the like do to it.

The tables are an extract of the npm package `minecraft-data` (MIT licence, PrismarineJS), in `worldsim/data/<version>.shapes.gz`, written by
`python -m worldsim.physics.build_shapes`. Which block does what is prismarine-physics' own list, kinds and slipperiness alike.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from worldsim.blocks import UNKNOWN
from worldsim.errors import UsageError

_DATA = Path(__file__).parents[1] / "data"
#: Boxes are kept in these parts of a block.
UNITS = 32
#: Of every block that is not listed, air too.
SLIPPERINESS = 0.6

# Bits of Shapes.kind.
WATER = 1  # water, what grows in it, and all that is waterlogged
FALLING = 2  # water whose flow points down (prismarine-physics: metadata of 8 or more, whatever the block)
LAVA = 4
LADDER = 8  # the block of that name: a trapdoor above it may be climbed too
CLIMB = 16  # ladder, vine, scaffolding
WEB = 32
BUBBLE_UP = 64
BUBBLE_DOWN = 128
SLOW = 256  # soul sand and honey slow down who stands on them
HONEY = 512
SLIME = 1024
AIR = 2048  # air itself, not cave air: above a bubble column it is the surface
BLOCK = 4096  # minecraft-data's boundingBox 'block'
UNSEEN = 8192


class Extract(msgspec.Struct, frozen=True):
    """What the data file holds."""

    version: str
    boxes: list[list[tuple[int, int, int, int, int, int]]]  #: distinct shapes, each some boxes [x0, y0, z0, x1, y1, z1] in 1/32 block
    shape: list[int]  #: index into `boxes`, by state id
    kind: list[int]  #: bits, by state id
    depth: list[int]  #: how far the water's surface has sunk, 0-7; 0 where there is none; by state id
    facing: list[int]  #: 1-4 for ladders and for open trapdoors, 0 for all others; by state id
    slippery: list[tuple[int, int, float]]  #: first and last state id, slipperiness


class Shapes(msgspec.Struct, frozen=True, eq=False):
    """Tables by state id, 65,536 rows each, so that UNKNOWN has one too: nothing. A cell's boxes are `boxes[first[id]:stop[id]]`. All read-only."""

    version: str
    boxes: NDArray[np.float64]  #: [boxes, 6]: x0, y0, z0, x1, y1, z1 from the cell's lowest corner; -0.25 to 1.5
    first: NDArray[np.int32]
    stop: NDArray[np.int32]
    kind: NDArray[np.int32]  #: bits of this module
    depth: NDArray[np.int32]
    facing: NDArray[np.int32]
    slipperiness: NDArray[np.float64]  #: 0.6, slime 0.8, ice 0.98, blue ice 0.989

    @property
    def full(self) -> NDArray[np.bool_]:
        """Which state ids are one full cube."""
        whole = np.append((self.boxes == (0, 0, 0, 1, 1, 1)).all(axis=1), False)
        found: NDArray[np.bool_] = (self.stop - self.first == 1) & whole[self.first]
        return found

    @property
    def empty(self) -> NDArray[np.bool_]:
        """Which state ids have no box."""
        found: NDArray[np.bool_] = self.stop == self.first
        return found


@cache
def shapes(version: str = "1.19.4") -> Shapes:
    """The shapes of a version, read once. Raises UsageError if there is no data file of it."""
    path = _DATA / f"{version}.shapes.gz"
    if not path.exists():
        have = ", ".join(sorted(p.name.removesuffix(".shapes.gz") for p in _DATA.glob("*.shapes.gz")))
        raise UsageError(f"expected a Minecraft version out of {have}, found {version!r}: use one of those (or worldsim.physics.build_shapes)")
    data = msgspec.json.decode(gzip.decompress(path.read_bytes()), type=Extract)
    stops = np.cumsum([len(shape) for shape in data.boxes])
    starts = stops - [len(shape) for shape in data.boxes]
    shape = np.array(data.shape)
    kind = _table(np.array(data.kind))
    kind[UNKNOWN] = UNSEEN
    slipperiness = np.full(UNKNOWN + 1, SLIPPERINESS)
    for first, last, value in data.slippery:
        slipperiness[first : last + 1] = value
    found = Shapes(
        version=data.version,
        boxes=np.array([box for boxes in data.boxes for box in boxes], dtype=np.float64) / UNITS,
        first=_table(starts[shape]),
        stop=_table(stops[shape]),
        kind=kind,
        depth=_table(np.array(data.depth)),
        facing=_table(np.array(data.facing)),
        slipperiness=slipperiness,
    )
    for name in found.__struct_fields__[1:]:
        getattr(found, name).flags.writeable = False
    return found


def _table(values: NDArray[np.int64]) -> NDArray[np.int32]:
    table = np.zeros(UNKNOWN + 1, dtype=np.int32)
    table[: len(values)] = values
    return table
