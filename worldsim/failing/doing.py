"""Failures of what both worlds can do: walking, digging, placing, crafting, holding, collecting, exploring."""

from __future__ import annotations

from functools import cache
from random import Random

from worldsim.actions import Collect, Craft, Dig, Equip, Explore, Mine, MoveTo, Place
from worldsim.facts import Facts
from worldsim.failing.draft import FLOOR, Draft, Kind, able, beside, crafted, failing, filled, ingredients, set_scene, spot
from worldsim.failing.scene import Cell, Harms
from worldsim.space import Vec
from worldsim.state import Entity
from worldsim.tools import dig_ticks

#: What gives itself to the bare hand.
_SOFT = ("dirt", "oak_log", "birch_log", "sand", "oak_planks", "pumpkin", "white_wool", "soul_sand")
_SOLID = ("dirt", "cobblestone", "oak_planks", "stone", "glass", "sandstone", "bricks")
_DOORS = ("oak_door", "spruce_door", "birch_door", "jungle_door")
_FOREVER = ("bedrock", "barrier", "end_portal_frame", "command_block")
_NO_BLOCKS = ("stick", "coal", "iron_ingot", "diamond", "leather", "paper", "book", "flint")
#: Ores that a flat land has nowhere in sight.
_SOUGHT = ("diamond_ore", "gold_ore", "emerald_ore", "lapis_ore", "redstone_ore", "obsidian", "ancient_debris", "deepslate_diamond_ore")


def no_tool(dice: Random, known: Facts) -> Draft:
    """Mining what yields nothing to the tools at hand."""
    spawn = spot(dice)
    block = dice.choice(_hard(known))
    useful = known.blocks[block].harvest or ()
    tools = [tool for tool in ("wooden_pickaxe", "stone_pickaxe", "iron_pickaxe", "wooden_shovel", "stone_axe", "iron_sword") if tool not in useful]
    carried = dict.fromkeys(dice.sample(tools, dice.randint(0, min(2, len(tools)))), 1)
    pos = beside(dice, spawn, 2, 8)
    return failing(
        set_scene(dice, spawn, [Cell(pos, block)], carried),
        Mine(pos),
        "no_tool",
        f"{block} drops for {useful[0]} and better, not for {_list(carried)}",
    )


def no_material(dice: Random, known: Facts) -> Draft:
    """Crafting with one thing too few, or more often than the materials last."""
    spawn = spot(dice)
    while True:
        item = dice.choice(crafted(known))
        way = dice.choice(known.recipes_for(item))
        carried = ingredients(dice, way)
        times = dice.choice((1, 1, 2, 5))
        if times == 1:
            lost = dice.choice(sorted(carried))
            carried = {name: count - (name == lost) for name, count in carried.items() if count > (name == lost)}
        if (times == 1) != able(item, carried, known, True) and item not in carried:
            break
    cells = [Cell(beside(dice, spawn, 1, 2), "crafting_table")]
    scene = set_scene(dice, spawn, cells, carried)
    return failing(scene, Craft(item, times), "no_item", f"{times} x {item} needs more than {_list(carried)}")


def no_item(dice: Random, known: Facts) -> Draft:
    """Placing or holding what is not carried."""
    spawn = spot(dice)
    item = dice.choice(_SOLID)
    action = dice.choice((Place(item, beside(dice, spawn, 1, 3)), Equip(item)))
    return failing(set_scene(dice, spawn), action, "no_item", f"no {item} is carried")


def no_table(dice: Random, known: Facts) -> Draft:
    """Everything for a recipe of three rows or columns, and no table within reach."""
    spawn = spot(dice)
    item = dice.choice(crafted(known, at_table=True))
    carried = ingredients(dice, dice.choice(known.recipes_for(item)))
    cells = [Cell(beside(dice, spawn, 7, 9), "crafting_table")] if dice.random() < 0.5 else []
    why = f"{item} does not fit into the inventory's four cells, and " + ("the table is out of reach" if cells else "there is no table")
    return failing(set_scene(dice, spawn, cells, carried), Craft(item), "no_table", why)


def no_recipe(dice: Random, known: Facts) -> Draft:
    """Crafting what nobody can craft."""
    spawn = spot(dice)
    item = dice.choice(_natural(known))
    return failing(set_scene(dice, spawn, [Cell(beside(dice, spawn, 1, 2), "crafting_table")]), Craft(item), "no_recipe", f"no recipe makes {item}")


