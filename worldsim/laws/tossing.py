"""Where a stack comes to rest that springs out of a broken block: the game's motion of items, for a spread of throws.

Java Edition 1.19 (`Block.popResource`, `ItemEntity.tick`; Minecraft Wiki, "Item (entity)"): it starts up to a quarter of a block from the middle of
the cell, with 0.2 blocks a tick upwards and up to 0.1 to each side; gravity 0.04, drag 0.98, on the ground 0.588; 0.25 wide and high. Cells are
taken for open or full here.
"""

from __future__ import annotations

from functools import lru_cache
from math import floor
from random import Random
from typing import NamedTuple

#: The throws that stand for all: always the same.
THROWS = 16
SIZE, _HALF = 0.25, 0.125
_GRAVITY, _DRAG, _GROUND = 0.04, 0.98, 0.588
_LONGEST = 60
_STILL = 0.003
_TINY = 1e-6


class Rest(NamedTuple):
    """Where it lies, from the lowest corner of the broken cell, in blocks; at -1 it goes on falling, if there is room below."""

    x: float
    y: float
    z: float


def bit(dx: int, dy: int, dz: int) -> int:
    """Which bit of a pattern tells of the cell at this offset (-1, 0 or 1 on each axis)."""
    return 1 << (dy + 1) * 9 + (dz + 1) * 3 + dx + 1


@lru_cache(maxsize=4096)
def rests(solid: int) -> tuple[Rest, ...]:
    """Where `THROWS` of them come to rest, all as likely. `solid`: bits of the full cells around."""
    dice = Random(1)
    return tuple(_thrown(solid, *(dice.random() - 0.5 for _ in range(5))) for _ in range(THROWS))


def _thrown(solid: int, a: float, b: float, c: float, d: float, e: float) -> Rest:
    x, y, z = 0.5 + a / 2, 0.5 + b / 2 - _HALF, 0.5 + c / 2
    vx, vy, vz = d / 5, 0.2, e / 5

    def hits(x: float, y: float, z: float) -> bool:
        x0, x1 = floor(x - _HALF + _TINY), floor(x + _HALF - _TINY)
        y0, y1 = floor(y + _TINY), floor(y + SIZE - _TINY)
        z0, z1 = floor(z - _HALF + _TINY), floor(z + _HALF - _TINY)
        for cy in (y0,) if y0 == y1 else (y0, y1):
            for cz in (z0,) if z0 == z1 else (z0, z1):
                for cx in (x0,) if x0 == x1 else (x0, x1):
                    if -1 <= cx <= 1 and -1 <= cy <= 1 and -1 <= cz <= 1 and solid >> (cy + 1) * 9 + (cz + 1) * 3 + cx + 1 & 1:
                        return True
        return False

    for _ in range(_LONGEST):
        vy -= _GRAVITY
        grounded = False
        if hits(x, y + vy, z):
            grounded = vy < 0
            y = floor(y + vy) + 1.0 if grounded else floor(y + vy + SIZE) - SIZE
            vy = 0.0
        else:
            y += vy
        if hits(x + vx, y, z):
            x, vx = (floor(x + vx + _HALF) - _HALF, 0.0) if vx > 0 else (floor(x + vx - _HALF) + 1 + _HALF, 0.0)
        else:
            x += vx
        if hits(x, y, z + vz):
            z, vz = (floor(z + vz + _HALF) - _HALF, 0.0) if vz > 0 else (floor(z + vz - _HALF) + 1 + _HALF, 0.0)
        else:
            z += vz
        drag = _GROUND if grounded else _DRAG
        vx, vy, vz = vx * drag, vy * _DRAG, vz * drag
        if y < -1:
            return Rest(x, -1.0, z)
        if grounded and abs(vx) < _STILL and abs(vz) < _STILL:
            break
    return Rest(x, y, z)
