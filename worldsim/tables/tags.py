"""Groups of items that rules speak of: which woods burn, what a plank is.

Source: Minecraft Wiki, "Tag", item tags of Java Edition 1.19.4.
"""

from __future__ import annotations

from collections.abc import Container

OVERWORLD_WOODS = ("oak", "spruce", "birch", "jungle", "acacia", "dark_oak", "mangrove", "cherry")
NETHER_WOODS = ("crimson", "warped")
#: What comes as planks: bamboo as well.
WOODS = (*OVERWORLD_WOODS, *NETHER_WOODS, "bamboo")
COLOURS = (
    *("white", "orange", "magenta", "light_blue", "yellow", "lime", "pink", "gray"),
    *("light_gray", "cyan", "purple", "blue", "brown", "green", "red", "black"),
)
TOOL_MATERIALS = ("wooden", "golden", "stone", "iron", "diamond", "netherite")


def _each(names: tuple[str, ...], *patterns: str) -> tuple[str, ...]:
    return tuple(pattern.replace("*", name) for name in names for pattern in patterns)


_BURNING = _each(OVERWORLD_WOODS, "*_log", "*_wood", "stripped_*_log", "stripped_*_wood")
_STEMS = _each(NETHER_WOODS, "*_stem", "*_hyphae", "stripped_*_stem", "stripped_*_hyphae")

TAGS: dict[str, tuple[str, ...]] = {
    "logs_that_burn": _BURNING,
    "logs": (*_BURNING, *_STEMS),
    "bamboo_blocks": ("bamboo_block", "stripped_bamboo_block"),
    "planks": _each(WOODS, "*_planks"),
    "wooden_slabs": _each(WOODS, "*_slab"),
    "wooden_stairs": _each(WOODS, "*_stairs"),
    "wooden_fences": _each(WOODS, "*_fence"),
    "fence_gates": _each(WOODS, "*_fence_gate"),
    "wooden_doors": _each(WOODS, "*_door"),
    "wooden_trapdoors": _each(WOODS, "*_trapdoor"),
    "wooden_pressure_plates": _each(WOODS, "*_pressure_plate"),
    "wooden_buttons": _each(WOODS, "*_button"),
    "signs": _each(WOODS, "*_sign"),
    "hanging_signs": _each(WOODS, "*_hanging_sign"),
    "boats": (*_each(OVERWORLD_WOODS, "*_boat", "*_chest_boat"), "bamboo_raft", "bamboo_chest_raft"),
    "leaves": (*_each(OVERWORLD_WOODS, "*_leaves"), "azalea_leaves", "flowering_azalea_leaves"),
    "saplings": (
        *_each(("oak", "spruce", "birch", "jungle", "acacia", "dark_oak", "cherry"), "*_sapling"),
        *("mangrove_propagule", "azalea", "flowering_azalea"),
    ),
    "wool": _each(COLOURS, "*_wool"),
    "wool_carpets": _each(COLOURS, "*_carpet"),
    "banners": _each(COLOURS, "*_banner"),
    "beds": _each(COLOURS, "*_bed"),
    "coals": ("coal", "charcoal"),
    "stone_tool_materials": ("cobblestone", "blackstone", "cobbled_deepslate"),
    "hoes": _each(TOOL_MATERIALS, "*_hoe"),
    "swords": _each(TOOL_MATERIALS, "*_sword"),
    "axes": _each(TOOL_MATERIALS, "*_axe"),
    "pickaxes": _each(TOOL_MATERIALS, "*_pickaxe"),
    "shovels": _each(TOOL_MATERIALS, "*_shovel"),
    "non_flammable_wood": (
        *_STEMS,
        *_each(NETHER_WOODS, "*_planks", "*_slab", "*_stairs", "*_fence", "*_fence_gate", "*_door", "*_trapdoor"),
        *_each(NETHER_WOODS, "*_pressure_plate", "*_button", "*_sign", "*_hanging_sign"),
    ),
}


def tags(items: Container[str]) -> dict[str, tuple[str, ...]]:
    """Members by tag, in a fixed order, of those items that there are."""
    return {tag: tuple(name for name in members if name in items) for tag, members in TAGS.items()}
