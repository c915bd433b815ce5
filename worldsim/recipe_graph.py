"""How an item can be had: mined from what block with what tool, or crafted from what. The bones of any tech tree."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec

from worldsim.drops import drops
from worldsim.facts import Facts, Recipe

if TYPE_CHECKING:
    import networkx

#: The cheapest tool first; gold is left out, it harvests no more than wood.
TIERS = ("wooden", "stone", "iron", "diamond", "netherite")

_WOODS = ("oak", "birch", "spruce", "jungle", "acacia", "dark_oak", "mangrove", "cherry")
_ORES = ("coal", "iron", "copper", "gold", "redstone", "lapis", "diamond", "emerald")

#: What the terrain of the overworld is made of: the blocks to look for (Minecraft Wiki, "Overworld", without its structures).
NATURAL: tuple[str, ...] = (
    *(f"{wood}_log" for wood in _WOODS),
    *(f"{wood}_leaves" for wood in _WOODS),
    *("stone", "granite", "diorite", "andesite", "deepslate", "tuff", "calcite", "dripstone_block"),
    *("grass_block", "dirt", "coarse_dirt", "podzol", "mycelium", "mud", "clay", "sand", "red_sand", "gravel"),
    *("sandstone", "red_sandstone", "terracotta", "snow", "snow_block", "ice", "packed_ice", "blue_ice", "obsidian"),
    *(f"{ore}_ore" for ore in _ORES),
    *(f"deepslate_{ore}_ore" for ore in _ORES),
    *("grass", "fern", "tall_grass", "large_fern", "dead_bush", "dandelion", "poppy", "azure_bluet", "oxeye_daisy", "cornflower", "allium"),
    *("blue_orchid", "lily_of_the_valley", "red_tulip", "orange_tulip", "white_tulip", "pink_tulip", "sunflower", "lilac", "rose_bush", "peony"),
    *("brown_mushroom", "red_mushroom", "sugar_cane", "cactus", "bamboo", "pumpkin", "melon", "vine", "lily_pad", "kelp", "seagrass"),
    *("moss_block", "azalea", "flowering_azalea", "amethyst_block", "cobweb"),
)


class Mined(msgspec.Struct, frozen=True, tag="mined"):
    """It falls from a natural block."""

    block: str
    tool: str | None  #: the cheapest tool that makes it fall; None: the bare hand does
    mean: float  #: items per block, on average; less than 1 for a lottery


class Crafted(msgspec.Struct, frozen=True, tag="crafted"):
    """It is crafted."""

    recipe: Recipe
    needs_table: bool


@cache
def sources(item: str, facts: Facts) -> tuple[Mined | Crafted, ...]:
    """All ways to have `item`, those that need no tool and no table first, then by yield; () if there is none (smelting, trade, mobs)."""
    mined = sorted(_mined(facts).get(item, ()), key=lambda way: (way.tool is not None, -way.mean))
    crafted = sorted((Crafted(recipe, recipe.needs_table) for recipe in facts.recipes_for(item)), key=lambda way: way.needs_table)
    return (*mined, *crafted)


@cache
def cheapest_tool(block: str, facts: Facts) -> str | None:
    """The cheapest tool with which `block` drops something; None: the bare hand will do, or nothing helps."""
    known = facts.blocks.get(block)
    if known is None or known.harvest is None:
        return None

    def rank(tool: str) -> int:
        tier = tool.rpartition("_")[0]
        return TIERS.index(tier) if tier in TIERS else len(TIERS)

    return min(known.harvest, key=rank, default=None)


def graph(facts: Facts) -> networkx.DiGraph[str]:
    """All of it as a directed graph over item names: an edge a -> b says that a can be an ingredient, or the tool to mine, of b.

    Edges carry `way`: the `Crafted` or `Mined` that they belong to (the first one). It has cycles: blocks of iron give ingots, and back.
    """
    import networkx

    net: networkx.DiGraph[str] = networkx.DiGraph()
    for item in facts.items:
        for way in sources(item, facts):
            needed = [way.tool] if isinstance(way, Mined) else [choice for cell in way.recipe.cells for choice in cell]
            net.add_node(item)
            for name in needed:
                if name is not None and not net.has_edge(name, item):
                    net.add_edge(name, item, way=way)
    return net


@cache
def _mined(facts: Facts) -> dict[str, tuple[Mined, ...]]:
    found: dict[str, tuple[Mined, ...]] = {}
    for block in NATURAL:
        if block not in facts.blocks:
            continue
        tool = cheapest_tool(block, facts)
        means: dict[str, float] = {}
        for lot in drops(block, tool, facts):
            for item, count in lot.items.items():
                means[item] = means.get(item, 0.0) + lot.p * count
        for item, mean in means.items():
            found[item] = (*found.get(item, ()), Mined(block, tool, round(mean, 6)))
    return found
