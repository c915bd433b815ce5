"""Where a walk may end: in a cell, near it, within reach of a block, or where a thing can be picked up."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, sqrt

import msgspec

from worldsim.space import EYES, REACH, Pos, Vec

#: How far from the feet a thing may lie to be picked up: the player's box (0.6 wide, 1.8 high) grown by 1 sideways and 0.5 up and down meets the
#: thing's (0.25 wide and high; Minecraft Wiki, "Item (entity)"; `Player.aiStep`).
PICKUP_SIDE, PICKUP_UP, PICKUP_DOWN = 1.425, 2.3, 0.75
#: Where who walks to a thing stops: in a cell from whose middle it lies so near, so that a body somewhat beside the middle still gets it.
_TOUCH_SIDE, _TOUCH_UP, _TOUCH_DOWN = 1.0, 2.0, 0.2
#: Who walks to reach a cell comes this near, in blocks: less than REACH, because a body does not stop in the middle of its cell.
ARM = REACH - 0.3
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
    dx = dx if dx >= 0 else -dx  # written out: a search asks this of every node
    dz = dz if dz >= 0 else -dz
    return dx + _STRAIGHT * dz if dx > dz else dz + _STRAIGHT * dx


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
        # To the middle, not to the edge: it may be more than what is left, so of several cells in reach the bot takes the one on its way there.
        lambda x, y, z: octile(x - px, z - pz) + abs(y - py),
        pos.offset(-ceil(radius), -ceil(radius), -ceil(radius)),
        pos.offset(ceil(radius), ceil(radius), ceil(radius)),
    )


def touching(thing: Vec) -> Target:
    """Where a thing is picked up from for sure."""
    cell = Vec(thing.x, thing.y + 0.1, thing.z).cell
    left = near(cell, 1.0).left

    def reached(x: int, y: int, z: int) -> bool:
        return max(abs(thing.x - x - 0.5), abs(thing.z - z - 0.5)) <= _TOUCH_SIDE and -_TOUCH_DOWN <= thing.y - y <= _TOUCH_UP

    return Target(reached, left, cell.offset(-1, -3, -1), cell.offset(1, 1, 1))


def within_reach(pos: Pos, keep_out: frozenset[Node] = frozenset()) -> Target:
    """With the eyes at most 4.2 blocks from the centre of the cell, and neither feet nor head in the cells of `keep_out`."""
    px, py, pz = pos.x, pos.y + 0.5 - EYES, pos.z
    squared = ARM * ARM

    def reached(x: int, y: int, z: int) -> bool:
        if (x - px) ** 2 + (y - py) ** 2 + (z - pz) ** 2 > squared:
            return False
        return not keep_out or ((x, y, z) not in keep_out and (x, y + 1, z) not in keep_out)

    return Target(
        reached,
        lambda x, y, z: max(0.0, octile(x - px, z - pz) - ARM * _SLACK),
        pos.offset(-4, -5, -4),
        pos.offset(4, 3, 4),
    )


def touches(feet: Vec, thing: Vec) -> bool:
    """Whether a body with its feet there picks up a thing that lies there."""
    return abs(thing.x - feet.x) <= PICKUP_SIDE and abs(thing.z - feet.z) <= PICKUP_SIDE and -PICKUP_DOWN <= thing.y - feet.y <= PICKUP_UP


def reaches(eyes: Vec, pos: Pos) -> bool:
    """Whether the centre of the cell is at most 4.5 blocks from the eyes."""
    return eyes.distance(pos.center) <= REACH
