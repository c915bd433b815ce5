"""Where a walk may end: in a cell, near it, within reach of a block, or where a thing can be picked up."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, sqrt

import msgspec

from worldsim.space import EYES, REACH, Pos, Vec

#: How far a body picks things up, from its feet at the middle of a cell: the player's box grown by 1 sideways and 0.5 up and down
#: (Minecraft Wiki, "Item (entity)").
PICKUP_SIDE, PICKUP_UP, PICKUP_DOWN = 1.3, 2.3, 0.6
#: Who walks to reach a cell comes this near, in blocks: less than REACH, because a body does not stop in the middle of its cell.
_ARM = REACH - 0.3
_STRAIGHT = sqrt(2) - 1
#: The octile length of a straight line of length 1 is at most this.
_SLACK = 1.0824


#: A cell of the feet. A plain tuple, not a Pos: a search makes thousands.
Node = tuple[int, int, int]


class Target(msgspec.Struct, frozen=True):
    """Where to get to: `reached` of a node, and `left`, which never exceeds the cost that is left."""

    reached: Callable[[int, int, int], bool]
    left: Callable[[int, int, int], float]
    low: Pos  #: corners of the box in which all its nodes lie
    high: Pos


def octile(dx: float, dz: float) -> float:
    """The cost of a level walk in steps along axes (1) and diagonals (sqrt 2)."""
    dx, dz = abs(dx), abs(dz)
    return max(dx, dz) + _STRAIGHT * min(dx, dz)


def into(pos: Pos) -> Target:
    """With the feet in that very cell."""
    px, py, pz = pos.x, pos.y, pos.z
    return Target(
        lambda x, y, z: x == px and y == py and z == pz,
        lambda x, y, z: octile(x - px, z - pz) + max(0, py - y),
        pos,
        pos,
    )


def near(pos: Pos, radius: float) -> Target:
    """With the feet in a cell at most `radius` away, corner to corner (pathfinder's GoalNear)."""
    px, py, pz = pos.x, pos.y, pos.z
    squared = radius * radius
    return Target(
        lambda x, y, z: (x - px) ** 2 + (y - py) ** 2 + (z - pz) ** 2 <= squared,
        lambda x, y, z: max(0.0, octile(x - px, z - pz) - radius * _SLACK),
        pos.offset(-ceil(radius), -ceil(radius), -ceil(radius)),
        pos.offset(ceil(radius), ceil(radius), ceil(radius)),
    )


def within_reach(pos: Pos, keep_out: frozenset[Node] = frozenset()) -> Target:
    """With the eyes at most 4.2 blocks from the centre of the cell, and neither feet nor head in the cells of `keep_out`."""
    px, py, pz = pos.x, pos.y + 0.5 - EYES, pos.z
    squared = _ARM * _ARM

    def reached(x: int, y: int, z: int) -> bool:
        if (x - px) ** 2 + (y - py) ** 2 + (z - pz) ** 2 > squared:
            return False
        return not keep_out or ((x, y, z) not in keep_out and (x, y + 1, z) not in keep_out)

    return Target(
        reached,
        lambda x, y, z: max(0.0, octile(x - px, z - pz) - _ARM * _SLACK),
        pos.offset(-4, -5, -4),
        pos.offset(4, 3, 4),
    )


def touches(feet: Vec, thing: Vec) -> bool:
    """Whether a body with its feet there picks up a thing that lies there."""
    return abs(thing.x - feet.x) <= PICKUP_SIDE and abs(thing.z - feet.z) <= PICKUP_SIDE and -PICKUP_DOWN <= thing.y - feet.y <= PICKUP_UP


def reaches(eyes: Vec, pos: Pos) -> bool:
    """Whether the centre of the cell is at most 4.5 blocks from the eyes."""
    return eyes.distance(pos.center) <= REACH
