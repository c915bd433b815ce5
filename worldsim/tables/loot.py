"""What creatures leave when a player kills them, with the real chances; no Looting, not on fire.

Source: Minecraft Wiki, Java Edition 1.19.4: "Drops" on the page of each creature. Each roll is thrown on its own.
"""

from __future__ import annotations

from collections.abc import Container

from worldsim.tables.chances import Roll, evenly, exactly, once

_RARE_EACH = 0.025 / 3
_ZOMBIE: tuple[Roll, ...] = (
    ("rotten_flesh", evenly(0, 2)),
    *((item, once(_RARE_EACH)) for item in ("iron_ingot", "carrot", "potato")),  # one of them at 2.5 %
)
_BONES: tuple[Roll, ...] = (("bone", evenly(0, 2)), ("arrow", evenly(0, 2)))
_CATTLE: tuple[Roll, ...] = (("leather", evenly(0, 2)), ("beef", evenly(1, 3)))
_SPIDER: tuple[Roll, ...] = (("string", evenly(0, 2)), ("spider_eye", evenly(-1, 1)))
_LEATHER: tuple[Roll, ...] = (("leather", evenly(0, 2)),)

LOOT: dict[str, tuple[Roll, ...]] = {
    "cow": _CATTLE,
    "mooshroom": _CATTLE,
    "pig": (("porkchop", evenly(1, 3)),),
    "sheep": (("mutton", evenly(1, 2)), ("white_wool", exactly(1))),  # of its colour; most are white
    "chicken": (("chicken", exactly(1)), ("feather", evenly(0, 2))),
    "rabbit": (("rabbit", evenly(0, 1)), ("rabbit_hide", evenly(0, 1)), ("rabbit_foot", once(0.1))),
    "squid": (("ink_sac", evenly(1, 3)),),
    "glow_squid": (("glow_ink_sac", evenly(1, 3)),),
    "cod": (("cod", exactly(1)), ("bone_meal", once(0.05))),
    "salmon": (("salmon", exactly(1)), ("bone_meal", once(0.05))),
    "tropical_fish": (("tropical_fish", exactly(1)), ("bone_meal", once(0.05))),
    "pufferfish": (("pufferfish", exactly(1)), ("bone_meal", once(0.05))),
    "horse": _LEATHER,
    "donkey": _LEATHER,
    "mule": _LEATHER,
    "llama": _LEATHER,
    "trader_llama": _LEATHER,
    "cat": (("string", evenly(0, 2)),),
    "parrot": (("feather", evenly(1, 2)),),
    "panda": (("bamboo", exactly(1)),),
    "turtle": (("seagrass", evenly(0, 2)),),
    "dolphin": (("cod", evenly(0, 1)),),
    "strider": (("string", evenly(2, 5)),),
    "skeleton_horse": (("bone", evenly(0, 2)),),
    "zombie_horse": (("rotten_flesh", evenly(0, 2)),),
    "snow_golem": (("snowball", evenly(0, 15)),),
    "iron_golem": (("iron_ingot", evenly(3, 5)), ("poppy", evenly(0, 2))),
    "zombie": _ZOMBIE,
    "husk": _ZOMBIE,
    "zombie_villager": _ZOMBIE,
    "drowned": (("rotten_flesh", evenly(0, 2)), ("copper_ingot", once(0.11))),
    "zombified_piglin": (("rotten_flesh", evenly(0, 1)), ("gold_nugget", evenly(0, 1)), ("gold_ingot", once(0.025))),
    "skeleton": _BONES,
    "stray": _BONES,
    "wither_skeleton": (("bone", evenly(0, 2)), ("coal", evenly(-1, 1)), ("wither_skeleton_skull", once(0.025))),
    "creeper": (("gunpowder", evenly(0, 2)),),
    "spider": _SPIDER,
    "cave_spider": _SPIDER,
    "enderman": (("ender_pearl", evenly(0, 1)),),
    "blaze": (("blaze_rod", evenly(0, 1)),),
    "ghast": (("ghast_tear", evenly(0, 1)), ("gunpowder", evenly(0, 2))),
    "phantom": (("phantom_membrane", evenly(0, 1)),),
    "shulker": (("shulker_shell", once(0.5)),),
    "magma_cube": (("magma_cream", evenly(-2, 1)),),
    "hoglin": (("porkchop", evenly(2, 4)), ("leather", evenly(0, 1))),
    "zoglin": (("rotten_flesh", evenly(1, 3)),),
    "vindicator": (("emerald", evenly(0, 1)),),
    "evoker": (("totem_of_undying", exactly(1)), ("emerald", evenly(0, 1))),
    "ravager": (("saddle", exactly(1)),),
    "warden": (("sculk_catalyst", exactly(1)),),
    "wither": (("nether_star", exactly(1)),),
}
#: A slime or a magma cube of full size splits; only the smallest slimes leave slime balls.
SPLITS = frozenset({"slime", "magma_cube"})


def loot(items: Container[str]) -> dict[str, tuple[Roll, ...]]:
    """The rolls by creature, of the items that there are; absent: it leaves nothing."""
    return {mob: tuple(roll for roll in rolls if roll[0] in items) for mob, rolls in LOOT.items()}
