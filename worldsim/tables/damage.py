"""What hurts, how much, and how often. Half hearts, ticks; difficulty normal, no armour.

Source: Minecraft Wiki, Java Edition 1.19.4: "Damage" (fall, drowning, lava, fire, suffocation, cactus ..., invulnerability), "Breathing" (air),
"Fire", "Lava", "Slow Falling" and the pages of the blocks that soften a fall.
"""

from __future__ import annotations

import msgspec

#: Who was hurt cannot be hurt again by as much for so many ticks.
INVULNERABLE = 10


class Hurts(msgspec.Struct, frozen=True, array_like=True):
    """Half hearts that being in it, or on it, takes every so many ticks."""

    damage: float
    every: int


#: Blocks that hurt who is in them; magma and campfires who stands on them.
HARMFUL: dict[str, Hurts] = {
    "lava": Hurts(4.0, INVULNERABLE),
    "fire": Hurts(1.0, INVULNERABLE),
    "soul_fire": Hurts(2.0, INVULNERABLE),
    "campfire": Hurts(1.0, INVULNERABLE),
    "soul_campfire": Hurts(2.0, INVULNERABLE),
    "magma_block": Hurts(1.0, INVULNERABLE),
    "cactus": Hurts(1.0, INVULNERABLE),
    "sweet_berry_bush": Hurts(1.0, INVULNERABLE),  # to who moves in it
    "wither_rose": Hurts(1.0, 40),
    "powder_snow": Hurts(1.0, 40),  # once frozen, after 140 ticks in it
}
#: Who burns loses so much, and burns so long after leaving the fire or the lava. Water puts it out.
BURNING = Hurts(1.0, 20)
BURNS_AFTER_FIRE, BURNS_AFTER_LAVA = 160, 300
#: Head inside a solid block; below the world.
SUFFOCATING, VOID = Hurts(1.0, INVULNERABLE), Hurts(4.0, INVULNERABLE)

#: Ticks of breath; under water one goes by each tick, out of it four come back. When it is used up, it hurts once a second.
BREATH, BREATH_BACK = 300, 4
DROWNING = Hurts(2.0, 20)

#: Blocks that one falls freely.
FREE_FALL = 3.0
#: What a fall onto a block, or into it, does, as a share of that onto hard ground.
SOFT: dict[str, float] = {
    **dict.fromkeys(("water", "bubble_column", "cobweb", "slime_block", "powder_snow", "sweet_berry_bush", "ladder", "vine"), 0.0),
    **dict.fromkeys(("scaffolding", "twisting_vines", "weeping_vines", "cave_vines", "twisting_vines_plant", "weeping_vines_plant"), 0.0),
    **dict.fromkeys(("hay_block", "honey_block"), 0.2),
}
#: Beds catch half of it.
BED_FALL = 0.5
