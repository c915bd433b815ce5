"""What the game's own data says of one version: blocks, items, foods, tool speeds, recipes.

The tables are a reduced extract of the npm package `minecraft-data` (MIT licence, PrismarineJS), kept beside this file
in `data/<version>.json.gz` and written by `python -m worldsim.build_facts`. What that package lacks or has wrong is
written by hand, with its source: here the blocks that a placed block replaces, all else in `worldsim/tables/`.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

import msgspec

from worldsim.errors import UsageError
from worldsim.tables.chances import Roll
from worldsim.tables.growth import Plant, plants
from worldsim.tables.loot import loot
from worldsim.tables.mobs import Mob, mobs
from worldsim.tables.smelting import Smelting, fuels, smelting
from worldsim.tables.tags import tags

_DATA = Path(__file__).parent / "data"

#: Blocks that give way to a placed one (Minecraft Wiki, "Placement" and "Material", Java Edition 1.19: replaceable plants, liquids, fire, thin snow).
REPLACEABLE = frozenset(
    {"air", "water", "lava", "bubble_column", "fire", "soul_fire", "snow", "light", "structure_void"}
    | {"grass", "fern", "tall_grass", "large_fern", "dead_bush", "seagrass", "tall_seagrass", "vine", "glow_lichen"}
    | {"crimson_roots", "warped_roots", "nether_sprouts", "hanging_roots"}
)
LIQUIDS = frozenset({"water", "lava", "bubble_column"})

#: What stays in the grid when an ingredient is used up (Minecraft Wiki, "Crafting", crafting remainders).
REMAINS = {
    "water_bucket": "bucket",
    "lava_bucket": "bucket",
    "milk_bucket": "bucket",
    "honey_bottle": "glass_bottle",
    "dragon_breath": "glass_bottle",
}


class BlockFact(msgspec.Struct, frozen=True, array_like=True):
    """One kind of block."""

    name: str
    default: int  #: state id of the default state
    first: int  #: its state ids are first..last
    last: int
    hardness: float  #: -1: cannot be dug (bedrock, liquids and air as well)
    material: str  #: key into `Facts.tool_speeds`
    harvest: tuple[str, ...] | None  #: tools without which nothing drops; None: drops by hand too
    solid: bool  #: has a collision box (minecraft-data's boundingBox 'block')
    transparent: bool
    diggable: bool
    tops: tuple[int, ...]  #: height of the collision box in 1/16 block, 0-24, one per state, or a single one for all
    drops: tuple[str, ...]  #: items that fall by default, as minecraft-data lists them; `drops.py` knows better
    properties: tuple[tuple[str, tuple[str, ...]], ...]  #: names and values of the state properties, slowest first

    @property
    def replaceable(self) -> bool:
        """Whether a block may be placed into its cell (thick snow excepted)."""
        return self.name in REPLACEABLE

    @property
    def liquid(self) -> bool:
        return self.name in LIQUIDS

    def top(self, state: int) -> int:
        """Height of the collision box of one of its states, in 1/16 block: 16 full, 24 a fence, 0 none."""
        return self.tops[0] if len(self.tops) == 1 else self.tops[state - self.first]


class ItemFact(msgspec.Struct, frozen=True, array_like=True):
    """One kind of item."""

    name: str
    stack: int  #: items in one slot, 1-64
    uses: int  #: uses before it breaks; 0: does not wear out


class FoodFact(msgspec.Struct, frozen=True, array_like=True):
    """What eating one gives."""

    name: str
    points: int  #: half shanks, 0-20
    saturation: float


class Recipe(msgspec.Struct, frozen=True, array_like=True):
    """`grid`: 4 cells if it fits the 2x2 grid of the inventory, else 9, row by row from the top left; each None or the items to choose from.

    Inside a cell any choice will do, whatever the other cells hold: four different planks make a crafting table.
    """

    result: str
    count: int  #: items it yields
    grid: tuple[tuple[str, ...] | None, ...]
    shapeless: bool = False

    @property
    def needs_table(self) -> bool:
        return len(self.grid) == 9

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The choices of the cells that are used, in grid order."""
        return tuple(cell for cell in self.grid if cell is not None)


class Extract(msgspec.Struct, frozen=True):
    """What the data file holds."""

    version: str
    blocks: tuple[BlockFact, ...]
    items: tuple[ItemFact, ...]
    foods: tuple[FoodFact, ...]
    tool_speeds: dict[str, dict[str, float]]
    recipes: tuple[Recipe, ...]
    entities: tuple[str, ...] = ()