def unreachable(dice: Random, known: Facts) -> Draft:
    """A place without a way: in the sky, in a closed box, or a log on top of a high pillar of glass."""
    spawn = spot(dice)
    shape = dice.randrange(3)
    if shape == 0:
        pos = beside(dice, spawn, 0, 6, up=dice.randint(6, 14))
        return failing(set_scene(dice, spawn), MoveTo(pos), "no_path", f"{pos} is in the air")
    foot = beside(dice, spawn, 5, 9)
    if shape == 1:
        wall = dice.choice(("stone", "cobblestone", "glass", "bricks"))
        inside = (foot, foot.offset(0, 1, 0))
        box = [foot.offset(dx, dy, dz) for dx in (-1, 0, 1) for dy in (0, 1, 2) for dz in (-1, 0, 1)]
        cells = [Cell(pos, wall) for pos in box if pos not in inside]
        unseen = () if wall == "glass" else inside
        return failing(set_scene(dice, spawn, cells, unseen=unseen), MoveTo(foot), "no_path", f"{foot} is walled in with {wall}")
    high = dice.randint(7, 12)
    cells = [Cell(foot.offset(0, dy, 0), "glass") for dy in range(high)] + [Cell(foot.offset(0, high, 0), "oak_log")]
    pos = foot.offset(0, high, 0)
    return failing(set_scene(dice, spawn, cells), Mine(pos), "no_path", f"{pos} is {high} blocks above the ground, and nothing leads there")


def no_support(dice: Random, known: Facts) -> Draft:
    """A block against nothing, or a door on air."""
    spawn = spot(dice)
    if dice.random() < 0.3:
        door = dice.choice(_DOORS)
        pos = beside(dice, spawn, 1, 2, up=1)
        return failing(set_scene(dice, spawn, (), {door: 1}), Place(door, pos), "no_support", f"no floor below the door at {pos}")
    item = dice.choice(_SOLID)
    pos = beside(dice, spawn, 1, 3, up=dice.randint(1, 3))
    return failing(set_scene(dice, spawn, (), {item: 3}), Place(item, pos), "no_support", f"nothing beside {pos} to place it against")


def occupied(dice: Random, known: Facts) -> Draft:
    """A cell that is not free."""
    spawn = spot(dice)
    item, there = dice.choice(_SOLID), dice.choice(_SOLID)
    pos = beside(dice, spawn, 1, 5, up=dice.choice((-1, 0)))
    cells = [Cell(pos, there)] if pos.y == FLOOR else []
    return failing(set_scene(dice, spawn, cells, {item: 3}), Place(item, pos), "occupied", f"{pos} holds {there if cells else 'grass_block'}")


def body_in_way(dice: Random, known: Facts) -> Draft:
    """A creature stands where the block should go."""
    spawn = spot(dice)
    item, creature = dice.choice(_SOLID), dice.choice(("cow", "pig", "sheep", "chicken", "villager"))
    pos = beside(dice, spawn, 1, 3)
    entity = Entity(7, creature, Vec(pos.x + 0.5, float(pos.y), pos.z + 0.5))
    scene = set_scene(dice, spawn, (), {item: 3}, entities=(entity,))
    return failing(scene, Place(item, pos), "body_in_way", f"a {creature} stands in {pos}")


