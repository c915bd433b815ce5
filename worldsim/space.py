"""Points in the world. x east, y up, z south; one unit is one block."""

from __future__ import annotations

from collections.abc import Iterator
from math import dist, floor

import msgspec


class Pos(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A block cell, by its lowest corner. On the wire: `[x, y, z]`."""

    x: int
    y: int
    z: int

    def __iter__(self) -> Iterator[int]:
        return iter((self.x, self.y, self.z))

    def offset(self, dx: int, dy: int, dz: int) -> Pos:
        return Pos(self.x + dx, self.y + dy, self.z + dz)

    @property
    def center(self) -> Vec:
        return Vec(self.x + 0.5, self.y + 0.5, self.z + 0.5)

    def __str__(self) -> str:
        return f"({self.x}, {self.y}, {self.z})"


class Vec(msgspec.Struct, frozen=True, array_like=True):
    """A point or a velocity (blocks, blocks per tick). On the wire: `[x, y, z]`."""

    x: float
    y: float
    z: float

    def __iter__(self) -> Iterator[float]:
        return iter((self.x, self.y, self.z))

    @property
    def cell(self) -> Pos:
        return Pos(floor(self.x), floor(self.y), floor(self.z))

    def distance(self, other: Vec) -> float:
        """Euclidean, in blocks."""
        return dist((self.x, self.y, self.z), (other.x, other.y, other.z))

    def __str__(self) -> str:
        return f"({self.x:.1f}, {self.y:.1f}, {self.z:.1f})"


#: The six neighbours of a cell, down first: the order in which a support is looked for.
FACES = ((0, -1, 0), (0, 0, -1), (0, 0, 1), (-1, 0, 0), (1, 0, 0), (0, 1, 0))

#: How far a survival player reaches a block, from the eyes to the centre of the cell, in blocks (Minecraft Wiki, "Breaking").
REACH = 4.5
#: Height of the eyes above the feet, in blocks (Minecraft Wiki, "Player").
EYES = 1.62
