"""Creatures: how much they take, how hard they hit, and how they behave. Adults, half hearts, difficulty normal.

Source: Minecraft Wiki, Java Edition 1.19.4: the page of each creature (health, armour, attack strength). What shoots or explodes is given with the
most that one attack does. What they leave is in `loot.py`.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Literal

import msgspec

#: friendly: never attacks; angry: attacks who hurts it; hostile: attacks who comes near.
Temper = Literal["friendly", "angry", "hostile"]


class Mob(msgspec.Struct, frozen=True, array_like=True):
    """One kind of creature."""

    health: float
    damage: float = 0.0  #: of one attack
    temper: Temper = "friendly"
    every: int = 20  #: ticks between two attacks
    armour: int = 0  #: points, 0-30
    ranged: bool = False


def _friendly(health: float) -> Mob:
    return Mob(health)


def _hostile(health: float, damage: float, every: int = 20, armour: int = 0, ranged: bool = False) -> Mob:
    return Mob(health, damage, "hostile", every, armour, ranged)


MOBS: dict[str, Mob] = {
    **dict.fromkeys(("cow", "mooshroom", "pig", "squid", "glow_squid", "cat", "ocelot", "fox", "frog"), _friendly(10)),
    **dict.fromkeys(("villager", "wandering_trader", "strider", "allay"), _friendly(20)),
    **dict.fromkeys(("horse", "donkey", "mule"), _friendly(22.5)),  # 15-30
    **dict.fromkeys(("cod", "salmon", "tropical_fish", "rabbit"), _friendly(3)),
    **dict.fromkeys(("bat", "parrot", "tadpole"), _friendly(6)),
    **dict.fromkeys(("skeleton_horse", "zombie_horse"), _friendly(15)),
    "sheep": _friendly(8),
    "chicken": _friendly(4),
    "snow_golem": _friendly(4),
    "axolotl": _friendly(14),
    "turtle": _friendly(30),
    "camel": _friendly(32),
    "sniffer": _friendly(14),
    "pufferfish": Mob(3, 3, "angry"),
    "bee": Mob(10, 2, "angry"),
    "wolf": Mob(8, 4, "angry"),
    "goat": Mob(10, 2, "angry"),
    "dolphin": Mob(10, 3, "angry"),
    "panda": Mob(20, 6, "angry"),
    "polar_bear": Mob(30, 6, "angry"),
    "iron_golem": Mob(100, 21.5, "angry"),
    "llama": Mob(22.5, 1, "angry", ranged=True),
    "trader_llama": Mob(22.5, 1, "angry", ranged=True),
    "enderman": Mob(40, 7, "angry"),
    "zombified_piglin": Mob(20, 8, "angry", armour=2),
    **dict.fromkeys(("zombie", "husk", "drowned", "zombie_villager"), _hostile(20, 3, armour=2)),
    **dict.fromkeys(("skeleton", "stray"), _hostile(20, 4, 40, ranged=True)),
    "wither_skeleton": _hostile(20, 8),
    "spider": _hostile(16, 2),
    "cave_spider": _hostile(12, 2),
    "creeper": _hostile(20, 43, 30),  # explodes 1.5 s after it is lit, at full strength where it stands
    "slime": _hostile(16, 4, 10),
    "magma_cube": _hostile(16, 6, 10, armour=12),
    "witch": _hostile(26, 6, 60, ranged=True),
    "silverfish": _hostile(8, 1),
    "endermite": _hostile(8, 2),
    "phantom": _hostile(20, 2),
    "blaze": _hostile(20, 5, 60, ranged=True),
    "ghast": _hostile(10, 6, 60, ranged=True),
    "guardian": _hostile(30, 6, 80, ranged=True),
    "elder_guardian": _hostile(80, 8, 80, ranged=True),
    "shulker": _hostile(30, 4, 60, ranged=True),
    "piglin": _hostile(16, 8),
    "piglin_brute": _hostile(50, 13),
    "hoglin": _hostile(40, 8, 40),
    "zoglin": _hostile(40, 8, 40),
    "vindicator": _hostile(24, 13),
    "evoker": _hostile(24, 6, 100, ranged=True),
    "vex": _hostile(14, 9),
    "pillager": _hostile(24, 4, 60, ranged=True),
    "ravager": _hostile(100, 12, 40),
    "warden": _hostile(500, 30, 18),
    "wither": _hostile(300, 8, 40, armour=4, ranged=True),
    "ender_dragon": _hostile(200, 10, 20),
}


def easy(damage: float) -> float:
    """What an attack does at easy difficulty, of what it does at normal (Minecraft Wiki, "Difficulty")."""
    return min(damage / 2 + 1, damage)


def mobs(entities: Container[str]) -> dict[str, Mob]:
    """The creatures, by name, of those that there are."""
    return {name: mob for name, mob in MOBS.items() if name in entities}


def after_armour(damage: float, armour: int) -> float:
    """What is left of a blow to who wears so many points of armour without toughness (Minecraft Wiki, "Armor", damage reduction)."""
    return damage * (1 - min(20.0, max(armour / 5, armour - damage / 2)) / 25)
