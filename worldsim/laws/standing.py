"""What holds a block that is placed: a floor, a wall, soil, water beside it. Most blocks hold anywhere.

A helper of other laws, no family: `canSurvive` of the blocks' classes, Java Edition 1.19.4, as the Minecraft Wiki tells it on their pages. A face
holds as a whole ("full"), by its rim of two pixels ("rigid": rails, plates) or by its middle ("centre": torches, lanterns); leaves hold nothing.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Literal

from worldsim.blocks import UNKNOWN, Blocks
from worldsim.facts import Facts
from worldsim.physics.shapes import shapes
from worldsim.space import FACES, Pos

Part = Literal["full", "rigid", "centre"]

#: Dirt and its kin: what plants stand on (the game's tag `dirt`).
DIRT = frozenset(
    {"grass_block", "dirt", "coarse_dirt", "rooted_dirt", "podzol", "mycelium", "moss_block", "mud", "muddy_mangrove_roots"},
)
_SOIL = DIRT | {"farmland"}
_SAND = frozenset({"sand", "red_sand"})
_CLAY_TOO = frozenset({"azalea", "flowering_azalea", "mangrove_propagule"})
_ON_SOIL = frozenset(
    {"dandelion", "poppy", "blue_orchid", "allium", "azure_bluet", "oxeye_daisy", "cornflower", "lily_of_the_valley", "grass", "fern"}
    | {"red_tulip", "orange_tulip", "white_tulip", "pink_tulip", "sunflower", "lilac", "rose_bush", "peony", "tall_grass", "large_fern"}
    | {"sweet_berry_bush", "torchflower", *_CLAY_TOO}
    | {f"{wood}_sapling" for wood in ("oak", "birch", "spruce", "jungle", "acacia", "dark_oak", "cherry")}
)
_CROPS = frozenset({"wheat", "carrots", "potatoes", "beetroots", "pumpkin_stem", "melon_stem"})
_MUSHROOMS = frozenset({"brown_mushroom", "red_mushroom"})
#: Where mushrooms stand in any light.
_DIM_ANYWHERE = frozenset({"mycelium", "podzol", "crimson_nylium", "warped_nylium"})
#: Where snow does not lie, and where it does though there is no whole face.
_NO_SNOW, _SNOW_TOO = frozenset({"ice", "packed_ice", "barrier"}), frozenset({"honey_block", "soul_sand", "mud"})
#: These have a whole top, though a body sinks in a bit.
_WHOLE = frozenset({"soul_sand", "mud"})
#: On which part of a top they stand.
_TOPS: tuple[tuple[str, tuple[Part, ...]], ...] = (
    ("_pressure_plate", ("rigid", "centre")),
    ("_door", ("full",)),
    ("rail", ("rigid",)),
    ("repeater", ("rigid",)),
    ("comparator", ("rigid",)),
    ("redstone_wire", ("full",)),
    ("candle", ("centre",)),
)
#: What hangs on a wall where it does not stand.
_TORCHES = ("torch", "soul_torch", "redstone_torch")
_ON_A_WALL = ("ladder", "wall_torch", "tripwire_hook")
_ANYWHERE = ("_button", "lever")
_SIGNS, _HEADS = ("_sign", "_banner"), ("_skull", "_head")
#: How far up a roof is looked for.
_ROOM = 24
#: Of a side, in pixels; and what counts as reaching the edge.
_PIXELS, _EDGE = 16, 1e-6


def held_by(blocks: Blocks, block: str, pos: Pos, support: Pos, facts: Facts) -> Pos | None:
    """Which neighbour (as an offset) holds a block that is put against `support`; None: it does not hold. What was never seen is taken to hold."""
    down = Pos(0, -1, 0)
    below = blocks.name(pos.offset(0, -1, 0))

    def on(part: Part, *way: int) -> bool:
        return sturdy(blocks, pos, (way[0], way[1], way[2]), part, facts)

    grounded = _grounded(blocks, block, pos, below)
    if grounded is not None:
        return support if grounded else None
    for end, parts in _TOPS:
        if block.endswith(end) and not block.endswith("_trapdoor"):
            return down if any(on(part, 0, -1, 0) for part in parts) or (block == "redstone_wire" and below == "hopper") else None
    if block == "snow":
        whole = below in _SNOW_TOO or (below or "").endswith("_leaves") or on("full", 0, -1, 0)
        return down if whole and below not in _NO_SNOW else None
    if block.endswith("_carpet"):
        return down if below != "air" else None
    # The face that was clicked comes first, then the others that are known.
    faces = ((support.x, support.y, support.z), *(face for face in FACES if blocks.state(pos.offset(*face)) != UNKNOWN))
    if block in _TORCHES:
        return next((Pos(*face) for face in faces if (face[1] < 0 and on("centre", *face)) or (face[1] == 0 and on("full", *face))), None)
    if block in ("lantern", "soul_lantern"):
        return next((Pos(*face) for face in faces if face[1] and on("centre", *face)), None)
    if block.endswith(_SIGNS) and "hanging" not in block:
        return next((Pos(*face) for face in faces if face[1] <= 0 and _hard(blocks, pos.offset(*face), facts)), None)
    if block.endswith(_HEADS) and block != "piston_head":
        return next((Pos(*face) for face in faces if face[1] <= 0), None)
    if block.endswith(_ON_A_WALL):
        return next((Pos(*face) for face in faces if face[1] == 0 and on("full", *face)), None)
    if block.endswith(_ANYWHERE):
        return next((Pos(*face) for face in faces if on("full", *face)), None)
    if block == "cake":
        return down if _hard(blocks, pos.offset(0, -1, 0), facts) else None
    if block == "cactus":
        return down if below in (*_SAND, "cactus", None) and not _crowded(blocks, pos, facts) else None
    return support


def on_wall(block: str, facts: Facts) -> str:
    """What a block is that hangs on a wall: a torch, a sign, a banner or a head has another name there."""
    for end in ("torch", "sign", "banner", "skull", "head"):
        hanging = f"{block.removesuffix(end)}wall_{end}"
        if block.endswith(end) and hanging in facts.blocks:
            return hanging
    return block


def sturdy(blocks: Blocks, pos: Pos, way: tuple[int, int, int], part: Part, facts: Facts) -> bool:
    """Whether the neighbour in a direction offers that part of the face that it turns to `pos`. An unseen one is taken to."""
    cell = pos.offset(*way)
    name = blocks.name(cell)
    if name is None:
        return True
    known = facts.blocks.get(name)
    if known is None or (not known.solid and name != "snow") or name.endswith("_leaves"):
        return False
    if name in _WHOLE:
        return True
    if blocks.palette is not facts.palette or facts.version != _SHAPES:
        return known.solid and known.tops[0] == _PIXELS
    axis = next(i for i, step in enumerate(way) if step)
    return _covers(blocks.state(cell), axis, way[axis] < 0, part)


#: The version of which shapes are known.
_SHAPES = "1.19.4"


@lru_cache(maxsize=8192)
def _covers(state: int, axis: int, upper: bool, part: Part) -> bool:
    """Whether a part of a face is all there: of the upper (south, east) one or of the lower one on an axis."""
    table = shapes(_SHAPES)
    a, b = (other for other in range(3) if other != axis)
    there = set[tuple[int, int]]()
    for box in table.boxes[table.first[state] : table.stop[state]].tolist():
        if (box[axis + 3] >= 1 - _EDGE and box[axis] < 1) if upper else (box[axis] <= _EDGE and box[axis + 3] > 0):
            there.update(product(_span(box[a], box[a + 3]), _span(box[b], box[b + 3])))
    return all(pixel in there for pixel in product(range(_PIXELS), repeat=2) if _belongs(part, *pixel))


def _span(low: float, high: float) -> range:
    return range(max(0, round(low * _PIXELS)), min(_PIXELS, round(high * _PIXELS)))


def _belongs(part: Part, a: int, b: int) -> bool:
    if part == "centre":
        return a in (7, 8) and b in (7, 8)
    return part == "full" or not (2 <= a < 14 and 2 <= b < 14)


def _grounded(blocks: Blocks, block: str, pos: Pos, below: str | None) -> bool | None:
    """Whether a plant holds on the ground below; None: it is none that asks for soil."""
    if block in _ON_SOIL:
        return below in (*_SOIL, None) or (block in _CLAY_TOO and below == "clay")
    if block in _CROPS:
        return below in ("farmland", None)
    if block == "nether_wart":
        return below in ("soul_sand", None)
    if block == "dead_bush":
        return below is None or below in DIRT | _SAND or below.endswith("terracotta")
    if block == "sugar_cane":
        return below in ("sugar_cane", None) or (below in DIRT | _SAND and _watered(blocks, pos.offset(0, -1, 0)))
    if block in _MUSHROOMS:
        roofed = any((name := blocks.name(pos.offset(0, up, 0))) is not None and name != "air" for up in range(1, _ROOM))
        return below in _DIM_ANYWHERE or roofed
    return None


def _watered(blocks: Blocks, cell: Pos) -> bool:
    sides = [blocks.name(cell.offset(*face)) for face in FACES if face[1] == 0]
    return any(name in ("water", "frosted_ice", None) for name in sides)


def _crowded(blocks: Blocks, pos: Pos, facts: Facts) -> bool:
    """Whether something hard, or lava, is beside a cactus, or a liquid above it."""
    sides = [pos.offset(*face) for face in FACES if face[1] == 0]
    beside = any(blocks.name(cell) == "lava" or (blocks.state(cell) != UNKNOWN and _hard(blocks, cell, facts)) for cell in sides)
    return beside or blocks.name(pos.offset(0, 1, 0)) in ("water", "lava")


def _hard(blocks: Blocks, cell: Pos, facts: Facts) -> bool:
    """Whether a block is of a solid kind; an unseen one is taken to be."""
    name = blocks.name(cell)
    known = None if name is None else facts.blocks.get(name)
    return name is None or (known is not None and known.solid and not name.endswith("_carpet")) or name.endswith(("_sign", "_pressure_plate"))
