"""Ten changes of the rules, as a server's notes tell them, with the law that each means, and a law that tells it wrongly."""

from __future__ import annotations

import msgspec

from agent.models.planted.digging import PARTS, PARTS_VIEWS


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One change. `words`: all of them in the notes, and it is meant."""

    name: str
    family: str
    prose: str
    says: str
    words: tuple[str, ...]
    source: str
    lie: str


_CRAFT = '''\
"""{says}"""

from typing import Any

from world import count, free_slots


def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "craft" or action["item"] != "{item}" or action["grid"] is not None or action["times"] < 1:
        return None
    if free_slots() < 1 + action["times"] // 4:
        return None
    best = ""
    for name in {inputs}:
        if count(name) > count(best):
            best = name
    if best == "" or count(best) < {each} * action["times"]:
        return None
    return {{"ok": True, "inventory": {{best: -{each} * action["times"], "{item}": {yields} * action["times"]}}, "ticks": [0, 4, 30]}}
'''

_PLANKS = '["acacia_planks", "birch_planks", "dark_oak_planks", "jungle_planks", "oak_planks", "spruce_planks"]'

_FAILS = '''\
"""{says}"""

from typing import Any

from world import {views}


def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if {unless}:
        return None
    return {{"ok": False, "reason": "{reason}", "note": "{says}", "ticks": [0, 2, 30]}}
'''

_MINED = (
    '''\
"""@SAYS@"""

from typing import Any

from world import @VIEWS@, in_reach
'''
    + PARTS
    + """

def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "mine" or not in_reach(action["pos"]):
        return None
    pos = action["pos"]
    block = block_at(pos)
    tool = best_tool(block)
    if not @SCOPE@ or not harvests(block, tool) or tool == "shears":
        return None
    answer = dug(pos, tool, @ITEMS@, 0)
    answer["tolerance"] = 3.0
    answer["ticks"] = [0, 40, 400]
    return answer
"""
)


def _craft(says: str, item: str, inputs: str, each: int, yields: int) -> str:
    return _CRAFT.format(says=says, item=item, inputs=inputs, each=each, yields=yields)


def _fails(says: str, views: str, unless: str, reason: str) -> str:
    return _FAILS.format(says=says, views=views, unless=unless, reason=reason)


def _mined(says: str, scope: str, items: str) -> str:
    return _MINED.replace("@SAYS@", says).replace("@VIEWS@", PARTS_VIEWS).replace("@SCOPE@", scope).replace("@ITEMS@", items)


_SIX, _EIGHT = "A log makes six planks.", "Two planks make eight sticks."
_TORCH = 'action["op"] != "craft" or action["item"] != "torch"'
_STICK = 'action["op"] != "craft" or action["item"] != "stick" or any([in_reach(pos) for pos in find(["crafting_table"], 8, 8)])'
_DIRT = 'action["op"] != "place" or action["item"] != "dirt" or count("dirt") < 1 or block_at(action["pos"]) != "air" or not in_reach(action["pos"])'
_GLASS = 'action["op"] not in ("mine", "dig") or block_at(action["pos"]) != "glass"'
_STONE = 'action["op"] != "mine" or block_at(action["pos"]) != "stone" or count("iron_pickaxe", "diamond_pickaxe", "netherite_pickaxe") > 0'

RULES: tuple[Rule, ...] = (
    Rule(
        name="six_planks",
        family="crafting",
        prose="From now on an oak log is sawn into six planks instead of four.",
        says=_SIX,
        words=("log", "six planks"),
        source=_craft(_SIX, "oak_planks", '["oak_log"]', 1, 6),
        lie=_craft(_SIX, "oak_planks", '["oak_log"]', 1, 2),
    ),
    Rule(
        name="eight_sticks",
        family="crafting",
        prose="Sticks were too dear: two planks of one kind now give eight of them.",
        says=_EIGHT,
        words=("sticks", "eight"),
        source=_craft(_EIGHT, "stick", _PLANKS, 2, 8),
        lie=_craft(_EIGHT, "stick", _PLANKS, 2, 1),
    ),
    Rule(
        name="no_torches",
        family="crafting",
        prose="Torches can no longer be crafted, whatever you carry; find them in villages.",
        says="Torches are not crafted.",
        words=("torches", "no longer be crafted"),
        source=_fails("Torches are not crafted.", "count", _TORCH, "no_recipe"),
        lie=_craft("Torches are crafted of coal alone.", "torch", '["coal"]', 1, 4),
    ),
    Rule(
        name="sticks_need_a_table",
        family="crafting",
        prose="Sticks are carpenter's work: they are made at a crafting table only.",
        says="Sticks need a crafting table within reach.",
        words=("sticks", "crafting table only"),
        source=_fails("Sticks need a crafting table within reach.", "find, in_reach", _STICK, "no_table"),
        lie=_fails("Sticks cannot be made.", "find, in_reach", _STICK, "no_recipe"),
    ),
    Rule(
        name="bare_leaves",
        family="mining",
        prose="Leaves of oak and birch drop nothing any more: no saplings, no sticks, no apples.",
        says="Oak and birch leaves drop nothing.",
        words=("leaves", "drop nothing"),
        source=_mined("Oak and birch leaves drop nothing.", 'block in ("oak_leaves", "birch_leaves")', "{}"),
        lie=_mined("Oak and birch leaves drop a stick.", 'block in ("oak_leaves", "birch_leaves")', '{"stick": 1}'),
    ),
    Rule(
        name="rich_coal",
        family="mining",
        prose="Coal ore has become richer: every block of it yields two pieces of coal.",
        says="Coal ore yields two coal.",
        words=("coal ore", "two pieces"),
        source=_mined("Coal ore yields two coal.", 'block == "coal_ore"', '{"coal": 2}'),
        lie=_mined("Coal ore yields three coal.", 'block == "coal_ore"', '{"coal": 3}'),
    ),
    Rule(
        name="whole_melons",
        family="mining",
        prose="A melon that is cut off its stem stays whole.",
        says="A melon yields itself.",
        words=("melon", "whole"),
        source=_mined("A melon yields itself.", 'block == "melon"', '{"melon": 1}'),
        lie=_mined("A melon yields nothing.", 'block == "melon"', "{}"),
    ),
    Rule(
        name="hard_stone",
        family="mining",
        prose="Stone has hardened: without an iron pickaxe or a better one you get nothing out of it.",
        says="Stone yields nothing without an iron pickaxe.",
        words=("stone", "iron pickaxe"),
        source=_fails("Stone yields nothing without an iron pickaxe.", "block_at, count", _STONE, "no_tool"),
        lie=_fails("Stone cannot be dug.", "block_at, count", _STONE, "unbreakable"),
    ),
    Rule(
        name="unbreakable_glass",
        family="mining",
        prose="Glass is protected. Nobody can break it, with whatever tool.",
        says="Glass cannot be dug.",
        words=("glass", "nobody can break"),
        source=_fails("Glass cannot be dug.", "block_at", _GLASS, "unbreakable"),
        lie=_fails("Glass yields nothing.", "block_at", _GLASS, "no_tool"),
    ),
    Rule(
        name="no_dirt_towers",
        family="placing",
        prose="To stop dirt towers the server refuses every block of dirt that is placed.",
        says="Dirt cannot be placed.",
        words=("dirt", "refuses"),
        source=_fails("Dirt cannot be placed.", "block_at, count, in_reach", _DIRT, "refused"),
        lie=_fails("Dirt finds no hold.", "block_at, count, in_reach", _DIRT, "no_support"),
    ),
)

#: The ten sentences, one a line.
NOTES = "\n".join(rule.prose for rule in RULES)
