"""One tick's way through the blocks: sneaking at edges, collisions axis by axis, stepping up, and what the touched blocks do.

After `moveEntity` of prismarine-physics, in its order of operations, so that every rounding is the same.
"""

from __future__ import annotations

import math

from worldsim.physics import boxes, cubes
from worldsim.physics.compiling import compiled, inlined
from worldsim.physics.land import Box, Cells, Land, body_box, cells_of, extended, kind_at, shifted
from worldsim.physics.liquids import contracted
from worldsim.physics.shapes import AIR, BUBBLE_DOWN, BUBBLE_UP, SLIME, SLOW, WEB
from worldsim.physics.terrain import NEAR, NEAR_OTHER, NEAR_UNSEEN, NEAR_WIDE

# Bits of a body's flags.
ON_GROUND = 1
IN_WATER = 2
IN_LAVA = 4
IN_WEB = 8
BLOCKED = 16  # a wall was in the way
TOUCHED = 32  # came into a cell that was never seen

SNEAK = 64  # the bit of that key

_STEP = 0.6
_EDGE = 0.05  # by how much sneaking draws back from an edge at a time
_SLOWED = 0.4
_HAIR = 0.001  # what only grazes the body does nothing to it


# `land` is None where the word alone decides: numba compiles each of these for both, and leaves out the branch that cannot be.


@compiled
def slide_y(land: Land | None, word: int, at: Cells, box: Box, region: Cells, way: float) -> float:
    """How far a box gets of `way` up (+) or down (-)."""
    if way == 0.0:
        return way
    if land is None:
        return cubes.slide_y(word, at, box, region, way)
    return boxes.slide_y(land, word >> NEAR & NEAR_WIDE, box, region, way)


@compiled
def slide_x(land: Land | None, word: int, at: Cells, box: Box, region: Cells, way: float) -> float:
    """The same east (+) or west (-)."""
    if way == 0.0:
        return way
    if land is None:
        return cubes.slide_x(word, at, box, region, way)
    return boxes.slide_x(land, word >> NEAR & NEAR_WIDE, box, region, way)


@compiled
def slide_z(land: Land | None, word: int, at: Cells, box: Box, region: Cells, way: float) -> float:
    """The same south (+) or north (-)."""
    if way == 0.0:
        return way
    if land is None:
        return cubes.slide_z(word, at, box, region, way)
    return boxes.slide_z(land, word >> NEAR & NEAR_WIDE, box, region, way)


@compiled
def _ground_under(land: Land | None, word: int, at: Cells, box: Box) -> bool:
    if land is None:
        return cubes.any_cube(word, at, cells_of(box))
    return boxes.any_box(land, cells_of(box))


@inlined
def _back(way: float) -> float:
    if -_EDGE <= way < _EDGE:
        return 0.0
    return way - _EDGE if way > 0.0 else way + _EDGE


@compiled
def _kept_back(land: Land | None, word: int, at: Cells, box: Box, dx: float, dz: float) -> tuple[float, float]:
    """The part of a way that leaves a sneaking body over something."""
    while dx != 0.0 and not _ground_under(land, word, at, shifted(box, dx, 0.0, 0.0)):
        dx = _back(dx)
    while dz != 0.0 and not _ground_under(land, word, at, shifted(box, 0.0, 0.0, dz)):
        dz = _back(dz)
    while dx != 0.0 and dz != 0.0 and not _ground_under(land, word, at, shifted(box, dx, 0.0, dz)):
        dx, dz = _back(dx), _back(dz)
    return dx, dz


@compiled
def _stepped(
    land: Land | None, word: int, at: Cells, old: Box, dx: float, dz: float, x: float, y: float, z: float, box: Box
) -> tuple[float, float, float, Box]:
    """The way with a step up to 0.6 high, if that leads further: dx, dz is what was wanted, x, y, z and `box` what came of it."""
    region = cells_of(extended(old, dx, _STEP, dz))
    lift1 = slide_y(land, word, at, extended(old, x, 0.0, z), region, _STEP)
    lift2 = slide_y(land, word, at, old, region, _STEP)
    box1, box2 = shifted(old, 0.0, lift1, 0.0), shifted(old, 0.0, lift2, 0.0)
    x1 = slide_x(land, word, at, box1, region, dx)
    x2 = slide_x(land, word, at, box2, region, dx)
    box1, box2 = shifted(box1, x1, 0.0, 0.0), shifted(box2, x2, 0.0, 0.0)
    z1 = slide_z(land, word, at, box1, region, dz)
    z2 = slide_z(land, word, at, box2, region, dz)
    if x1 * x1 + z1 * z1 > x2 * x2 + z2 * z2:
        way_x, way_y, way_z, high = x1, -lift1, z1, shifted(box1, 0.0, 0.0, z1)
    else:
        way_x, way_y, way_z, high = x2, -lift2, z2, shifted(box2, 0.0, 0.0, z2)
    if x * x + z * z >= way_x * way_x + way_z * way_z:
        return x, y, z, box
    way_y = slide_y(land, word, at, high, region, way_y)
    return way_x, way_y, way_z, shifted(high, 0.0, way_y, 0.0)


