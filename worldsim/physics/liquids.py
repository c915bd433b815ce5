"""Water, its flow, and lava: as prismarine-physics has them."""

from __future__ import annotations

import math

import numpy as np

from worldsim.physics.compiling import compiled
from worldsim.physics.land import Box, Cells, Land, cells_of, kind_at, state_at
from worldsim.physics.shapes import BLOCK, FALLING, LAVA, WATER

#: Blocks per tick, per tick.
_PUSH = 0.014
#: The four sides, in prismarine-physics' order.
_SIDES = np.array([[0, 1], [-1, 0], [0, -1], [1, 0]])


@compiled
def contracted(box: Box, sides: float, ends: float) -> Box:
    """The box, smaller by so much on each side, and at top and bottom."""
    return box[0] + sides, box[1] + ends, box[2] + sides, box[3] - sides, box[4] - ends, box[5] - sides


@compiled
def holds_water(land: Land, x: int, y: int, z: int, top: float) -> bool:
    """Whether the water of a cell reaches a box that ends at `top`."""
    state = state_at(land, x, y, z)
    return bool(land.kind[state] & WATER) and math.ceil(top) >= y + 1 - (land.depth[state] + 1) / 9


@compiled
def any_water(land: Land, box: Box) -> bool:
    """Whether a box is in water."""
    region = cells_of(box)
    for y in range(region[1], region[4] + 1):
        for z in range(region[2], region[5] + 1):
            for x in range(region[0], region[3] + 1):
                if holds_water(land, x, y, z, box[4]):
                    return True
    return False


@compiled
def any_lava(land: Land, box: Box) -> bool:
    """Whether a box is in lava."""
    region = cells_of(box)
    for y in range(region[1], region[4] + 1):
        for z in range(region[2], region[5] + 1):
            for x in range(region[0], region[3] + 1):
                if kind_at(land, x, y, z) & LAVA:
                    return True
    return False


@compiled
def level_at(land: Land, x: int, y: int, z: int) -> int:
    """How far the surface has sunk, 0-7; -1: no water."""
    state = state_at(land, x, y, z)
    return int(land.depth[state]) if land.kind[state] & WATER else -1


@compiled
def _unit(x: float, y: float, z: float) -> tuple[float, float, float]:
    length = math.sqrt(x * x + y * y + z * z)
    return (x, y, z) if length == 0.0 else (x / length, y / length, z / length)


@compiled
def flow_at(land: Land, x: int, y: int, z: int) -> tuple[float, float, float]:
    """Where the water of a cell flows: a unit vector, or zero."""
    level = level_at(land, x, y, z)
    flow_x, flow_y, flow_z = 0.0, 0.0, 0.0
    for side in range(4):
        dx, dz = _SIDES[side]
        beside = level_at(land, x + dx, y, z + dz)
        drop = 0
        if beside >= 0:
            drop = beside - level
        elif kind_at(land, x + dx, y, z + dz) & BLOCK:
            below = level_at(land, x + dx, y - 1, z + dz)
            drop = below - (level - 8) if below >= 0 else 0
        flow_x += dx * drop
        flow_z += dz * drop
    if kind_at(land, x, y, z) & FALLING:
        for side in range(4):
            dx, dz = _SIDES[side]
            if (kind_at(land, x + dx, y, z + dz) | kind_at(land, x + dx, y + 1, z + dz)) & BLOCK:
                flow_x, flow_y, flow_z = _unit(flow_x, flow_y, flow_z)
                flow_y -= 6.0
    return _unit(flow_x, flow_y, flow_z)


@compiled
def current(land: Land, box: Box) -> tuple[bool, float, float, float]:
    """Whether a box is in water, and by how much that changes its velocity."""
    region: Cells = cells_of(box)
    found = False
    x_sum, y_sum, z_sum = 0.0, 0.0, 0.0
    for y in range(region[1], region[4] + 1):
        for z in range(region[2], region[5] + 1):
            for x in range(region[0], region[3] + 1):
                if holds_water(land, x, y, z, box[4]):
                    found = True
                    flow_x, flow_y, flow_z = flow_at(land, x, y, z)
                    x_sum += flow_x
                    y_sum += flow_y
                    z_sum += flow_z
    length = math.sqrt(x_sum * x_sum + y_sum * y_sum + z_sum * z_sum)
    if length > 0.0:
        return found, x_sum / length * _PUSH, y_sum / length * _PUSH, z_sum / length * _PUSH
    return found, 0.0, 0.0, 0.0