def refused(dice: Random, known: Facts) -> Draft:
    """Let go of too early, or placed though it is no block."""
    spawn = spot(dice)
    pos = beside(dice, spawn, 1, 2)
    if dice.random() < 0.5:
        block = dice.choice(("stone", "oak_log", "cobblestone", "oak_planks"))
        needed = dig_ticks(block, None, known) or 0
        ticks = dice.randint(1, needed // 3)
        return failing(
            set_scene(dice, spawn, [Cell(pos, block)]), Dig(pos, ticks), "refused", f"{block} takes the bare hand {needed} ticks, not {ticks}"
        )
    item = dice.choice(_NO_BLOCKS)
    return failing(set_scene(dice, spawn, (), {item: 2}), Place(item, pos), "refused", f"{item} is no block")


def unbreakable(dice: Random, known: Facts) -> Draft:
    """What nothing digs."""
    spawn = spot(dice)
    block = dice.choice(_FOREVER)
    pos = beside(dice, spawn, 1, 3)
    action = dice.choice((Mine(pos), Dig(pos)))
    return failing(set_scene(dice, spawn, [Cell(pos, block)], {"diamond_pickaxe": 1}), action, "unbreakable", f"{block} cannot be dug")


def nothing_there(dice: Random, known: Facts) -> Draft:
    """Digging air or water, collecting where nothing lies."""
    spawn = spot(dice)
    pos = beside(dice, spawn, 2, 4)
    wet = dice.random() < 0.3
    cells = [Cell(pos.offset(0, -1, 0), "water")] if wet else []
    action = dice.choice((Mine(pos.offset(0, -wet, 0)), Dig(pos.offset(0, -wet, 0)), Collect()))
    return failing(
        set_scene(dice, spawn, cells), action, "nothing_there", "there is nothing but air and water" if wet else "there is nothing but air"
    )


def out_of_reach(dice: Random, known: Facts) -> Draft:
    """Digging what is more than 4.5 blocks from the eyes."""
    spawn = spot(dice)
    pos = beside(dice, spawn, 6, 12)
    return failing(set_scene(dice, spawn, [Cell(pos, "dirt")]), Dig(pos), "out_of_reach", f"{pos} is too far away to be dug from here")


def unknown_block(dice: Random, known: Facts) -> Draft:
    """What was never seen."""
    spawn = spot(dice)
    pos = beside(dice, spawn, 0, 5, up=-dice.randint(3, 12))
    action = dice.choice((Mine(pos), Dig(pos), Place("dirt", pos)))
    return failing(set_scene(dice, spawn, (), {"dirt": 2}), action, "unknown_block", f"{pos} is underground")


def inventory_full(dice: Random, known: Facts) -> Draft:
    """No slot for what is dug, or made."""
    spawn = spot(dice)
    if dice.random() < 0.5:
        log = dice.choice(("oak_log", "birch_log", "spruce_log"))
        planks = log.replace("_log", "_planks")
        return failing(
            set_scene(dice, spawn, (), None, inventory=filled(dice, known, {log: dice.randint(2, 9)})),
            Craft(planks), "inventory_full", f"no slot for {planks}, while {log} fills its own",
        )  # fmt: skip
    block = dice.choice(_SOFT)
    pos = beside(dice, spawn, 2, 6)
    return failing(
        set_scene(dice, spawn, [Cell(pos, block)], None, inventory=filled(dice, known, {}, without=(block,))),
        Mine(pos), "inventory_full", f"36 slots are taken, none by {block}",
    )  # fmt: skip


def not_found(dice: Random, known: Facts) -> Draft:
    """Looking on a flat land for what is not there."""
    spawn = spot(dice)
    target = dice.choice(_SOUGHT)
    action = Explore((target,), dice.choice(("north", "east", "south", "west")))
    return failing(set_scene(dice, spawn), action, "not_found", f"a flat land shows no {target}")


def fall(dice: Random, known: Facts) -> Draft:
    """Digging the only block that carries one, high above the ground."""
    high = dice.randint(5, 18)
    block = dice.choice(("dirt", "oak_planks", "oak_log", "white_wool"))
    spawn = spot(dice).offset(0, high, 0)
    below = spawn.offset(0, -1, 0)
    scene = set_scene(dice, spawn, [Cell(below, block)])
    return Draft(scene, (Dig(below),), Harms("fall"), f"{block} is all that carries the body, {high} blocks above the grass")


@cache
def _hard(known: Facts) -> tuple[str, ...]:
    """Solid blocks that drop for pickaxes only."""
    plain = (name for name, block in known.blocks.items() if block.harvest and block.solid and block.drops and 0 < block.hardness <= 50)
    return tuple(sorted(name for name in plain if name.endswith(("_ore", "stone", "obsidian", "_bricks", "granite", "andesite", "_block", "basalt"))))


@cache
def _natural(known: Facts) -> tuple[str, ...]:
    """Blocks that are found, not crafted."""
    return tuple(sorted(name for name in known.items if name in known.blocks and name not in known.recipes))


def _list(carried: dict[str, int]) -> str:
    return ", ".join(f"{count} {item}" for item, count in carried.items()) or "nothing"


DOING: dict[str, Kind] = {
    make.__name__: Kind(make, real=make is not body_in_way)
    for make in (
        no_tool, no_material, no_item, no_table, no_recipe, unreachable, no_support, occupied, body_in_way, refused, unbreakable, nothing_there,
        out_of_reach, unknown_block, inventory_full, not_found, fall,
    )
}  # fmt: skip
