"""What is had by mining."""

_LOGS = ["oak_log", "birch_log", "spruce_log", "jungle_log", "acacia_log", "dark_oak_log", "mangrove_log"]

_MINED: dict[str, tuple[list[str], str]] = {
    **{name: ([name], "") for name in _LOGS},
    **{name: ([name], "") for name in ("sand", "red_sand", "gravel", "cactus", "sugar_cane", "bamboo", "pumpkin", "dandelion", "poppy")},
    **{name: ([name], "wooden_pickaxe") for name in ("granite", "diorite", "andesite", "sandstone", "red_sandstone")},
    "dirt": (["grass_block", "dirt"], ""),
    "flint": (["gravel"], ""),
    "clay_ball": (["clay"], ""),
    "wheat_seeds": (["grass", "tall_grass"], ""),
    "cobblestone": (["stone"], "wooden_pickaxe"),
    "cobbled_deepslate": (["deepslate"], "wooden_pickaxe"),
    "coal": (["coal_ore", "deepslate_coal_ore"], "wooden_pickaxe"),
    "raw_copper": (["copper_ore", "deepslate_copper_ore"], "stone_pickaxe"),
    "raw_iron": (["iron_ore", "deepslate_iron_ore"], "stone_pickaxe"),
    "lapis_lazuli": (["lapis_ore", "deepslate_lapis_ore"], "stone_pickaxe"),
    "raw_gold": (["gold_ore", "deepslate_gold_ore"], "iron_pickaxe"),
    "redstone": (["redstone_ore", "deepslate_redstone_ore"], "iron_pickaxe"),
    "diamond": (["diamond_ore", "deepslate_diamond_ore"], "iron_pickaxe"),
    "emerald": (["emerald_ore", "deepslate_emerald_ore"], "iron_pickaxe"),
}


def mined_from(item: str) -> tuple[list[str], str] | None:
    """The natural blocks that drop `item`, and the least tool for that ('': the bare hand); None if it is not had by mining."""
    return _MINED.get(item)
