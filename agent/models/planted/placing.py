"""The planted author's laws of placing: in vain, at hand, and after a walk."""

from __future__ import annotations

from agent.models.planted.knowledge import Bug, Known

_PARTS = '''\

from typing import Any

from world import block_at, block_of, blocked_by, count, in_reach, is_double, items_near, position, properties, replaceable, solid, stands_in
from world import stands_on_floor, way_to_reach

FACES = [[0, -1, 0], [0, 0, -1], [0, 0, 1], [-1, 0, 0], [1, 0, 0], [0, 1, 0]]
PLANTS = ["dandelion", "poppy", "cornflower", "azure_bluet", "allium", "oxeye_daisy", "blue_orchid", "lily_of_the_valley", "fern", "grass"]
SOIL = ["grass_block", "dirt", "podzol", "coarse_dirt", "rooted_dirt", "farmland", "moss_block", "mud"]
ON_WALL = {"torch": "wall_torch", "soul_torch": "soul_wall_torch", "redstone_torch": "redstone_wall_torch"}


def beside(pos: list[int], face: list[int]) -> list[int]:
    return [pos[0] + face[0], pos[1] + face[1], pos[2] + face[2]]


def cells_of(item: str, pos: list[int]) -> list[list[int]]:
    return [pos, beside(pos, [0, 1, 0])] if item.endswith("_door") else [pos]


def support(item: str, pos: list[int]) -> list[int] | None:
    """The neighbour that it is placed against: the first solid one, from below."""
    for face in FACES[:1] if item.endswith("_door") else FACES:
        name = block_at(beside(pos, face))
        if solid(name) and not replaceable(name):
            return face
    return None


def in_vain(item: str, pos: list[int]) -> str | None:
    if count(item) < 1:
        return "no_item"
    for cell in cells_of(item, pos):
        name = block_at(cell)
        if name == "unknown":
            return "unknown_block"
        if not replaceable(name) or name == "snow" and properties(cell).get("layers", "1") != "1":
            return "occupied"
    if support(item, pos) is None:
        return "no_support"
    block = block_of(item)
    if block is None:
        return "refused" if in_reach(pos) else "unsaid"
    if solid(block) and any([blocked_by(cell) is not None for cell in cells_of(item, pos)]):
        return "body_in_way"
    return None


def standing_in(item: str, pos: list[int]) -> bool:
    block = block_of(item)
    return block is not None and solid(block) and any([stands_in(cell) for cell in cells_of(item, pos)])


def stays(item: str, pos: list[int]) -> bool | None:
    """Whether what is there holds it: plants want soil, other small things a neighbour that is no leaf. None: it cannot be told."""
    block = block_of(item) or "air"
    if solid(block):
        return True
    below = block_at(beside(pos, [0, -1, 0]))
    if item in PLANTS or item.endswith(("_sapling", "_tulip", "_seeds")):
        return None if below == "unknown" or item.endswith("_seeds") else below in SOIL
    if block.endswith("_pressure_plate"):
        return None if solid(below) else False
    names = [block_at(beside(pos, face)) for face in FACES]
    if "unknown" in names:
        return True if solid(below) and not below.endswith("_leaves") else None
    return any([solid(name) and not name.endswith("_leaves") for name in names])


def with_items(answer: dict[str, Any], lying: dict[str, int]) -> dict[str, Any]:
    """The same, with what lies around picked up."""
    gained = dict(answer["inventory"])
    for name, number in lying.items():
        gained[name] = gained.get(name, 0) + number
    return {**answer, "inventory": gained, "p": 0.1}


def way_out(item: str, pos: list[int]) -> Any:
    """The walk to where it can be placed: not in the cells themselves."""
    avoid = list(cells_of(item, pos))
    if standing_in(item, pos):
        avoid.append(position())
    return way_to_reach(pos, avoid)


def placed(item: str, pos: list[int]) -> dict[str, Any]:
    """What is placed, and what gives way to it: half a plant cannot stand alone."""
    block = block_of(item) or "air"
    face = support(item, pos) or [0, -1, 0]
    if face[1] == 0:
        block = ON_WALL.get(block, block)
    cells: list[list[Any]] = []
    for cell in cells_of(item, pos):
        cells.append([cell[0], cell[1], cell[2], block])
        name = block_at(cell)
        if is_double(name):
            other = beside(cell, [0, -1 if properties(cell).get("half") == "upper" else 1, 0])
            if block_at(other) == name:
                cells.append([other[0], other[1], other[2], "air"])
    return {"ok": True, "inventory": {item: -1}, "blocks": cells}
'''

