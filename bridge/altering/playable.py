"""Whether the game can still be played in an altered world: everything on the way to a house and to iron can still be had from empty hands.

What is guaranteed: for each kind of tree alone (oak, birch, spruce), starting with nothing, there is a chain of digging with tools that can be had,
crafting and smelting to each of the goals. What is not: that a player with vanilla's knowledge alone finds that chain, and that things are as
plentiful as in vanilla.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bridge.altering.rules import Rules, found
from worldsim.facts import Facts, facts

_Way = tuple[str, list[tuple[str, ...]], bool]  # result, choices of each cell, whether it needs a crafting table

#: Trees that one may start at.
WOODS = ("oak", "birch", "spruce")
#: What is lying about in every world, above the deepslate.
GROUND = ("grass_block", "dirt", "sand", "gravel", "clay", "stone", "obsidian")
ORES = ("coal", "iron", "copper", "gold", "redstone", "lapis", "diamond")


def goals(wood: str) -> tuple[str, ...]:
    """What must be possible: all of the house chain, and the tools up to diamond."""
    return (
        *(f"{wood}_{part}" for part in ("log", "planks", "door")), "stick", "crafting_table", "chest", "wooden_pickaxe", "wooden_axe",
        "wooden_shovel", "wooden_sword", "dirt", "cobblestone", "stone_pickaxe", "stone_axe", "furnace", "coal", "torch", "raw_iron",
        "iron_ingot", "iron_pickaxe", "bucket", "diamond", "diamond_pickaxe",
    )  # fmt: skip


def lost(rules: Rules) -> list[str]:
    """The goals that cannot be reached any more under these (whole) rules; [] is good."""
    recipes = [*_recipes(rules, facts())]
    return sorted({goal for wood in WOODS for have in [_reachable(rules, wood, recipes)] for goal in goals(wood) if goal not in have})


def _reachable(rules: Rules, wood: str, recipes: list[_Way]) -> set[str]:
    """What can be had, at least until all goals are among it."""
    known = facts()
    ores = (f"{ore}_ore" for ore in ORES)
    blocks = [f"{wood}_log", f"{wood}_leaves", *GROUND, *ores]
    fuel = found(rules, "fuel", "ticks") or {}
    smelting = found(rules, "smelting", "recipes") or {}
    have: set[str] = set()
    wanted = set(goals(wood))
    while not wanted <= have:
        more = {item for block in blocks for item in _dug(rules, known, block, have)}
        recipes = [way for way in recipes if way[0] not in have]
        more |= {
            item for item, cells, large in recipes if (not large or "crafting_table" in have) and all(not have.isdisjoint(cell) for cell in cells)
        }
        if "furnace" in have and any(fuel.get(item, 0) > 0 for item in have):
            more |= {recipe["result"] for item, recipe in smelting.items() if item in have and "furnace" in recipe["in"]}
        if more <= have:
            break
        have |= more
    return have


def _dug(rules: Rules, known: Facts, block: str, have: set[str]) -> Iterator[str]:
    fact = known.blocks[block]
    harvest = found(rules, "tools", "harvest", block)
    needed = fact.harvest if harvest is None else tuple(harvest) or None
    tools = {""} | {item for item in have if known.item(item).uses}
    usable = tools if needed is None else tools & set(needed)
    listed = found(rules, "drops", "blocks", block)
    for drop in [{"item": item} for item in fact.drops] if listed is None else listed:
        yield from _fallen(drop, usable)


def _fallen(drop: Mapping[str, Any], tools: set[str]) -> Iterator[str]:
    """What one rule of drops can give to who has one of these tools ('' is a hand)."""
    for each in drop.get("first", ()):
        yield from _fallen(each, tools)
    if "item" not in drop or drop.get("chance", 1) <= 0 or drop.get("when"):
        return
    wanted = drop.get("tools")
    unwanted = drop.get("without", ())
    if any((wanted is None or any(tool.endswith(end) for end in wanted)) and not any(tool.endswith(end) for end in unwanted) for tool in tools):
        yield drop["item"]


def _recipes(rules: Rules, known: Facts) -> Iterator[_Way]:
    instead, also = found(rules, "recipes", "instead") or {}, found(rules, "recipes", "also") or {}
    for item, recipes in known.recipes.items():
        if item not in instead:
            yield from ((item, list(recipe.cells), recipe.needs_table) for recipe in recipes)
    for item, listed in [*instead.items(), *also.items()]:
        for recipe in listed:
            rows = recipe.get("shape")
            slots = [cell for row in rows for cell in row if cell is not None] if rows else recipe["ingredients"]
            large = max(len(rows), *map(len, rows)) > 2 if rows else len(slots) > 4
            yield item, [(slot,) if isinstance(slot, str) else tuple(slot) for slot in slots], large
