"""Collisions with any shape: by the boxes of the cells themselves.

Each `slide` gives how far a box gets of a way along one axis, by `AABB.computeOffset*` of prismarine-physics over the boxes of a region and
of the row below it, for fences and walls reach up into it. Boxes that cannot be in the way are not looked at: they would not change the result,
which is the smallest of what each allows. A box keeps to its cell, but for its upper half (up to 1.5), and but for those of piston heads.
"""

from __future__ import annotations

import math

from worldsim.blocks import UNKNOWN
from worldsim.physics.compiling import compiled
from worldsim.physics.land import Box, Cells, Land, state_at


@compiled
def any_box(land: Land, region: Cells) -> bool:
    """Whether a cell of a region, or of the row below it, has a box at all."""
    for y in range(region[1] - 1, region[4] + 1):
        for z in range(region[2], region[5] + 1):
            for x in range(region[0], region[3] + 1):
                state = state_at(land, x, y, z)
                if land.first[state] != land.stop[state]:
                    return True
    return False


@compiled
def any_unseen(land: Land, region: Cells) -> bool:
    """Whether a region holds a cell that was never seen."""
    for y in range(region[1], region[4] + 1):
        for z in range(region[2], region[5] + 1):
            for x in range(region[0], region[3] + 1):
                if state_at(land, x, y, z) == UNKNOWN:
                    return True
    return False


@compiled
def any_overlap(land: Land, box: Box, region: Cells) -> bool:
    """Whether a box of the region, or of the row below it, overlaps `box`."""
    for y in range(region[1] - 1, region[4] + 1):
        for z in range(region[2], region[5] + 1):
            for x in range(region[0], region[3] + 1):
                state = state_at(land, x, y, z)
                for i in range(land.first[state], land.stop[state]):
                    b = land.boxes[i]
                    if (
                        b[0] + x < box[3]
                        and b[3] + x > box[0]
                        and b[1] + y < box[4]
                        and b[4] + y > box[1]
                        and b[2] + z < box[5]
                        and b[5] + z > box[2]
                    ):
                        return True
    return False


@compiled
def slide_y(land: Land, slack: int, box: Box, region: Cells, way: float) -> float:
    """How far `box` gets of `way` up (+) or down (-). `slack`: by how many cells a box may stick out of its own."""
    y0, y1 = region[1] - 1, region[4]
    if way < 0.0:
        y1 = min(y1, math.floor(box[1]) + slack)
    else:
        y0 = max(y0, math.floor(box[4]) - slack)
    for y in range(y0, y1 + 1):
        for z in range(max(region[2], math.floor(box[2]) - slack), min(region[5], math.ceil(box[5]) - 1 + slack) + 1):
            for x in range(max(region[0], math.floor(box[0]) - slack), min(region[3], math.ceil(box[3]) - 1 + slack) + 1):
                state = state_at(land, x, y, z)
                for i in range(land.first[state], land.stop[state]):
                    b = land.boxes[i]
                    if box[3] > b[0] + x and box[0] < b[3] + x and box[5] > b[2] + z and box[2] < b[5] + z:
                        if way > 0.0 and box[4] <= b[1] + y:
                            way = min(b[1] + y - box[4], way)
                        elif way < 0.0 and box[1] >= b[4] + y:
                            way = max(b[4] + y - box[1], way)
    return way


@compiled
def slide_x(land: Land, slack: int, box: Box, region: Cells, way: float) -> float:
    """How far `box` gets of `way` east (+) or west (-)."""
    x0, x1 = region[0], region[3]
    if way < 0.0:
        x1 = min(x1, math.floor(box[0]) + slack)
    else:
        x0 = max(x0, math.floor(box[3]) - slack)
    for y in range(max(region[1], math.floor(box[1])) - 1, min(region[4], math.ceil(box[4]) - 1 + slack) + 1):
        for z in range(max(region[2], math.floor(box[2]) - slack), min(region[5], math.ceil(box[5]) - 1 + slack) + 1):
            for x in range(x0, x1 + 1):
                state = state_at(land, x, y, z)
                for i in range(land.first[state], land.stop[state]):
                    b = land.boxes[i]
                    if box[4] > b[1] + y and box[1] < b[4] + y and box[5] > b[2] + z and box[2] < b[5] + z:
                        if way > 0.0 and box[3] <= b[0] + x:
                            way = min(b[0] + x - box[3], way)
                        elif way < 0.0 and box[0] >= b[3] + x:
                            way = max(b[3] + x - box[0], way)
    return way


@compiled
def slide_z(land: Land, slack: int, box: Box, region: Cells, way: float) -> float:
    """How far `box` gets of `way` south (+) or north (-)."""
    z0, z1 = region[2], region[5]
    if way < 0.0:
        z1 = min(z1, math.floor(box[2]) + slack)
    else:
        z0 = max(z0, math.floor(box[5]) - slack)
    for y in range(max(region[1], math.floor(box[1])) - 1, min(region[4], math.ceil(box[4]) - 1 + slack) + 1):
        for z in range(z0, z1 + 1):
            for x in range(max(region[0], math.floor(box[0]) - slack), min(region[3], math.ceil(box[3]) - 1 + slack) + 1):
                state = state_at(land, x, y, z)
                for i in range(land.first[state], land.stop[state]):
                    b = land.boxes[i]
                    if box[4] > b[1] + y and box[1] < b[4] + y and box[3] > b[0] + x and box[0] < b[3] + x:
                        if way > 0.0 and box[5] <= b[2] + z:
                            way = min(b[2] + z - box[5], way)
                        elif way < 0.0 and box[2] >= b[5] + z:
                            way = max(b[5] + z - box[2], way)
    return way
