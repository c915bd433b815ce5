"""What falls from blocks beyond what minecraft-data says: lotteries, numbers, plants by age.

minecraft-data lists which items fall, but its chances are wrong (alternatives of one table get 1/n). Source of all numbers: Minecraft Wiki (Java
Edition 1.19.4), the page of the block: "Leaves" (sapling 5 %, jungle 2.5 %; sticks 2 %, one or two; apple 0.5 % of oak and dark oak), "Grass"
(wheat seeds 12.5 %), "Dead Bush" (0-2 sticks), "Gravel" (flint 10 %), the ores' pages (copper 2-5, redstone 4-5, lapis 4-9, nether gold 2-6
nuggets), "Gilded Blackstone" (10 %: 2-5 nuggets), "Clay", "Glowstone", "Melon", "Snow Block", "Bookshelf", "Sea Lantern", "Mushroom Block",
"Ender Chest", "Campfire", "Wheat Seeds", "Carrot", "Potato", "Beetroot Seeds", "Nether Wart", "Cocoa Beans", "Sweet Berries", "Pumpkin Seeds",
"Melon Seeds", "Chorus Plant", "Weeping Vines", "Twisting Vines", "Glow Berries".
"""

from __future__ import annotations

from worldsim.tables.chances import Roll, binomial, evenly, exactly, once
from worldsim.tables.tags import COLOURS

_STICKS: Roll = ("stick", {0: 0.98, 1: 0.01, 2: 0.01})
_APPLE: Roll = ("apple", once(0.005))
_SEEDS: tuple[Roll, ...] = (("wheat_seeds", once(0.125)),)
_VINES = once(0.33)

#: Independent rolls by block.
ROLLS: dict[str, tuple[Roll, ...]] = {
    "oak_leaves": (("oak_sapling", once(0.05)), _STICKS, _APPLE),
    "dark_oak_leaves": (("dark_oak_sapling", once(0.05)), _STICKS, _APPLE),
    "birch_leaves": (("birch_sapling", once(0.05)), _STICKS),
    "spruce_leaves": (("spruce_sapling", once(0.05)), _STICKS),
    "acacia_leaves": (("acacia_sapling", once(0.05)), _STICKS),
    "cherry_leaves": (("cherry_sapling", once(0.05)), _STICKS),
    "jungle_leaves": (("jungle_sapling", once(0.025)), _STICKS),
    "azalea_leaves": (("azalea", once(0.05)), _STICKS),
    "flowering_azalea_leaves": (("flowering_azalea", once(0.05)), _STICKS),
    "mangrove_leaves": (_STICKS,),
    **dict.fromkeys(("grass", "fern", "tall_grass", "large_fern"), _SEEDS),
    "dead_bush": (("stick", evenly(0, 2)),),
    **dict.fromkeys(("copper_ore", "deepslate_copper_ore"), (("raw_copper", evenly(2, 5)),)),
    **dict.fromkeys(("redstone_ore", "deepslate_redstone_ore"), (("redstone", evenly(4, 5)),)),
    **dict.fromkeys(("lapis_ore", "deepslate_lapis_ore"), (("lapis_lazuli", evenly(4, 9)),)),
    "nether_gold_ore": (("gold_nugget", evenly(2, 6)),),
    "clay": (("clay_ball", exactly(4)),),
    "glowstone": (("glowstone_dust", evenly(2, 4)),),
    "melon": (("melon_slice", evenly(3, 7)),),
    "snow_block": (("snowball", exactly(4)),),
    "snow": (("snowball", exactly(1)),),  # for each of its layers
    "bookshelf": (("book", exactly(3)),),
    "sea_lantern": (("prismarine_crystals", evenly(2, 3)),),
    "brown_mushroom_block": (("brown_mushroom", {0: 7 / 9, 1: 1 / 9, 2: 1 / 9}),),
    "red_mushroom_block": (("red_mushroom", {0: 7 / 9, 1: 1 / 9, 2: 1 / 9}),),
    "ender_chest": (("obsidian", exactly(8)),),
    "campfire": (("charcoal", exactly(2)),),
    "soul_campfire": (("soul_soil", exactly(1)),),
    "chorus_plant": (("chorus_fruit", evenly(0, 1)),),
    **dict.fromkeys(("weeping_vines", "weeping_vines_plant"), (("weeping_vines", _VINES),)),
    **dict.fromkeys(("twisting_vines", "twisting_vines_plant"), (("twisting_vines", _VINES),)),
    **{f"attached_{fruit}_stem": ((f"{fruit}_seeds", binomial(3, 8 / 15)),) for fruit in ("pumpkin", "melon")},
    # Drop nothing, whatever minecraft-data says: what minecraft-data has no list for is listed where it matters.
    **dict.fromkeys(("mushroom_stem", "cake", "sculk", "sculk_vein", "sculk_catalyst", "sculk_sensor", "sculk_shrieker"), ()),
}
#: Of a block's results, one comes up.
EITHER: dict[str, tuple[tuple[float, dict[str, int]], ...]] = {
    "gravel": ((0.9, {"gravel": 1}), (0.1, {"flint": 1})),
    "gilded_blackstone": ((0.9, {"gilded_blackstone": 1}), *((0.025, {"gold_nugget": count}) for count in (2, 3, 4, 5))),
}

