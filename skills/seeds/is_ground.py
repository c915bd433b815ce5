"""What land is made of."""

_NATURAL = (
    "grass_block", "dirt", "coarse_dirt", "podzol", "rooted_dirt", "mud", "clay", "gravel", "sand", "red_sand", "sandstone", "red_sandstone",
    "terracotta", "snow_block", "stone", "granite", "diorite", "andesite", "tuff", "deepslate", "coal_ore", "copper_ore", "iron_ore",
    "cobblestone", "cobbled_deepslate",
)  # fmt: skip


def is_ground(name: str) -> bool:
    """Whether land is made of such blocks: earth, sand, rock and common ores."""
    return name in _NATURAL