@compiled
def _went(
    land: Land | None, word: int, at: Cells, old: Box, region: Cells, dx: float, dy: float, dz: float, stands: bool
) -> tuple[float, float, float, Box]:
    """How far a body gets along each axis, and its box there."""
    y = slide_y(land, word, at, old, region, dy)
    box = shifted(old, 0.0, y, 0.0)
    x = slide_x(land, word, at, box, region, dx)
    box = shifted(box, x, 0.0, 0.0)
    z = slide_z(land, word, at, box, region, dz)
    box = shifted(box, 0.0, 0.0, z)
    if (stands or (y != dy and dy < 0.0)) and (x != dx or z != dz):
        return _stepped(land, word, at, old, dx, dz, x, y, z, box)
    return x, y, z, box


@inlined
def _hull(one: Box, two: Box) -> Box:
    """The smallest box that holds both."""
    return (
        min(one[0], two[0]),
        min(one[1], two[1]),
        min(one[2], two[2]),
        max(one[3], two[3]),
        max(one[4], two[4]),
        max(one[5], two[5]),
    )


@compiled
def _touch(land: Land, box: Box, vx: float, vy: float, vz: float, flags: int) -> tuple[float, float, float, int]:
    """What the blocks do that the body is in, or stands on."""
    region = cells_of(contracted(box, _HAIR, _HAIR))
    for y in range(region[1], region[4] + 1):
        for z in range(region[2], region[5] + 1):
            for x in range(region[0], region[3] + 1):
                kind = kind_at(land, x, y, z)
                if kind & WEB:
                    flags |= IN_WEB
                elif kind & (BUBBLE_UP | BUBBLE_DOWN):
                    surface = kind_at(land, x, y + 1, z) & AIR
                    if kind & BUBBLE_DOWN:
                        vy = max(-0.9 if surface else -0.3, vy - 0.03)
                    else:
                        vy = min(1.8 if surface else 0.7, vy + (0.1 if surface else 0.06))
    x, y, z = math.floor(box[0] + 0.3), math.floor(box[1]), math.floor(box[2] + 0.3)
    if kind_at(land, x, y - 1, z) & SLOW:
        vx *= _SLOWED
        vz *= _SLOWED
    return vx, vy, vz, flags


@inlined
def moved(
    land: Land, word: int, at: Cells, px: float, py: float, pz: float, vx: float, vy: float, vz: float, flags: int, keys: int
) -> tuple[float, float, float, float, float, float, int]:
    """Position, velocity and flags after moving by the velocity. `word`: of the cell `at` that holds the feet."""
    dx, dy, dz = vx, vy, vz
    if flags & IN_WEB:
        dx, dy, dz = dx * 0.25, dy * 0.05, dz * 0.25
        vx, vy, vz = 0.0, 0.0, 0.0
    old = body_box(px, py, pz)
    simple = cubes.plain(word)
    stands = flags & ON_GROUND != 0
    if keys & SNEAK and stands:
        if simple and cubes.within(at, cells_of(extended(old, dx, 0.0, dz))):
            dx, dz = _kept_back(None, word, at, old, dx, dz)
        else:
            dx, dz = _kept_back(land, word, at, old, dx, dz)
    region = cells_of(extended(old, dx, dy, dz))
    within = cubes.within(at, region)
    if simple and within:
        x, y, z, box = _went(None, word, at, old, region, dx, dy, dz, stands)
    else:
        x, y, z, box = _went(land, word, at, old, region, dx, dy, dz, stands)
    px, py, pz = box[0] + 0.3, box[1], box[2] + 0.3
    flags &= IN_WATER | IN_LAVA | TOUCHED
    # Not what lies behind a wall or below a floor: only where the body really comes.
    if word >> NEAR & NEAR_UNSEEN and boxes.any_unseen(land, cells_of(contracted(_hull(old, box), _HAIR, _HAIR))):
        flags |= TOUCHED
    if x != dx or z != dz:
        flags |= BLOCKED
    if x != dx:
        vx = 0.0
    if z != dz:
        vz = 0.0
    other = not within or word >> NEAR & NEAR_OTHER != 0
    if y != dy:
        if dy < 0.0:
            flags |= ON_GROUND
        bounces = other and keys & SNEAK == 0 and kind_at(land, math.floor(px), math.floor(py - 0.2), math.floor(pz)) & SLIME != 0
        vy = -vy if bounces else 0.0
    if other:
        vx, vy, vz, flags = _touch(land, box, vx, vy, vz, flags)
    return px, py, pz, vx, vy, vz, flags
