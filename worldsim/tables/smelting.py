"""What a furnace makes of what, and what burns in it.

Source: Minecraft Wiki, Java Edition 1.19.4: "Smelting" (results, experience, "Fuel"), "Blast Furnace", "Smoker". The first 53 results agree with
the recipes of 1.16 that the PyPI package plancraft carries; dried kelp blocks burn 4,001 ticks, one more than the page rounds to.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Literal

import msgspec

from worldsim.tables.tags import COLOURS, TAGS

#: Ticks for one item in a furnace; a blast furnace or a smoker takes half of it, and burns its fuel twice as fast.
SMELT_TICKS = 200
Oven = Literal["furnace", "blast_furnace", "smoker"]
#: The blocks that smelt, with the ticks that one item takes in them.
OVENS: dict[Oven, int] = {"furnace": 200, "blast_furnace": 100, "smoker": 100}


class Smelting(msgspec.Struct, frozen=True, array_like=True):
    """What becomes of one item in the fire."""

    result: str
    xp: float  #: experience points for each
    also: Oven | None = None  #: where it is done in half the time, beside the furnace


_FOOD: dict[str, tuple[str, float]] = {
    "beef": ("cooked_beef", 0.35),
    "porkchop": ("cooked_porkchop", 0.35),
    "mutton": ("cooked_mutton", 0.35),
    "chicken": ("cooked_chicken", 0.35),
    "rabbit": ("cooked_rabbit", 0.35),
    "cod": ("cooked_cod", 0.35),
    "salmon": ("cooked_salmon", 0.35),
    "potato": ("baked_potato", 0.35),
    "kelp": ("dried_kelp", 0.1),
}
_ORES: dict[str, tuple[str, float]] = {
    "raw_iron": ("iron_ingot", 0.7),
    "raw_gold": ("gold_ingot", 1.0),
    "raw_copper": ("copper_ingot", 0.7),
    "nether_gold_ore": ("gold_ingot", 1.0),
    "nether_quartz_ore": ("quartz", 0.2),
    "ancient_debris": ("netherite_scrap", 2.0),
    **{
        f"{kind}{ore}_ore": result
        for ore, result in {
            "iron": ("iron_ingot", 0.7),
            "gold": ("gold_ingot", 1.0),
            "copper": ("copper_ingot", 0.7),
            "coal": ("coal", 0.1),
            "diamond": ("diamond", 1.0),
            "emerald": ("emerald", 1.0),
            "lapis": ("lapis_lazuli", 0.2),
            "redstone": ("redstone", 0.7),
        }.items()
        for kind in ("", "deepslate_")
    },
}
_WORN = ("sword", "pickaxe", "axe", "shovel", "hoe", "helmet", "chestplate", "leggings", "boots", "horse_armor")
_SCRAP: dict[str, tuple[str, float]] = {
    **{f"iron_{thing}": ("iron_nugget", 0.1) for thing in _WORN},
    **{f"golden_{thing}": ("gold_nugget", 0.1) for thing in _WORN},
    **{f"chainmail_{thing}": ("iron_nugget", 0.1) for thing in ("helmet", "chestplate", "leggings", "boots")},
}
_OTHER: dict[str, tuple[str, float]] = {
    "sand": ("glass", 0.1),
    "red_sand": ("glass", 0.1),
    "cobblestone": ("stone", 0.1),
    "stone": ("smooth_stone", 0.1),
    "cobbled_deepslate": ("deepslate", 0.1),
    "sandstone": ("smooth_sandstone", 0.1),
    "red_sandstone": ("smooth_red_sandstone", 0.1),
    "quartz_block": ("smooth_quartz", 0.1),
    "basalt": ("smooth_basalt", 0.1),
    "stone_bricks": ("cracked_stone_bricks", 0.1),
    "nether_bricks": ("cracked_nether_bricks", 0.1),
    "polished_blackstone_bricks": ("cracked_polished_blackstone_bricks", 0.1),
    "deepslate_bricks": ("cracked_deepslate_bricks", 0.1),
    "deepslate_tiles": ("cracked_deepslate_tiles", 0.1),
    "netherrack": ("nether_brick", 0.1),
    "clay_ball": ("brick", 0.3),
    "clay": ("terracotta", 0.35),
    "cactus": ("green_dye", 1.0),
    "sea_pickle": ("lime_dye", 0.1),
    "chorus_fruit": ("popped_chorus_fruit", 0.1),
    "wet_sponge": ("sponge", 0.15),
    **{f"{colour}_terracotta": (f"{colour}_glazed_terracotta", 0.1) for colour in COLOURS},
    **dict.fromkeys(TAGS["logs_that_burn"], ("charcoal", 0.15)),
}

#: Burning time in ticks, of items and of tags ('#'). Nether wood does not burn, whatever is made of it.
FUELS: dict[str, int] = {
    "lava_bucket": 20000,
    "coal_block": 16000,
    "dried_kelp_block": 4001,
    "blaze_rod": 2400,
    "#coals": 1600,
    "#boats": 1200,
    "#hanging_signs": 800,
    **dict.fromkeys(("#logs", "#bamboo_blocks", "#planks", "#wooden_stairs", "#wooden_trapdoors", "#wooden_pressure_plates"), 300),
    **dict.fromkeys(("#wooden_fences", "#fence_gates", "#banners", "bamboo_mosaic", "bamboo_mosaic_stairs", "mangrove_roots"), 300),
    **dict.fromkeys(("note_block", "bookshelf", "chiseled_bookshelf", "lectern", "jukebox", "chest", "trapped_chest", "crafting_table"), 300),
    **dict.fromkeys(("daylight_detector", "bow", "crossbow", "fishing_rod", "ladder", "loom", "barrel", "cartography_table"), 300),
    **dict.fromkeys(("fletching_table", "smithing_table", "composter"), 300),
    **dict.fromkeys(("#signs", "#wooden_doors", *(f"wooden_{tool}" for tool in ("sword", "pickaxe", "axe", "shovel", "hoe"))), 200),
    **dict.fromkeys(("#wooden_slabs", "bamboo_mosaic_slab"), 150),
    **dict.fromkeys(("#wool", "#wooden_buttons", "#saplings", "stick", "bowl", "dead_bush"), 100),
    "#wool_carpets": 67,
    "bamboo": 50,
    "scaffolding": 50,
}

#: What is burnt when nobody says what: wood and coal, not tools, tables and chests (own choice).
SPARE = frozenset(
    ("coal_block", "dried_kelp_block", "blaze_rod", "stick", "bamboo", "dead_bush", "lava_bucket")
    + TAGS["coals"]
    + TAGS["logs_that_burn"]
    + TAGS["planks"]
    + TAGS["wooden_slabs"]
    + TAGS["saplings"]
)


def smelting(items: Container[str]) -> dict[str, Smelting]:
    """What becomes of an item in the fire, by the item that goes in."""
    every = {
        **{item: Smelting(result, xp, "smoker") for item, (result, xp) in _FOOD.items()},
        **{item: Smelting(result, xp, "blast_furnace") for item, (result, xp) in {**_ORES, **_SCRAP}.items()},
        **{item: Smelting(result, xp) for item, (result, xp) in _OTHER.items()},
    }
    return {item: made for item, made in every.items() if item in items and made.result in items}


def fuels(items: Container[str]) -> dict[str, int]:
    """Ticks that one of an item burns in a furnace."""
    found: dict[str, int] = {}
    for name, ticks in FUELS.items():
        for item in TAGS[name[1:]] if name.startswith("#") else (name,):
            if item in items and item not in TAGS["non_flammable_wood"]:
                found[item] = ticks
    return found
