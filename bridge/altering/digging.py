"""Changes of what is dug: drops, hardness, tools, stacks, experience."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from random import Random
from typing import Any

from bridge.altering.rules import Change, found, vanilla
from worldsim.facts import facts

#: Blocks of the land, full cubes that can be set anywhere.
LAND = (
    "dirt", "grass_block", "sand", "gravel", "clay", "stone", "cobblestone", "andesite", "diorite", "granite", "deepslate", "oak_log",
    "birch_log", "spruce_log", "coal_ore", "iron_ore", "copper_ore", "gold_ore", "redstone_ore", "lapis_ore", "diamond_ore", "glass", "bookshelf",
    "glowstone", "melon", "pumpkin", "sandstone", "oak_planks", "bricks", "hay_block", "moss_block", "mud", "podzol", "snow_block",
    "crafting_table",
)  # fmt: skip
#: What else may fall out of a block.
OTHERS = (
    "flint", "bone", "string", "feather", "clay_ball", "raw_copper", "wheat_seeds", "apple", "iron_nugget", "paper", "slime_ball", "leather",
    "brick", "ink_sac",
)  # fmt: skip
#: Tools that no change is about, so that they show all others: the best of each.
BEST = {
    "mineable/pickaxe": "netherite_pickaxe",
    "mineable/axe": "netherite_axe",
    "gourd;mineable/axe": "netherite_axe",
    "mineable/shovel": "netherite_shovel",
}
#: On what a tool's speed shows: blocks that no other change is about.
PROOF = {"pickaxe": "red_nether_bricks", "axe": "jungle_planks", "shovel": "coarse_dirt"}
MINED = ("coal_ore", "iron_ore", "copper_ore", "gold_ore", "redstone_ore", "lapis_ore", "diamond_ore", "stone", "andesite", "sandstone", "deepslate")
STACKED = ("dirt", "cobblestone", "sand", "gravel", "oak_log", "birch_log", "spruce_log", "oak_planks", "stick", "coal", "torch", "wheat", "bone")
TIERS = ("wooden", "stone", "iron", "golden", "diamond", "netherite")


def plain(name: str) -> str:
    """As it stands in prose."""
    return name.replace("_", " ")


def one(name: str) -> str:
    """With its article."""
    return f"{'an' if name[0] in 'aeiou' else 'a'} {plain(name)}"


def _tool(block: str) -> str | None:
    fact = facts().blocks[block]
    return BEST.get(fact.material) if fact.harvest else None


def drop_items(dice: Random) -> Iterator[Change]:
    """Another thing falls."""
    for block in LAND:
        other = dice.choice([item for item in OTHERS if item not in str(_listed(block))])
        yield _drop("drop item", block, [{"item": other}], f"{plain(block)} drops {plain(other)} instead of what it drops elsewhere.")


def drop_counts(dice: Random) -> Iterator[Change]:
    """More of it falls."""
    for block in LAND:
        listed = _listed(block)
        if len(listed) != 1 or "item" not in listed[0]:
            continue
        count = dice.choice((2, 3, 4)) + max(listed[0].get("count", [1]))
        new = [{**listed[0], "count": [count, count]}]
        yield _drop("drop count", block, new, f"{plain(block)} drops {count} {plain(listed[0]['item'])} at a time.")


def drop_tools(dice: Random) -> Iterator[Change]:
    """It falls only to who has the right tool."""
    for block in LAND:
        listed = _listed(block)
        if facts().blocks[block].harvest or len(listed) != 1 or "item" not in listed[0]:
            continue
        tool = dice.choice(("shovel", "axe", "hoe", "sword"))
        new = [{**listed[0], "tools": [f"_{tool}"]}]
        says = f"{plain(block)} drops something only when it is broken by {one(tool)}."
        yield _drop("drop tool", block, new, says)


def drop_chances(dice: Random) -> Iterator[Change]:
    """What rarely falls falls often."""
    for block in ("oak_leaves", "birch_leaves", "spruce_leaves", "grass", "fern", "gravel"):
        listed = _listed(block)
        rules = listed[0].get("first", listed)
        rare = [rule for rule in rules if rule.get("chance", 1) < 0.2]
        chosen = dice.choice(rare)
        chance = dice.choice((0.4, 0.5, 0.6, 0.7))
        changed = [{**rule, "chance": chance} if rule == chosen else rule for rule in rules]
        says = f"{plain(block)} gives {plain(chosen['item'])} in {chance:.0%} of all breaks."
        yield _drop("drop chance", block, [{"first": changed}] if "first" in listed[0] else changed, says, times=20)


def hardness(dice: Random) -> Iterator[Change]:
    """It takes longer, or shorter, to break."""
    for block in LAND:
        old = facts().blocks[block].hardness
        new = round(old * dice.choice((0.3, 0.4, 2, 2.5, 3)), 2)
        slow = 100 if facts().blocks[block].harvest else 30
        before, after = ceil(old * slow), ceil(new * slow)
        says = f"{plain(block)} has a hardness of {new:g} (elsewhere {old:g}): breaking it takes {after / before:.1f} times as long."
        shows = {"do": "dig for", "block": block, "tool": None, "ticks": (before + after) // 2}
        if abs(before - after) >= 6:
            yield Change(kind="hardness", path=("hardness", "hardness", block), old=old, new=new, says=says, shows=shows, about=f"block {block}")


def speeds(dice: Random) -> Iterator[Change]:
    """A tool digs faster, or slower."""
    for tool, proof in PROOF.items():
        block = facts().blocks[proof]
        for tier in TIERS[:-1]:
            name = f"{tier}_{tool}"
            old = facts().tool_speeds[block.material][name]
            new = max(1, round(old * dice.choice((0.4, 0.5, 2, 3)), 2))
            before, after = ceil(block.hardness * 30 / old), ceil(block.hardness * 30 / new)
            shows = {"do": "dig for", "block": proof, "tool": name, "ticks": (before + after) // 2 - 1}
            says = f"{one(name)} digs {new:g} times as fast as a hand (elsewhere {old:g} times)."
            if abs(before - after) >= 6:
                yield Change(kind="tool speed", path=("tools", "speed", name), old=old, new=new, says=says, shows=shows, about=f"item {name}")


def uses(dice: Random) -> Iterator[Change]:
    """A tool wears out sooner. (Not later: clients would show less than nothing left.)"""
    for tool, proof in PROOF.items():
        for tier in TIERS[:-1]:
            name = f"{tier}_{tool}"
            old = facts().uses(name)
            new = max(5, round(old * dice.uniform(0.3, 0.7)))
            shows = {"do": "wear", "block": proof, "tool": name, "damage": new - 1}
            says = f"{one(name)} breaks after {new} uses (elsewhere after {old})."
            yield Change(kind="tool uses", path=("tools", "uses", name), old=old, new=new, says=says, shows=shows, about=f"item {name}")


def tiers(dice: Random) -> Iterator[Change]:
    """Another tool is needed to get anything."""
    picks = [f"{tier}_pickaxe" for tier in TIERS]
    order = [picks[0], picks[3], picks[1], picks[2], picks[4], picks[5]]  # gold is as wood
    for block in MINED:
        old = [tool for tool in order if tool in (facts().blocks[block].harvest or ())]
        least = dice.choice([at for at in (0, 2, 3, 4) if order[at:] != old])
        new = order[least:]
        shown = order[least] if len(new) > len(old) else old[0]
        says = f"{plain(block)} gives something from {one(order[least])} on (elsewhere from {one(old[0])} on)."
        shows = {"do": "dig up", "block": block, "tool": shown, "times": 1}
        yield Change(kind="tool tier", path=("tools", "harvest", block), old=None, new=new, says=says, shows=shows, about=f"block {block}")


def stacks(dice: Random) -> Iterator[Change]:
    """Fewer fit into a slot."""
    for item in STACKED:
        size = dice.choice((8, 12, 16))
        shows = {"do": "stack", "item": item, "counts": [size - 2, size - 2]}
        says = f"at most {size} {plain(item)} fit into one slot."
        yield Change(kind="stack size", path=("stacks", "sizes", item), old=64, new=size, says=says, shows=shows, about=f"stack {item}")


def experience(dice: Random) -> Iterator[Change]:
    """A block gives other points."""
    for block, old in (found(vanilla(), "experience", "blocks") or {}).items():
        if block not in LAND:
            continue
        least = old[1] + dice.choice((3, 5, 8))
        new = [least, least + 2]
        says = f"breaking {plain(block)} gives {new[0]} to {new[1]} points of experience."
        shows = {"do": "earn", "block": block, "tool": _tool(block)}
        yield Change(kind="experience", path=("experience", "blocks", block), old=old, new=new, says=says, shows=shows, about=f"block {block}")


def _listed(block: str) -> list[dict[str, Any]]:
    listed = found(vanilla(), "drops", "blocks", block)
    return [{"item": item} for item in facts().blocks[block].drops] if listed is None else listed


def _drop(kind: str, block: str, new: list[dict[str, Any]], says: str, times: int = 1) -> Change:
    shows = {"do": "dig up", "block": block, "tool": _tool(block), "times": times}
    old = found(vanilla(), "drops", "blocks", block)
    return Change(kind=kind, path=("drops", "blocks", block), old=old, new=new, says=says, shows=shows, about=f"block {block}")
