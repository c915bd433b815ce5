"""What falls from a block, with its chances; no enchantments, no explosions.

minecraft-data lists which items fall, but its chances are wrong (facts: alternatives of one table get 1/n), so the lotteries are
written here. Source of all numbers: Minecraft Wiki (Java Edition 1.19), the page of the block: "Leaves" (sapling 5 %, jungle
2.5 %; sticks 2 %, one or two; apple 0.5 % of oak and dark oak), "Grass" (wheat seeds 12.5 %), "Dead Bush" (0-2 sticks),
"Gravel" (flint 10 %), the ores' pages (copper 2-5, redstone 4-5, lapis 4-9, nether gold 2-6 nuggets), "Clay", "Glowstone",
"Melon", "Snow Block", "Bookshelf", "Sea Lantern", "Mushroom Block", "Ender Chest", "Campfire".
Not covered: crops by age and double slabs (they drop what minecraft-data says).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import msgspec

from worldsim.facts import Facts


class Lot(msgspec.Struct, frozen=True):
    """One result of breaking a block. The lots of a block exclude each other, and their p sum to 1."""

    p: float
    items: dict[str, int]


#: One independent roll: how many of an item fall, with which chance.
_Roll = tuple[str, dict[int, float]]


def _evenly(low: int, high: int) -> dict[int, float]:
    return dict.fromkeys(range(low, high + 1), 1 / (high - low + 1))


def _leaves(sapling: str, p: float, apple: bool) -> tuple[_Roll, ...]:
    rolls: tuple[_Roll, ...] = ((sapling, {0: 1 - p, 1: p}), ("stick", {0: 0.98, 1: 0.01, 2: 0.01}))
    return (*rolls, ("apple", {0: 0.995, 1: 0.005})) if apple else rolls


_SEEDS: tuple[_Roll, ...] = (("wheat_seeds", {0: 0.875, 1: 0.125}),)

_ROLLS: dict[str, tuple[_Roll, ...]] = {
    "oak_leaves": _leaves("oak_sapling", 0.05, True),
    "dark_oak_leaves": _leaves("dark_oak_sapling", 0.05, True),
    "birch_leaves": _leaves("birch_sapling", 0.05, False),
    "spruce_leaves": _leaves("spruce_sapling", 0.05, False),
    "acacia_leaves": _leaves("acacia_sapling", 0.05, False),
    "cherry_leaves": _leaves("cherry_sapling", 0.05, False),
    "jungle_leaves": _leaves("jungle_sapling", 0.025, False),
    "azalea_leaves": _leaves("azalea", 0.05, False),
    "flowering_azalea_leaves": _leaves("flowering_azalea", 0.05, False),
    "mangrove_leaves": (("stick", {0: 0.98, 1: 0.01, 2: 0.01}),),
    "grass": _SEEDS,
    "fern": _SEEDS,
    "tall_grass": _SEEDS,
    "large_fern": _SEEDS,
    "dead_bush": (("stick", _evenly(0, 2)),),
    "copper_ore": (("raw_copper", _evenly(2, 5)),),
    "deepslate_copper_ore": (("raw_copper", _evenly(2, 5)),),
    "redstone_ore": (("redstone", _evenly(4, 5)),),
    "deepslate_redstone_ore": (("redstone", _evenly(4, 5)),),
    "lapis_ore": (("lapis_lazuli", _evenly(4, 9)),),
    "deepslate_lapis_ore": (("lapis_lazuli", _evenly(4, 9)),),
    "nether_gold_ore": (("gold_nugget", _evenly(2, 6)),),
    "clay": (("clay_ball", {4: 1.0}),),
    "glowstone": (("glowstone_dust", _evenly(2, 4)),),
    "melon": (("melon_slice", _evenly(3, 7)),),
    "snow_block": (("snowball", {4: 1.0}),),
    "snow": (("snowball", {1: 1.0}),),
    "bookshelf": (("book", {3: 1.0}),),
    "sea_lantern": (("prismarine_crystals", _evenly(2, 3)),),
    "brown_mushroom_block": (("brown_mushroom", {0: 7 / 9, 1: 1 / 9, 2: 1 / 9}),),
    "red_mushroom_block": (("red_mushroom", {0: 7 / 9, 1: 1 / 9, 2: 1 / 9}),),
    "ender_chest": (("obsidian", {8: 1.0}),),
    "campfire": (("charcoal", {2: 1.0}),),
}

#: Gravel drops itself or flint: not two rolls.
_GRAVEL = (Lot(0.9, {"gravel": 1}), Lot(0.1, {"flint": 1}))

#: What shears bring home whole (Minecraft Wiki, "Shears").
_SHEARED = frozenset({"grass", "fern", "dead_bush", "vine", "cobweb", "seagrass", "glow_lichen", "hanging_roots", "nether_sprouts", "small_dripleaf"})


@lru_cache(maxsize=4096)
def drops(block: str, tool: str | None, facts: Facts) -> tuple[Lot, ...]:
    """What falls when `block` is broken with `tool` in the hand (None: bare hand): all results with their chances, likeliest first."""
    known = facts.blocks.get(block)
    if known is None or not harvests(block, tool, facts):
        return (Lot(1.0, {}),)
    if tool == "shears" and (block in _SHEARED or block.endswith("_leaves")):
        return (Lot(1.0, {block: 1}),)
    if block == "gravel":
        return _GRAVEL
    rolls = _ROLLS.get(block)
    if rolls is not None:
        return _lots(rolls)
    if known.drops:
        # The first is the thing itself; potted plants list pot and plant.
        return (Lot(1.0, dict.fromkeys(known.drops, 1)),)
    item = block.replace("_wall_hanging_sign", "_hanging_sign").replace("_wall_sign", "_sign")
    if (item in facts.items and block.startswith(("cherry_", "bamboo_"))) or block.endswith(("_bed", "hanging_sign")):
        return (Lot(1.0, {item: 1}),)
    return (Lot(1.0, {}),)


def harvests(block: str, tool: str | None, facts: Facts) -> bool:
    """Whether `tool` (None: bare hand) makes the block drop what it can drop."""
    known = facts.blocks.get(block)
    return known is not None and (known.harvest is None or tool in known.harvest)


def _lots(rolls: tuple[_Roll, ...]) -> tuple[Lot, ...]:
    lots = []
    for picks in product(*(chances.items() for _, chances in rolls)):
        p, items = 1.0, {}
        for (item, _), (count, chance) in zip(rolls, picks, strict=True):
            p *= chance
            if count:
                items[item] = count
        lots.append(Lot(p, items))
    return tuple(sorted(lots, key=lambda lot: -lot.p))
