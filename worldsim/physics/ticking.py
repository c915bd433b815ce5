"""One tick of a body: currents, keys, heading, the way through the blocks, friction and gravity.

After `simulatePlayer` of prismarine-physics 1.11.1, in its order of operations and with float32 rounding only where it has `Math.fround`.
Numbers are its constants. Without effects, enchantments and elytra: no bot of ours has any.
"""

from __future__ import annotations

import math

import numpy as np

from worldsim.physics.boxes import any_overlap
from worldsim.physics.compiling import compiled, inlined
from worldsim.physics.land import Box, Cells, Land, body_box, cells_of, kind_at, state_at, word_at
from worldsim.physics.liquids import any_lava, any_water, contracted, current
from worldsim.physics.moving import BLOCKED, IN_LAVA, IN_WATER, IN_WEB, ON_GROUND, SNEAK, moved
from worldsim.physics.shapes import CLIMB, HONEY, LADDER, SLIPPERINESS, WEB
from worldsim.physics.terrain import DOWN, NEAR, NEAR_CLIMB, NEAR_LAVA, NEAR_OTHER, NEAR_SLIPPERY, NEAR_WATER, SIDE, UP

FORWARD, BACK, LEFT, RIGHT, JUMP, SPRINT = 1, 2, 4, 8, 16, 32  # bits of the keys; SNEAK is 64

_GRAVITY = 0.08
_DRAG = float(np.float32(1 - 0.02))
_JUMP = float(np.float32(0.42))
_JUMP_PAUSE = 10  # ticks
_SPEED = 0.1
_SPRINT_SPEED = _SPEED + _SPEED * 0.3
_AIR_SPEED = 0.02
_AIR_SPRINT_SPEED = _AIR_SPEED + _AIR_SPEED * 0.3
_AIR_INERTIA = 0.91
_GRIP = 0.1627714
_NEGLIGIBLE = 0.003


@compiled
def surroundings(land: Land, px: float, py: float, pz: float) -> int:
    """The flags of a body that has been here for a tick: in water, in lava, in a web."""
    box = body_box(px, py, pz)
    flags = 0
    if any_water(land, contracted(box, 0.001, 0.401)):
        flags |= IN_WATER
    if any_lava(land, contracted(box, 0.1, 0.4)):
        flags |= IN_LAVA
    region = cells_of(contracted(box, 0.001, 0.001))
    for y in range(region[1], region[4] + 1):
        for z in range(region[2], region[5] + 1):
            for x in range(region[0], region[3] + 1):
                if kind_at(land, x, y, z) & WEB:
                    flags |= IN_WEB
    return flags


@compiled
def _climbs(land: Land, px: float, py: float, pz: float) -> bool:
    """Whether the feet are in something to climb: an open trapdoor too, above a ladder that looks the same way."""
    x, z = math.floor(px), math.floor(pz)
    state = state_at(land, x, math.floor(py), z)
    if land.kind[state] & CLIMB:
        return True
    if land.facing[state] == 0:
        return False
    below = state_at(land, x, math.floor(py - 1.0), z)
    return bool(land.kind[below] & LADDER) and bool(land.facing[below] == land.facing[state])


@inlined
def _far(at: Cells, px: float, py: float, pz: float) -> bool:
    """Whether a body has come so far in a tick that the word of the cell `at` does not tell of the one it is in, and the one below."""
    aside = abs(math.floor(px) - at[0]) > SIDE or abs(math.floor(pz) - at[2]) > SIDE
    return aside or math.floor(py) - 1 < at[1] - DOWN or math.floor(py) > at[1] + UP


@inlined
def _headed(vx: float, vz: float, keys: int, speed: float, sine: float, cosine: float) -> tuple[float, float]:
    """The horizontal velocity after the keys pushed."""
    strafe = ((keys & RIGHT != 0) - (keys & LEFT != 0)) * 0.98
    forward = ((keys & FORWARD != 0) - (keys & BACK != 0)) * 0.98
    if keys & SNEAK:
        strafe *= 0.3
        forward *= 0.3
    size = math.sqrt(strafe * strafe + forward * forward)
    if size < 0.01:
        return vx, vz
    factor = speed / max(size, 1.0)
    strafe *= factor
    forward *= factor
    return vx - (strafe * cosine + forward * sine), vz + (forward * cosine - strafe * sine)


