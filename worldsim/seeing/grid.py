"""A dense piece of the known blocks: state ids in an array, for whatever looks at many cells at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from worldsim.blocks import UNKNOWN, Blocks, SectionKey
from worldsim.space import Pos


def dense(blocks: Blocks, low: Pos, shape: tuple[int, int, int]) -> NDArray[np.uint16]:
    """State ids of the cells from `low` on, `shape` = (y, z, x) many; UNKNOWN where nothing is known."""
    tall, deep, wide = shape
    out = np.full(shape, UNKNOWN, dtype=np.uint16)
    layers = blocks.layers()
    for sy in range(low.y >> 4, ((low.y + tall - 1) >> 4) + 1):
        for sz in range(low.z >> 4, ((low.z + deep - 1) >> 4) + 1):
            for sx in range(low.x >> 4, ((low.x + wide - 1) >> 4) + 1):
                section = layers.sections.get(SectionKey(sx, sy, sz))
                if section is None:
                    continue
                y0, y1 = max(low.y, sy * 16), min(low.y + tall, sy * 16 + 16)
                z0, z1 = max(low.z, sz * 16), min(low.z + deep, sz * 16 + 16)
                x0, x1 = max(low.x, sx * 16), min(low.x + wide, sx * 16 + 16)
                cells = section.reshape(16, 16, 16)[y0 - sy * 16 : y1 - sy * 16, z0 - sz * 16 : z1 - sz * 16, x0 - sx * 16 : x1 - sx * 16]
                out[y0 - low.y : y1 - low.y, z0 - low.z : z1 - low.z, x0 - low.x : x1 - low.x] = cells
    for pos, state in layers.overlay.items():
        y, z, x = pos.y - low.y, pos.z - low.z, pos.x - low.x
        if 0 <= y < tall and 0 <= z < deep and 0 <= x < wide:
            out[y, z, x] = state
    return out
