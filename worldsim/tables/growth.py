"""How plants grow.

Source: Minecraft Wiki, Java Edition 1.19.4: "Tick" (random ticks: 3 of the 4,096 cells of a section each tick), "Tutorials/Crop farming" and "Wheat
Seeds" (chance 1 / (floor(25 / points) + 1), points), "Beetroot Seeds", "Nether Wart", "Cocoa Beans", "Sweet Berries", "Sapling", "Sugar Cane",
"Cactus", "Bamboo", "Kelp", "Melon Seeds", "Farmland" (moist within 4 blocks of water).
"""

from __future__ import annotations

from collections.abc import Container

import msgspec

from worldsim.tables.tags import TAGS

#: Chance that a cell gets a random tick in one tick.
RANDOM_TICK = 3 / 4096
#: Points of a crop that stands on moist or dry farmland, and for each moist or dry farmland around it; divided by 2 if its own kind stands close in.
MOIST, DRY, MOIST_BESIDE, DRY_BESIDE = 4.0, 2.0, 0.75, 0.25
#: Light from which crops and saplings grow, 0-15.
LIGHT = 9
#: How far water reaches, in blocks to each side; it lies as high as the farmland, or one above.
WATER_REACHES = 4


class Plant(msgspec.Struct, frozen=True):
    """A plant that ripens, by its block."""

    seed: str  #: the item that is planted
    ripe: int  #: its `age` when it is ripe
    chance: float | None = None  #: that it grows at a random tick; None: by the points of its farmland
    soil: tuple[str, ...] = ("farmland",)


#: What plants grow on, beside farmland.
SOIL = ("grass_block", "dirt", "coarse_dirt", "rooted_dirt", "podzol", "mycelium", "farmland", "moss_block", "mud")
SAND = ("sand", "red_sand")
_JUNGLE = ("jungle_log", "jungle_wood", "stripped_jungle_log", "stripped_jungle_wood")

PLANTS: dict[str, Plant] = {
    "wheat": Plant("wheat_seeds", 7),
    "carrots": Plant("carrot", 7),
    "potatoes": Plant("potato", 7),
    "beetroots": Plant("beetroot_seeds", 3),  # its random ticks count two times in three
    "pumpkin_stem": Plant("pumpkin_seeds", 7),
    "melon_stem": Plant("melon_seeds", 7),
    "nether_wart": Plant("nether_wart", 3, 0.1, ("soul_sand",)),
    "cocoa": Plant("cocoa_beans", 2, 0.2, _JUNGLE),  # at the side of it
    "sweet_berry_bush": Plant("sweet_berries", 3, 0.2, SOIL),
}
#: What else is planted: the block that the item becomes, and what that stands on. Sugar cane wants water beside the ground, a cactus free sides.
PLANTED: dict[str, tuple[str, tuple[str, ...]]] = {
    **{plant.seed: (block, plant.soil) for block, plant in PLANTS.items()},
    **{sapling: (sapling, SOIL) for sapling in TAGS["saplings"]},
    "sugar_cane": ("sugar_cane", (*SOIL, *SAND)),
    "cactus": ("cactus", SAND),
    "bamboo": ("bamboo_sapling", (*SOIL, *SAND, "gravel")),
    "torchflower_seeds": ("torchflower_crop", ("farmland",)),
}
#: Ripe whatever their age.
ALWAYS_RIPE = frozenset({"pumpkin", "melon", "sugar_cane", "cactus", "bamboo"})
#: Of a random tick that would make it grow, the share that does.
SLOWED = {"beetroots": 2 / 3}
#: A sapling grows at a random tick with this chance, and needs two of them: a stage, then the tree.
SAPLING_CHANCE, SAPLING_STAGES = 1 / 7, 2
#: These grow by a cell on top, up to three cells: at every random tick their age rises, and at 16 there is another cell.
COLUMNS = {"sugar_cane": 16, "cactus": 16}
BAMBOO_CHANCE, KELP_CHANCE = 1 / 3, 0.14

#: What a hoe makes of what, with free air above (Minecraft Wiki, "Hoe", tilling).
TILLED = {"grass_block": "farmland", "dirt": "farmland", "dirt_path": "farmland", "coarse_dirt": "dirt", "rooted_dirt": "dirt"}
#: What falls when it is tilled.
TILLED_OUT = {"rooted_dirt": "hanging_roots"}


def growth_chance(points: float) -> float:
    """The chance that a crop grows at a random tick, by the points of where it stands."""
    return 1 / (25 // points + 1)


def stage_ticks(block: str, points: float = MOIST) -> float:
    """Ticks that one stage of a plant in `PLANTS` takes on average."""
    chance = PLANTS[block].chance
    return 1 / (RANDOM_TICK * (growth_chance(points) if chance is None else chance) * SLOWED.get(block, 1.0))


def plants(blocks: Container[str]) -> dict[str, Plant]:
    """The plants by block, of those that there are."""
    return {name: plant for name, plant in PLANTS.items() if name in blocks}
