"""Tiers of tools, and what a blow with them does.

Source: Minecraft Wiki, Java Edition 1.19.4: "Tiers" (mining level, speed, uses), "Damage" and "Melee attack" (damage in half hearts and blows a
second of a full swing), the pages of the swords, axes, pickaxes, shovels and hoes. Speeds and uses agree with minecraft-data.
"""

from __future__ import annotations

import msgspec


class Tier(msgspec.Struct, frozen=True, array_like=True):
    """What a tool's material is good for."""

    level: int  #: of the blocks that it harvests: 0 wood, 1 stone, 2 iron, 3 diamond
    speed: float  #: of digging what it is made for
    uses: int
    repaired_with: str  #: an item, or a tag with '#'


TIERS: dict[str, Tier] = {
    "wooden": Tier(0, 2.0, 59, "#planks"),
    "golden": Tier(0, 12.0, 32, "gold_ingot"),
    "stone": Tier(1, 4.0, 131, "#stone_tool_materials"),
    "iron": Tier(2, 6.0, 250, "iron_ingot"),
    "diamond": Tier(3, 8.0, 1561, "diamond"),
    "netherite": Tier(4, 9.0, 2031, "netherite_ingot"),
}


class Weapon(msgspec.Struct, frozen=True, array_like=True):
    """A blow with it, fully swung."""

    damage: float  #: half hearts
    speed: float  #: blows a second
    wear: int  #: uses that a blow costs


HAND = Weapon(1.0, 4.0, 0)
_DAMAGE: dict[str, tuple[float, ...]] = {  # wooden, golden, stone, iron, diamond, netherite
    "sword": (4, 4, 5, 6, 7, 8),
    "axe": (7, 7, 9, 9, 9, 10),
    "pickaxe": (2, 2, 3, 4, 5, 6),
    "shovel": (2.5, 2.5, 3.5, 4.5, 5.5, 6.5),
    "hoe": (1, 1, 1, 1, 1, 1),
}
_SPEED: dict[str, tuple[float, ...]] = {
    "sword": (1.6,) * 6,
    "axe": (0.8, 1.0, 0.8, 0.9, 1.0, 1.0),
    "pickaxe": (1.2,) * 6,
    "shovel": (1.0,) * 6,
    "hoe": (1.0, 1.0, 2.0, 3.0, 4.0, 4.0),
}
_ORDER = ("wooden", "golden", "stone", "iron", "diamond", "netherite")

#: By item; what is not here hits like the hand. A sword and a trident wear off by one a blow, other tools by two.
WEAPONS: dict[str, Weapon] = {
    **{
        f"{material}_{tool}": Weapon(damage, speed, 1 if tool == "sword" else 2)
        for tool in _DAMAGE
        for material, damage, speed in zip(_ORDER, _DAMAGE[tool], _SPEED[tool], strict=True)
    },
    "trident": Weapon(9.0, 1.1, 1),
}
