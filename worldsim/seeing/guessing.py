"""What may be where nobody has looked: the ground goes on as it does nearby, and what lies in the rock is rock.

A guess, never knowledge: it tells what will come in sight, and is not put into a state as if it were known.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from worldsim.blocks import UNKNOWN
from worldsim.facts import Facts
from worldsim.seeing.sight import look
from worldsim.space import Vec

#: How deep soil is over rock, in blocks (Minecraft Wiki, "Overworld": 3 or 4).
SOIL = 3
#: How much lower ground is guessed to lie where it should have been seen, in blocks.
_LOWERED = 4
#: What grows or stands on the ground, and is no ground itself.
_ABOVE = ("_log", "_leaves", "_planks", "_wood", "crafting_table", "furnace", "chest", "_door", "melon", "pumpkin", "cactus", "bamboo")
_TURF = ("grass_block", "podzol", "mycelium")
_LOOSE = ("sand", "red_sand", "gravel", "clay", "snow_block")


def guess(cells: NDArray[np.uint16], facts: Facts, eyes: Vec | None = None) -> NDArray[np.uint16]:
    """The same cells (y, z, x) with a kind for all that is UNKNOWN: air above the ground, and below it what such ground is made of.

    `eyes`: from where there was a look that told all that is known; then ground that should have been seen from there is guessed to lie lower.
    """
    unknown = cells == UNKNOWN
    tops = np.where(_kinds(facts)[cells] > 0, np.arange(cells.shape[0])[:, None, None], -1).max(axis=0)
    sure = tops >= 0
    tops, turf = _spread(tops, np.take_along_axis(cells, np.maximum(tops, 0)[None], axis=0)[0])
    filled = _filled(cells, unknown, tops, turf, facts)
    for _ in range(_LOWERED if eyes is not None else 0):
        assert eyes is not None
        surface = np.take_along_axis(look(filled, eyes, facts) & unknown, np.maximum(tops, 0)[None], axis=0)[0]
        wrong = surface & ~sure
        if not wrong.any():
            break
        tops = np.where(wrong, tops - 1, tops)
        filled = _filled(cells, unknown, tops, turf, facts)
    return filled


def _filled(
    cells: NDArray[np.uint16], unknown: NDArray[np.bool_], tops: NDArray[np.int64], turf: NDArray[np.uint16], facts: Facts
) -> NDArray[np.uint16]:
    depth = tops[None] - np.arange(cells.shape[0])[:, None, None]
    soft = _kinds(facts)[turf]
    stone = np.uint16(facts.state_id("stone"))
    soil = np.select([soft == 1, soft == 2], [np.uint16(facts.state_id("dirt")), turf], stone)
    ground = np.select([depth < 0, depth == 0, depth <= SOIL], [np.uint16(0), turf[None], soil[None]], stone)
    out: NDArray[np.uint16] = np.where(unknown, ground, cells).astype(np.uint16)
    return out


def _spread(tops: NDArray[np.int64], turf: NDArray[np.uint16]) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
    """Heights and surfaces of all columns: of those that are not known (-1), as beside them, ring by ring."""
    tops, turf = tops.copy(), turf.copy()
    if not (tops >= 0).any():
        return np.full_like(tops, tops.shape[0] // 2 - 2), np.zeros_like(turf)
    while (tops < 0).any():
        before = tops.copy()
        for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
            beside, kind = np.roll(before, step, axis), np.roll(turf, step, axis)
            edge = [slice(None), slice(None)]
            edge[axis] = slice(0, 1) if step == 1 else slice(-1, None)
            beside[tuple(edge)] = -1
            take = (tops < 0) & (beside >= 0)
            tops[take], turf[take] = beside[take], kind[take]
    return tops, turf


@lru_cache(maxsize=4)
def _kinds(facts: Facts) -> NDArray[np.uint8]:
    """By state id: 0 no ground, 1 turf (dirt under it), 2 loose ground (more of it under it), 3 rock."""
    table = np.zeros(UNKNOWN + 1, dtype=np.uint8)
    for block in facts.blocks.values():
        if not block.solid or block.name.endswith(_ABOVE):
            continue
        kind = 1 if block.name in _TURF or block.name == "dirt" else 2 if block.name in _LOOSE else 3
        table[block.first : block.last + 1] = kind
    return table
