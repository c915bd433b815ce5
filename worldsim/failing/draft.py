"""What makers of scenes share: where one stands, what lies around, what is carried beside."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from random import Random

import msgspec

from worldsim.actions import Action
from worldsim.change import Reason
from worldsim.facts import Facts, Recipe
from worldsim.failing.scene import GRASS, Cell, Fails, Label, Scene
from worldsim.laws.crafting import choose
from worldsim.laws.parts import slots
from worldsim.space import Pos

#: The level on which one stands.
FLOOR = GRASS + 1
#: Things that may lie or be carried anywhere, and make nothing that a scene is about.
_DECOR = ("stone", "oak_log", "gravel", "sand", "poppy", "dandelion", "oak_leaves", "pumpkin", "cobblestone")
_TRIFLES = ("feather", "bone", "rotten_flesh", "spider_eye", "gunpowder", "ender_pearl", "slime_ball", "nautilus_shell", "egg", "ink_sac")
_DECOR_NEAR, _DECOR_FAR = 7, 11


class Draft(msgspec.Struct, frozen=True):
    """A scene, what is done in it, and what goes wrong."""

    scene: Scene
    actions: tuple[Action, ...]
    label: Label
    why: str


Make = Callable[[Random, Facts], Draft]


class Kind(msgspec.Struct, frozen=True):
    """One kind of failure. `real`: the embedded server knows what its scenes are made of."""

    make: Make
    real: bool = True


def spot(dice: Random) -> Pos:
    """A cell of the feet, on the grass."""
    return Pos(dice.randint(-6, 6), FLOOR, dice.randint(-6, 6))


def beside(dice: Random, spawn: Pos, low: int, high: int, up: int = 0) -> Pos:
    """A cell `low` to `high` blocks to the side (the larger of both axes) and `up` blocks up."""
    while True:
        dx, dz = dice.randint(-high, high), dice.randint(-high, high)
        if low <= max(abs(dx), abs(dz)):
            return spawn.offset(dx, up, dz)


def set_scene(dice: Random, spawn: Pos, cells: Collection[Cell] = (), carried: dict[str, int] | None = None, **rest: object) -> Scene:
    """The scene with things around that do not matter, and trifles in the pockets."""
    taken = {cell.pos for cell in cells}
    decor: dict[Pos, Cell] = {}
    for _ in range(dice.randint(0, 5)):
        pos = beside(dice, Pos(spawn.x, FLOOR, spawn.z), _DECOR_NEAR, _DECOR_FAR)
        if all(max(abs(pos.x - other.x), abs(pos.z - other.z)) > 1 for other in taken):
            decor[pos] = Cell(pos, dice.choice(_DECOR))
    inventory = dict(carried or {})
    for item in dice.sample(_TRIFLES, dice.randint(0, 3)):
        inventory.setdefault(item, dice.randint(1, 12))
    scene = Scene(spawn=spawn, cells=(*cells, *decor.values()), inventory=inventory)
    return msgspec.structs.replace(scene, **rest) if rest else scene


def failing(scene: Scene, action: Action, reason: Reason, why: str) -> Draft:
    """One action that fails."""
    return Draft(scene, (action,), Fails(reason), why)


@cache
def crafted(known: Facts, at_table: bool | None = None) -> tuple[str, ...]:
    """Items that are crafted; `at_table`: only at one, or never. Names in order."""
    every = sorted(known.recipes)
    if at_table is None:
        return tuple(every)
    return tuple(item for item in every if all(way.needs_table == at_table for way in known.recipes[item]))


def ingredients(dice: Random, way: Recipe) -> dict[str, int]:
    """One item for each used cell of a recipe."""
    carried: dict[str, int] = {}
    for cell in way.cells:
        # The same choice for the same cells, or what is carried would fill half the inventory.
        item = next((name for name in cell if name in carried), None) or dice.choice(cell)
        carried[item] = carried.get(item, 0) + 1
    return carried


def able(item: str, carried: dict[str, int], known: Facts, table: bool) -> bool:
    """Whether it can be made of what is carried."""
    return any(choose(way, carried) is not None for way in known.recipes_for(item) if table or not way.needs_table)


def filled(dice: Random, known: Facts, keep: dict[str, int], without: Collection[str] = ()) -> dict[str, int]:
    """An inventory without a free slot: `keep`, and full of things that do not stack."""
    inventory = dict(keep)
    things = [item for item in single(known) if item not in without]
    free = 36 - slots(inventory, known)
    for item in dice.sample(things, free):
        inventory[item] = 1
    return inventory


@cache
def single(known: Facts) -> tuple[str, ...]:
    """Items of which a slot holds one, and that dig nothing."""
    tools = {tool for speeds in known.tool_speeds.values() for tool in speeds}
    return tuple(sorted(name for name, item in known.items.items() if item.stack == 1 and name not in tools and not name.startswith("music_disc")))