class Facts(msgspec.Struct, frozen=True, eq=False):
    """All facts of one version, by name. Hashable by identity: `facts()` makes one per version."""

    version: str
    palette: tuple[str, ...]  #: block name by state id; cave_air and void_air read 'air'
    blocks: dict[str, BlockFact]
    items: dict[str, ItemFact]
    foods: dict[str, FoodFact]
    tool_speeds: dict[str, dict[str, float]]  #: digging multiplier by block material, then tool; absent: 1
    recipes: dict[str, tuple[Recipe, ...]]  #: by result, in the data's order; absent: it is not crafted
    entities: frozenset[str]  #: whatever moves: creatures, boats, arrows
    smelting: dict[str, Smelting]  #: by what goes into the fire
    fuels: dict[str, int]  #: ticks that one burns
    tags: dict[str, tuple[str, ...]]  #: items by tag
    mobs: dict[str, Mob]  #: creatures
    loot: dict[str, tuple[Roll, ...]]  #: what a creature leaves; absent: nothing
    plants: dict[str, Plant]  #: what ripens, by its block

    def recipes_for(self, item: str) -> tuple[Recipe, ...]:
        """All crafting recipes that yield `item`; () if there is none."""
        return self.recipes.get(item, ())

    def stack(self, item: str) -> int:
        """How many fit into one slot. Raises UsageError for an item that the version does not have."""
        return self.known_item(item).stack

    def uses(self, item: str) -> int:
        """How often a new one can be used; 0: it does not wear out. Raises UsageError for an item that the version does not have."""
        return self.known_item(item).uses

    def item(self, name: str) -> ItemFact:
        """The item. One that the version does not have (a foreign server's) is taken for one that fills slots by 64 and does not wear out."""
        return self.items.get(name) or ItemFact(name, 64, 0)

    def known_item(self, name: str) -> ItemFact:
        """The item. Raises UsageError if the version does not have it."""
        known = self.items.get(name)
        if known is None:
            raise UsageError(f"expected an item of Minecraft {self.version}, found {name!r}: see the item names of that version")
        return known

    def known_block(self, name: str) -> BlockFact:
        """The block. Raises UsageError if the version does not have it."""
        known = self.blocks.get(name)
        if known is None:
            raise UsageError(f"expected a block of Minecraft {self.version}, found {name!r}: see the block names of that version")
        return known

    def properties(self, state: int) -> dict[str, str]:
        """The properties of a state id by name; {} for a block without any. `state` must be an index into the palette."""
        block = self.blocks[self.palette[state]]
        rest, found = state - block.first, {}
        for key, values in reversed(block.properties):
            rest, digit = divmod(rest, len(values))
            found[key] = values[digit]
        return found

    def state_id(self, name: str, **properties: str | int | bool) -> int:
        """The state id of a block with these properties; those left out have their default. Raises UsageError for names it does not know."""
        block = self.known_block(name)
        if not properties:
            return block.default
        rest, digits = block.default - block.first, []
        for _, values in reversed(block.properties):
            rest, digit = divmod(rest, len(values))
            digits.append(digit)
        digits.reverse()
        names = [key for key, _ in block.properties]
        for key, value in properties.items():
            text = str(value).lower()
            if key not in names or text not in block.properties[names.index(key)][1]:
                legal = {name: list(values) for name, values in block.properties}
                raise UsageError(f"expected a property of {name} out of {legal}, found {key}={text}: use one of those")
            digits[names.index(key)] = block.properties[names.index(key)][1].index(text)
        index = 0
        for digit, (_, values) in zip(digits, block.properties, strict=True):
            index = index * len(values) + digit
        return block.first + index


@cache
def facts(version: str = "1.19.4") -> Facts:
    """The facts of a version, read once. Raises UsageError if there is no data file of it."""
    path = _DATA / f"{version}.json.gz"
    if not path.exists():
        have = ", ".join(sorted(p.name.removesuffix(".json.gz") for p in _DATA.glob("*.json.gz")))
        raise UsageError(f"expected a Minecraft version out of {have}, found {version!r}: use one of those (or worldsim.build_facts)")
    data = msgspec.json.decode(gzip.decompress(path.read_bytes()), type=Extract)
    palette = [""] * (1 + max(block.last for block in data.blocks))
    for block in data.blocks:
        name = "air" if block.name in ("cave_air", "void_air") else block.name
        palette[block.first : block.last + 1] = [name] * (block.last + 1 - block.first)
    recipes: dict[str, tuple[Recipe, ...]] = {}
    for recipe in data.recipes:
        recipes[recipe.result] = (*recipes.get(recipe.result, ()), recipe)
    items = {item.name: item for item in data.items}
    blocks = {block.name: block for block in data.blocks}
    return Facts(
        version=data.version,
        palette=tuple(palette),
        blocks=blocks,
        items=items,
        foods={food.name: food for food in data.foods},
        tool_speeds=data.tool_speeds,
        recipes=recipes,
        entities=frozenset(data.entities),
        smelting=smelting(items),
        fuels=fuels(items),
        tags=tags(items),
        mobs=mobs(data.entities),
        loot=loot(items),
        plants=plants(blocks),
    )