#: Seeds and roots of a ripe crop: three tries at 4/7 each.
_MORE = 4 / 7
#: By a plant's age, the youngest first; one that is older than its list is like the last in it.
BY_AGE: dict[str, tuple[tuple[Roll, ...], ...]] = {
    "wheat": (*((("wheat_seeds", exactly(1)),),) * 7, (("wheat", exactly(1)), ("wheat_seeds", binomial(3, _MORE, 1)))),
    "carrots": (*((("carrot", exactly(1)),),) * 7, (("carrot", binomial(3, _MORE, 2)),)),
    "potatoes": (*((("potato", exactly(1)),),) * 7, (("potato", binomial(3, _MORE, 2)), ("poisonous_potato", once(0.02)))),
    "beetroots": (*((("beetroot_seeds", exactly(1)),),) * 3, (("beetroot", exactly(1)), ("beetroot_seeds", binomial(3, _MORE, 1)))),
    "nether_wart": (*((("nether_wart", exactly(1)),),) * 3, (("nether_wart", evenly(2, 4)),)),
    "cocoa": (*((("cocoa_beans", exactly(1)),),) * 2, (("cocoa_beans", exactly(3)),)),
    "sweet_berry_bush": ((), (), (("sweet_berries", evenly(1, 2)),), (("sweet_berries", evenly(2, 3)),)),
    "torchflower_crop": ((("torchflower_seeds", exactly(1)),), (("torchflower_seeds", exactly(1)),), (("torchflower", exactly(1)),)),
    **{f"{fruit}_stem": tuple(((f"{fruit}_seeds", binomial(3, (age + 1) / 15)),) for age in range(8)) for fruit in ("pumpkin", "melon")},
}

#: Blocks of which several are in one cell: the property that counts them. Slabs (`type` double) are two.
COUNTED = {
    "snow": "layers",
    "sea_pickle": "pickles",
    "pink_petals": "flower_amount",
    "candle": "candles",
    **{f"{colour}_candle": "candles" for colour in COLOURS},
}

#: What shears bring home whole (Minecraft Wiki, "Shears"); of a tall plant two of the short one.
SHEARED: dict[str, dict[str, int]] = {
    **{
        name: {name: 1}
        for name in ("grass", "fern", "dead_bush", "vine", "cobweb", "seagrass", "glow_lichen", "hanging_roots", "nether_sprouts", "small_dripleaf")
    },
    "tall_grass": {"grass": 2},
    "large_fern": {"fern": 2},
    "tall_seagrass": {"seagrass": 2},
}
#: They drop themselves; minecraft-data has no list for them.
THEMSELVES = ("cherry_", "bamboo_", "stripped_cherry_", "stripped_bamboo_")
THEMSELVES_TOO = frozenset({"mangrove_propagule", "torchflower", "piglin_head", "chorus_flower", "pink_petals", "decorated_pot"})
