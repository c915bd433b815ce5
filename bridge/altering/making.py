"""Changes of what is made: crafting, fuel, smelting."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from bridge.altering.digging import plain
from bridge.altering.grids import Grid, example, grid_of, made_by, rows_of
from bridge.altering.rules import Change, found, vanilla
from worldsim.facts import facts

#: Whose recipe may change.
MADE = (
    "stick", "torch", "ladder", "chest", "furnace", "bowl", "bread", "paper", "bucket", "shears", "flint_and_steel", "oak_fence", "oak_stairs",
    "oak_slab", "oak_trapdoor", "oak_boat", "oak_sign", "glass_pane", "iron_bars", "rail", "compass", "clock", "wooden_pickaxe", "wooden_axe",
    "wooden_shovel", "wooden_hoe", "wooden_sword", "stone_pickaxe", "stone_axe", "stone_shovel", "stone_hoe", "stone_sword", "iron_pickaxe",
    "iron_axe", "bow", "arrow", "shield", "fishing_rod", "white_bed", "bookshelf", "barrel", "lantern", "cookie", "sugar", "hay_block",
    "stone_bricks", "sandstone", "leather_boots", "oak_planks", "birch_planks", "oak_door", "birch_door", "crafting_table", "campfire", "lectern",
    "smoker", "blast_furnace", "composter",
)  # fmt: skip
#: What may stand in for an ingredient, or be asked for besides: can all be had in the wild.
STUFF = (
    "flint", "stick", "dirt", "sand", "gravel", "cobblestone", "coal", "oak_leaves", "clay_ball", "bone", "string", "wheat_seeds", "feather",
)  # fmt: skip
#: What vanilla cannot craft, and might.
NEW = (
    "cobweb", "saddle", "name_tag", "gunpowder", "flint", "slime_ball", "feather", "string", "grass_block", "obsidian", "ice", "bell",
    "nautilus_shell", "ink_sac",
)  # fmt: skip
FUELS = (
    "coal", "charcoal", "stick", "oak_log", "birch_log", "spruce_log", "oak_planks", "birch_planks", "coal_block", "bamboo", "wooden_pickaxe",
    "oak_sapling", "bowl",
)  # fmt: skip
NOT_FUELS = ("leather", "feather", "bone", "wheat", "paper", "dirt", "string", "gunpowder")
SMELTED = (
    "raw_iron", "raw_gold", "raw_copper", "sand", "clay_ball", "clay", "oak_log", "birch_log", "beef", "porkchop", "chicken", "mutton", "potato",
    "kelp", "cactus", "netherrack", "basalt", "cod", "rabbit",
)  # fmt: skip
RESULTS = (
    "glass", "brick", "flint", "iron_nugget", "gold_nugget", "quartz", "redstone", "bone_meal", "sugar", "coal", "obsidian", "clay_ball",
    "dried_kelp",
)  # fmt: skip
#: Smelted to see how long it takes: no change is about it.
TIMED = "cobblestone"


def recipe_counts(dice: Random) -> Iterator[Change]:
    """One crafting gives more, or fewer."""
    for item in MADE:
        recipe = facts().recipes[item][0]
        if facts().stack(item) == 1:
            continue
        old = recipe.count
        new = dice.choice([count for count in (1, 2, 3, 6, 8) if count != old])
        says = f"crafting {plain(item)} gives {new} of it (elsewhere {old})."
        yield _recipe("recipe count", "counts", item, new, says, example(recipe))


def recipe_ingredients(dice: Random) -> Iterator[Change]:
    """One ingredient is another."""
    for item in MADE:
        grid = example(facts().recipes[item][0])
        out = dice.choice(sorted({cell for cell in grid if cell is not None}))
        stuff = [other for other in STUFF if other not in grid]
        other = dice.choice(stuff)
        new = tuple(other if cell == out else cell for cell in grid)
        yield from _instead("recipe ingredients", item, grid, new, f"is crafted with {plain(other)} in place of {plain(out)}")


def recipe_shapes(dice: Random) -> Iterator[Change]:
    """The same things, laid out otherwise."""
    for item in MADE:
        recipe = facts().recipes[item][0]
        if recipe.shapeless:
            continue
        grid = example(recipe)
        rows = rows_of(grid)
        turned = [[rows[y][x] for y in reversed(range(len(rows)))] for x in range(len(rows[0]))]
        flipped = list(reversed(rows))
        ways = [grid_of(way) for way in (turned, flipped)]
        yield from _instead("recipe shape", item, grid, dice.choice(ways), "is laid out otherwise")


def recipe_extras(dice: Random) -> Iterator[Change]:
    """One thing more is needed."""
    for item in MADE:
        grid = example(facts().recipes[item][0])
        free = [i for i, cell in enumerate(grid) if cell is None]
        if not free:
            continue
        other, at = dice.choice(STUFF), dice.choice(free)
        more = tuple(other if i == at else cell for i, cell in enumerate(grid))
        yield from _instead("recipe extra", item, grid, more, f"needs one {plain(other)} more")


def recipes_removed(dice: Random) -> Iterator[Change]:
    """It cannot be crafted any more."""
    for item in MADE:
        says = f"{plain(item)} cannot be crafted."
        grid = example(facts().recipes[item][0])
        yield _recipe("recipe removed", "instead", item, [], says, grid)


def recipes_added(dice: Random) -> Iterator[Change]:
    """What could not be crafted can."""
    for item in NEW:
        stuff = [other for other in STUFF if other != item]
        count = dice.choice((1, 1, 2, 4))
        for _ in range(20):
            cells = [dice.choice(stuff) for _ in range(dice.choice((2, 3, 4)))]
            grid = grid_of([cells[:2], cells[2:]])
            if not made_by(grid):
                break
        else:
            continue
        new = [{"count": count, "shape": rows_of(grid)}]
        says = f"{count} {plain(item)} can be crafted: {_told(grid)}."
        yield _recipe("recipe added", "also", item, new, says, grid)


def fuels(dice: Random) -> Iterator[Change]:
    """It burns longer, or shorter; or burns at all."""
    for item in (*FUELS, *NOT_FUELS):
        old = found(vanilla(), "fuel", "ticks", item)
        new = round(old * dice.choice((0.25, 0.5, 2, 3))) if old else dice.choice((100, 200, 400))
        says = f"{plain(item)} burns for {new / 20:g} s in a furnace (elsewhere {'not at all' if old is None else f'{old / 20:g} s'})."
        shows = {"do": "burn", "fuel": item, "input": TIMED}
        yield Change(kind="fuel", path=("fuel", "ticks", item), old=old, new=new, says=says, shows=shows, about=f"fuel {item}")


def smelted(dice: Random) -> Iterator[Change]:
    """A furnace makes something else of it."""
    for item in SMELTED:
        old = found(vanilla(), "smelting", "recipes", item, "result")
        if old is None:
            continue
        new = dice.choice([result for result in RESULTS if result not in (old, item)])
        says = f"{plain(item)} smelts to {plain(new)} (elsewhere to {plain(old)})."
        shows = {"do": "smelt", "input": item, "ticks": 420}
        path = ("smelting", "recipes", item, "result")
        yield Change(kind="smelting result", path=path, old=old, new=new, says=says, shows=shows, about=f"smelting {item}")


def smelting_times(dice: Random) -> Iterator[Change]:
    """A furnace is slower, or faster."""
    old = found(vanilla(), "smelting", "ticks", "furnace")
    if old:
        new = dice.choice((80, 100, 300, 400))
        says = f"a furnace takes {new / 20:g} s for one item (elsewhere {old / 20:g} s)."
        shows = {"do": "smelt", "input": TIMED, "ticks": (old + new) // 2}
        yield Change(kind="smelting time", path=("smelting", "ticks", "furnace"), old=old, new=new, says=says, shows=shows, about="furnace")


def _instead(kind: str, item: str, old: Grid, new: Grid, how: str) -> Iterator[Change]:
    if new == old or item in made_by(new) or made_by(new):
        return
    recipe = {"count": facts().recipes[item][0].count, "shape": [[_choices(cell) for cell in row] for row in rows_of(new)]}
    says = f"{plain(item)} {how} on the crafting grid: {_told(new)}; nothing else makes it."
    yield _recipe(kind, "instead", item, [recipe], says, old, new)


def _choices(cell: str | None) -> Any:
    """Planks of any wood will do where planks do."""
    planks = sorted(item for item in facts().items if item.endswith("_planks"))
    return planks if cell == "oak_planks" else ["cobblestone", "cobbled_deepslate"] if cell == "cobblestone" else cell


def _told(grid: Grid) -> str:
    """A grid in words."""
    rows = (", ".join("nothing" if cell is None else "any planks" if cell == "oak_planks" else plain(cell) for cell in row) for row in rows_of(grid))
    return "; ".join(f"{name} row {row}" for name, row in zip(("first", "second", "third"), rows, strict=False))


def _recipe(kind: str, where: str, item: str, new: Any, says: str, *grids: Grid) -> Change:
    shows = {"do": "craft", "grids": [list(grid) for grid in grids]}
    return Change(kind=kind, path=("recipes", where, item), old=None, new=new, says=says, shows=shows, about=f"recipe {item}")
