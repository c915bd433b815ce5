"""Pits: where a body gets no farther without a jump."""

from __future__ import annotations

from worldsim.blocks import Blocks
from worldsim.space import Vec
from worldsim.walking.ground import KIND, OPEN, UNSEEN, WATER, Ground, ground_of
from worldsim.walking.paths import node_of
from worldsim.walking.targets import Node

#: Who can go to more places than this, on the level or down, is in no pit but in a valley.
MOST = 64
#: How deep a step down is followed, in blocks: no damage up to three (Minecraft Wiki, "Damage", falling).
_DROP = 3


def is_in_pit(blocks: Blocks, feet: Vec) -> bool:
    """Whether the body at `feet` can get to a few places only, all of them known, walking on the level or down. What is unknown may be a way out."""
    ground = ground_of(blocks)
    return is_pit(ground, node_of(ground, feet))


def is_pit(ground: Ground, start: Node) -> bool:
    """The same of a cell of the feet."""
    seen, waiting = {start}, [start]
    while waiting:
        x, y, z = waiting.pop()
        for nx, nz in ((x + 1, z), (x - 1, z), (x, z + 1), (x, z - 1)):
            if UNSEEN in (ground.code(nx, y, nz) & KIND, ground.code(nx, y + 1, nz) & KIND) and _may_pass(ground, nx, y, nz):
                return False
            if not (_open(ground, nx, y, nz) and _open(ground, nx, y + 1, nz)):
                continue
            landing = _landing(ground, nx, y, nz)
            if landing is None:
                return False
            if landing not in seen:
                seen.add(landing)
                waiting.append(landing)
        if len(seen) > MOST:
            return False
    return True


def _landing(ground: Ground, x: int, y: int, z: int) -> Node | None:
    """Where a body comes to stand that steps into the column; None if that is too deep, or unknown."""
    for level in range(y, y - _DROP - 1, -1):
        below = ground.code(x, level - 1, z) & KIND
        if ground.code(x, level, z) & KIND == WATER or below not in (OPEN, UNSEEN):
            return (x, level, z)
        if below == UNSEEN:
            return None
    return None


def _open(ground: Ground, x: int, y: int, z: int) -> bool:
    return ground.code(x, y, z) & KIND in (OPEN, WATER)


def _may_pass(ground: Ground, x: int, y: int, z: int) -> bool:
    return all(ground.code(x, level, z) & KIND in (OPEN, WATER, UNSEEN) for level in (y, y + 1))