@compiled
def _free(land: Land, px: float, py: float, pz: float) -> bool:
    box: Box = body_box(px, py, pz)
    return not any_overlap(land, box, cells_of(box)) and not any_water(land, box)


@inlined
def tick(
    land: Land,
    px: float,
    py: float,
    pz: float,
    vx: float,
    vy: float,
    vz: float,
    flags: int,
    pause: int,
    keys: int,
    sine: float,
    cosine: float,
) -> tuple[float, float, float, float, float, float, int, int]:
    """Position, velocity, flags and the pause before the next jump, a tick later. `sine`, `cosine`: of pi - yaw."""
    x, y, z = math.floor(px), math.floor(py), math.floor(pz)
    at: Cells = (x, y, z, x, y, z)
    word = word_at(land, x, y, z)
    near = word >> NEAR
    flags &= ~(IN_WATER | IN_LAVA)
    if near & NEAR_WATER:
        wet, push_x, push_y, push_z = current(land, contracted(body_box(px, py, pz), 0.001, 0.401))
        vx, vy, vz = vx + push_x, vy + push_y, vz + push_z
        if wet:
            flags |= IN_WATER
    if near & NEAR_LAVA and any_lava(land, contracted(body_box(px, py, pz), 0.1, 0.4)):
        flags |= IN_LAVA
    if abs(vx) < _NEGLIGIBLE:
        vx = 0.0
    if abs(vy) < _NEGLIGIBLE:
        vy = 0.0
    if abs(vz) < _NEGLIGIBLE:
        vz = 0.0

    if keys & JUMP:
        if pause > 0:
            pause -= 1
        if flags & (IN_WATER | IN_LAVA):
            vy += 0.04
        elif flags & ON_GROUND and pause == 0:
            vy = _JUMP * (0.4 if near & NEAR_OTHER and kind_at(land, x, y - 1, z) & HONEY else 1.0)
            if keys & SPRINT:
                vx -= sine * 0.2
                vz += cosine * 0.2
            pause = _JUMP_PAUSE
    else:
        pause = 0

    swims = flags & (IN_WATER | IN_LAVA) != 0
    if swims:
        inertia = 0.8 if flags & IN_WATER else 0.5
        speed = 0.02
    elif flags & ON_GROUND:
        slipperiness = SLIPPERINESS
        if near & NEAR_SLIPPERY:
            slipperiness = land.slipperiness[state_at(land, x, math.floor(py - 1.0), z)]
        inertia = slipperiness * 0.91
        speed = (_SPRINT_SPEED if keys & SPRINT else _SPEED) * (_GRIP / (inertia * inertia * inertia))
    else:
        inertia = _AIR_INERTIA
        speed = _AIR_SPRINT_SPEED if keys & SPRINT else _AIR_SPEED
    vx, vz = _headed(vx, vz, keys, speed, sine, cosine)
    if not swims and near & NEAR_CLIMB and _climbs(land, px, py, pz):
        vx = max(-0.15, min(vx, 0.15))
        vz = max(-0.15, min(vz, 0.15))
        vy = max(vy, 0.0 if keys & SNEAK else -0.15)

    before = py
    px, py, pz, vx, vy, vz, flags = moved(land, word, at, px, py, pz, vx, vy, vz, flags, keys)
    if not swims and (flags & BLOCKED or keys & JUMP) and (near & NEAR_CLIMB or _far(at, px, py, pz)) and _climbs(land, px, py, pz):
        vy = 0.2
    vx *= inertia
    vz *= inertia
    if not swims:
        return px, py, pz, vx, (vy - _GRAVITY) * _DRAG, vz, flags, pause
    vy = vy * inertia - (_GRAVITY / 16 if flags & IN_WATER else _GRAVITY / 4)
    if flags & BLOCKED and _free(land, px + vx, py + (vy + 0.6 - py + before), pz + vz):
        vy = 0.3
    return px, py, pz, vx, vy, vz, flags, pause