_IN_VAIN = (
    '"""Placing in vain: not carried, an unseen or filled cell, nothing to place it against, no block, a creature in the way, no way."""\n'
    + _PARTS
    + """

# Whether flowers, torches and tools are told of: what holds the one, and where the hand gives up with the other.
SMALL_THINGS = True

def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "place":
        return None
    item, pos = action["item"], action["pos"]
    reason = in_vain(item, pos)
    if SMALL_THINGS and reason is None and in_reach(pos) and not standing_in(item, pos) and stays(item, pos) is False:
        reason = "refused"
    if reason == "unsaid":
        there = way_to_reach(pos)
        if there is not None and (there["p"] < 1 or not SMALL_THINGS):
            return None
        if there is not None:
            return {"ok": False, "reason": "refused", "end": there["end"], "tolerance": 3.0, "ticks": [there["ticks"][0], 60, 600]}
        reason = "no_path"
    if reason is None and (not in_reach(pos) or standing_in(item, pos)) and way_out(item, pos) is None:
        reason = "no_path"
    if reason is None:
        return None
    ticks = [15, 22, 30] if reason == "refused" else [0, 2, 4]
    return {"ok": False, "reason": reason, "note": "it cannot be placed", "ticks": ticks}
"""
)

_AT_HAND = (
    '"""Placing within reach: one is gone from the inventory, and the cell holds its block."""\n'
    + _PARTS
    + """

def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "place":
        return None
    item, pos = action["item"], action["pos"]
    if in_vain(item, pos) is not None or not in_reach(pos) or standing_in(item, pos):
        return None
    # Not every ground carries a flower or a button.
    if not stays(item, pos):
        return None
    answer = placed(item, pos)
    answer["ticks"] = [2, 3, 6]
    # What lies near may be picked up meanwhile.
    if items_near(2):
        answer["alternatives"] = [with_items(answer, items_near(2))]
    return answer
"""
)

_AFAR = (
    '"""Placing out of reach, or where the body stands: a walk, then as within reach."""\n'
    + _PARTS
    + """

def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "place":
        return None
    item, pos = action["item"], action["pos"]
    if in_vain(item, pos) is not None or in_reach(pos) and not standing_in(item, pos):
        return None
    way = way_out(item, pos)
    if way is None or way["p"] < 1 or way["ticks"][1] > 60 or not stays(item, pos):
        return None
    answer = placed(item, pos)
    answer["end"] = way["end"]
    answer["tolerance"] = 3.0
    answer["ticks"] = [way["ticks"][0] + 2, way["ticks"][1] + 3, way["ticks"][2] + 6]
    answer["alternatives"] = [
        {"p": 0.02, "ok": False, "reason": "no_path", "note": "the way is not as it looks"},
        {**placed(item, pos), "p": 0.04, "end": pos},
    ]
    lying = items_near(12)
    if lying:
        answer["alternatives"].append({**with_items(placed(item, pos), lying), "end": way["end"]})
    return answer
"""
)

_COUNT = Bug("wrong count", '"inventory": {item: -1}', '"inventory": {item: -2}')
_FREE = Bug("nothing used up", '"inventory": {item: -1}', '"inventory": {}')
_CELL = Bug("wrong cell", "cells.append([cell[0], cell[1], cell[2], block])", "cells.append([cell[0], cell[1] + 1, cell[2], block])")

LAWS = (
    Known(
        name="placing_in_vain",
        says="Nothing is placed that is not carried, into a cell that is filled or unseen, against nothing, or where a creature stands.",
        source=_IN_VAIN,
        bugs=(
            Bug("wrong reason", 'return "occupied"', 'return "body_in_way"'),
            Bug("wrong order", 'if count(item) < 1:\n        return "no_item"', 'if block_of(item) is None:\n        return "refused"'),
            Bug("needs the ground", 'for face in FACES[:1] if item.endswith("_door") else FACES:', "for face in FACES[:1]:"),
        ),
        narrow=("SMALL_THINGS = True", "SMALL_THINGS = False"),
    ),
    Known(
        name="placing_at_hand",
        says="What is placed within reach is gone from the inventory, and fills the cell.",
        source=_AT_HAND,
        bugs=(_COUNT, _CELL, _FREE, Bug("wrong place", 'answer["ticks"] = [2, 3, 6]', 'answer["end"] = [pos[0], pos[1] + 9, pos[2]]')),
    ),
    Known(
        name="placing_afar",
        says="What is placed out of reach is walked to first.",
        source=_AFAR,
        bugs=(Bug("goes too far", 'answer["end"] = way["end"]', 'answer["end"] = [pos[0] + 9, pos[1], pos[2]]'), _CELL, _COUNT),
        narrow=('way["ticks"][1] > 60', 'way["ticks"][1] > 25 or items_near(12)'),
    ),
)
