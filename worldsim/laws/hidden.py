"""What lies hidden in the ground: the likeliest block behind one that is dug away, so that a dream can dig on.

Soil is three layers of dirt under grass, sand likewise, then stone, and deepslate below height 0 (Minecraft Wiki, "Overworld", "Deepslate"); caves
and ores are left to reality. Nobody saw these cells: whatever a dream does with them is not scored.
"""

from __future__ import annotations

from worldsim.blocks import Blocks
from worldsim.change import Seen
from worldsim.facts import Facts
from worldsim.space import FACES, Pos

_SOIL = frozenset({"grass_block", "dirt", "coarse_dirt", "podzol", "mycelium", "rooted_dirt", "dirt_path", "farmland", "mud", "moss_block"})
_SAND = {"sand": "sandstone", "red_sand": "red_sandstone"}
_ROCK = frozenset(
    {"stone", "granite", "diorite", "andesite", "tuff", "calcite", "deepslate", "dripstone_block", "gravel", "sandstone", "red_sandstone"}
)
#: Layers of soil or sand from the surface down, before the rock begins.
_LAYERS = 4
#: Below this height stone is deepslate.
_DEEP = 0
#: The column that is dug in may be empty above; those beside it tell the same.
_COLUMNS = ((0, 0), (0, -1), (0, 1), (-1, 0), (1, 0))


def behind(blocks: Blocks, dug: Pos, facts: Facts) -> tuple[Seen, ...]:
    """The unknown neighbours of a natural block that is dug away, as what they most likely are; () for anything that was built or grew."""
    name = blocks.name(dug)
    kind = None if name is None else _ground_of(name, dug.y)
    unknown = [] if kind is None else [cell for face in FACES if blocks.name(cell := dug.offset(*face)) is None]
    found = []
    for cell in unknown:
        likely = _below(blocks, dug, kind or "") if cell.y < dug.y else kind or ""
        if likely in facts.blocks:
            found.append(Seen(cell, likely))
    return tuple(found)


def _below(blocks: Blocks, dug: Pos, kind: str) -> str:
    """What lies under the cell: the same, or the rock under the last layer of it."""
    if kind == _rock(dug.y):
        return _rock(dug.y - 1)
    if 1 + max(_layers(blocks, dug.offset(dx, 1, dz), kind) for dx, dz in _COLUMNS) < _LAYERS:
        return kind
    return _SAND.get(kind, _rock(dug.y - 1))


def _layers(blocks: Blocks, cell: Pos, kind: str) -> int:
    """How many cells of this kind of ground lie on one another, from `cell` up."""
    count = 0
    while count < _LAYERS and _ground_of(blocks.name(cell.offset(0, count, 0)) or "", cell.y) == kind:
        count += 1
    return count


def _ground_of(name: str, y: int) -> str | None:
    """What the ground around a natural block is made of; None if the block is none of the ground."""
    if name in _SOIL:
        return "dirt"
    if name in _SAND:
        return name
    return _rock(y) if name in _ROCK or name.endswith("_ore") else None


def _rock(y: int) -> str:
    return "deepslate" if y < _DEEP else "stone"
