"""The lab's worlds: a flat land with trees and rock near the start, laid out anew for each number; real and imagined ones alike."""

from __future__ import annotations

from random import Random
from typing import Any

FLOOR = 64
#: Woods that learners meet, and those that only the altered world has.
WOODS, OTHER_WOODS = ("oak", "birch", "spruce"), ("jungle", "acacia", "dark_oak")
#: How the altered world differs: other trees, everything farther away; and by its rules rock crumbles: one block in four leaves nothing.
ALTERED: dict[str, Any] = {"woods": OTHER_WOODS, "near": 6, "far": 11}
ALTERED_RULES: dict[str, Any] = {"drops": {"blocks": {"stone": [{"item": "cobblestone", "chance": 0.75}]}}}
_PLANTS = ("grass", "poppy", "dandelion", "fern")


def yard(number: int, woods: tuple[str, ...] = WOODS, near: int = 3, far: int = 8) -> dict[str, Any]:
    """The scenario of this number (bridge/js/server/plugins/scenario.js): 2 to 4 trees and 1 or 2 outcrops, `near` to `far` blocks from the start."""
    dice = Random(number)
    blocks: dict[tuple[int, int, int], str] = {}
    taken: list[tuple[int, int]] = [(0, 0)]
    for _ in range(dice.randint(2, 4)):
        _tree(blocks, _place(dice, taken, near, far), dice.choice(woods), dice.randint(4, 6), dice)
    for _ in range(dice.randint(1, 2)):
        _rock(blocks, _place(dice, taken, near, far), dice)
    for _ in range(dice.randint(0, 12)):
        x, z = dice.randint(-far, far), dice.randint(-far, far)
        blocks.setdefault((x, FLOOR, z), dice.choice(_PLANTS)) if (x, z) != (0, 0) else None
    return {"terrain": "flat", "spawn": [0, FLOOR, 0], "blocks": [[list(cell), name] for cell, name in sorted(blocks.items())]}


def _place(dice: Random, taken: list[tuple[int, int]], near: int, far: int) -> tuple[int, int]:
    """A column at that distance (the larger of both axes), apart from all others."""
    while True:
        x, z = dice.randint(-far, far), dice.randint(-far, far)
        if max(abs(x), abs(z)) >= near and all(max(abs(x - other), abs(z - beside)) >= 3 for other, beside in taken):
            taken.append((x, z))
            return x, z


def _tree(blocks: dict[tuple[int, int, int], str], at: tuple[int, int], wood: str, tall: int, dice: Random) -> None:
    """A trunk with a crown of 3 x 3, and of 1 x 1 on top."""
    x, z = at
    for up in (tall - 2, tall - 1):
        for dx in (-1, 0, 1):
            for dz in (-1, 0, 1):
                if (dx == 0 or dz == 0) or dice.random() < 0.5:
                    blocks.setdefault((x + dx, FLOOR + up, z + dz), f"{wood}_leaves")
    blocks[x, FLOOR + tall, z] = f"{wood}_leaves"
    for up in range(tall):
        blocks[x, FLOOR + up, z] = f"{wood}_log"


def _rock(blocks: dict[tuple[int, int, int], str], at: tuple[int, int], dice: Random) -> None:
    """A heap of stone, 2 x 2 or 3 x 2, one or two high."""
    x, z = at
    for dx in range(dice.randint(2, 3)):
        for dz in range(2):
            for up in range(dice.randint(1, 2)):
                blocks[x + dx, FLOOR + up, z + dz] = "stone"
