"""Failures of living, and dangers: smelting, eating, fighting, farming, storing, sleeping; water, hunger, lava, walls, the night.

A server is set up with land, things, a time of day and creatures; what takes a hungry body or a full chest has the makers' and the laws' word only.
"""

from __future__ import annotations

from random import Random

from worldsim.actions import Action, Attack, Craft, Deposit, Eat, Harvest, MoveTo, Plant, Sleep, Smelt, Till, Wait, Withdraw
from worldsim.facts import Facts
from worldsim.failing.draft import Draft, Kind, beside, failing, set_scene, spot
from worldsim.failing.scene import Cell, Harm, Harms, Scene
from worldsim.space import Pos, Vec
from worldsim.state import Entity, Job

_RAW = ("raw_iron", "raw_gold", "sand", "cobblestone", "clay_ball", "potato", "beef", "oak_log")
_FUEL = ("coal", "charcoal", "oak_planks", "stick")
_MONSTERS = ("zombie", "skeleton", "spider")
_BEASTS = ("cow", "pig", "sheep", "chicken")
_STRONG = ("zombie", "skeleton", "spider")
_BEDS = ("red_bed", "white_bed", "blue_bed", "black_bed")
_CROPS = {"wheat": 7, "carrots": 7, "potatoes": 7, "beetroots": 3}
_SEEDS = ("wheat_seeds", "carrot", "potato", "beetroot_seeds")
_BARREN = ("stone", "sand", "gravel", "oak_planks", "cobblestone", "glass")
#: Midnight, and far beyond all that a job is waited for.
_NIGHT, _NEVER = 18000, 10**9
_CHEST_SLOTS = 27


def no_furnace(dice: Random, known: Facts) -> Draft:
    """Something to smelt and to burn, and no furnace within reach."""
    spawn, item = spot(dice), dice.choice(_RAW)
    cells = [Cell(beside(dice, spawn, 7, 9), "furnace")] if dice.random() < 0.5 else []
    scene = set_scene(dice, spawn, cells, {item: 3, dice.choice(_FUEL): 4})
    return failing(scene, Smelt(item), "no_furnace", f"{item} needs a furnace within reach")


def no_fuel(dice: Random, known: Facts) -> Draft:
    """A furnace, and nothing that burns."""
    spawn, item = spot(dice), dice.choice([name for name in _RAW if name != "oak_log"])
    scene = set_scene(dice, spawn, [Cell(beside(dice, spawn, 1, 2), "furnace")], {item: dice.randint(1, 20)})
    return failing(scene, Smelt(item), "no_fuel", "nothing that is carried burns")


def not_smelted(dice: Random, known: Facts) -> Draft:
    """What no furnace alters."""
    spawn, item = (
        spot(dice),
        dice.choice([name for name in ("dirt", "stick", "feather", "iron_ingot", "bread", "gravel") if name not in known.smelting]),
    )
    scene = set_scene(dice, spawn, [Cell(beside(dice, spawn, 1, 2), "furnace")], {item: 3, "coal": 2})
    return failing(scene, Smelt(item), "no_recipe", f"{item} does not smelt")


def not_hungry(dice: Random, known: Facts) -> Draft:
    """Eating when full."""
    food = dice.choice(("bread", "apple", "cooked_beef", "carrot", "baked_potato"))
    return failing(set_scene(dice, spot(dice), (), {food: 2}), Eat(food), "not_hungry", "food is at 20 of 20")


def no_food(dice: Random, known: Facts) -> Draft:
    """Hungry, and eating what is not carried, or is no food."""
    food = dice.randint(0, 15)
    if dice.random() < 0.5:
        item = dice.choice(("bread", "apple", "cooked_beef"))
        return failing(set_scene(dice, spot(dice), food=food), Eat(item), "no_item", f"no {item} is carried")
    item = dice.choice(("stick", "stone", "feather", "oak_log"))
    return failing(set_scene(dice, spot(dice), (), {item: 1}, food=food), Eat(item), "refused", f"{item} is no food")


def no_target(dice: Random, known: Facts) -> Draft:
    """Nobody to fight: none of that kind, or too far away."""
    spawn, kind = spot(dice), dice.choice((*_BEASTS, *_MONSTERS))
    other = dice.choice([beast for beast in _BEASTS if beast != kind])
    creature = _creature(dice, spawn, kind, 18, 22) if dice.random() < 0.5 else _creature(dice, spawn, other, 3, 9)
    return failing(set_scene(dice, spawn, entities=(creature,)), Attack(kind), "no_target", f"no {kind} within 16 blocks")


def lost_fight(dice: Random, known: Facts) -> Draft:
    """Fighting with the bare hand when nearly dead."""
    spawn, kind = spot(dice), dice.choice(_STRONG)
    scene = set_scene(dice, spawn, entities=(_creature(dice, spawn, kind, 1, 6),), health=float(dice.randint(1, 2)), time_of_day=_NIGHT)
    return failing(scene, Attack(kind), "died", f"a {kind} hits more than once before it is dead, and {scene.health:g} half hearts are left")


def monsters(dice: Random, known: Facts) -> Draft:
    """A fight at night that costs health: with nothing that is a weapon it takes long."""
    spawn, kind = spot(dice), dice.choice(_STRONG)
    carried = {dice.choice(("stick", "wooden_hoe", "dirt")): 1}
    scene = set_scene(dice, spawn, (), carried, entities=(_creature(dice, spawn, kind, 2, 8),), time_of_day=_NIGHT)
    return Draft(scene, (Attack(kind),), Harms("monsters"), f"a {kind} hits back")


def no_bed(dice: Random, known: Facts) -> Draft:
    """Night, and no bed within reach."""
    return failing(set_scene(dice, spot(dice), time_of_day=_NIGHT), Sleep(), "no_bed", "no bed within reach")


def not_night(dice: Random, known: Facts) -> Draft:
    """A bed by day."""
    spawn, time = spot(dice), dice.randint(0, 11000)
    return failing(_with_bed(dice, spawn, time_of_day=time), Sleep(), "not_night", f"it is {time} of the day; one sleeps from 12542 on")


def monsters_near(dice: Random, known: Facts) -> Draft:
    """A bed at night, and a monster beside it."""
    spawn, kind = spot(dice), dice.choice(_MONSTERS)
    scene = _with_bed(dice, spawn, time_of_day=_NIGHT, entities=(_creature(dice, spawn, kind, 2, 5),))
    return failing(scene, Sleep(), "monsters_near", f"a {kind} is within 8 blocks")


def no_chest(dice: Random, known: Facts) -> Draft:
    """Storing where no chest is."""
    spawn, item = spot(dice), dice.choice(_RAW)
    pos = beside(dice, spawn, 1, 3)
    action = dice.choice((Deposit(item, 1, pos), Withdraw(item, 1, pos)))
    return failing(set_scene(dice, spawn, [Cell(pos, "stone")], {item: 2}), action, "no_chest", f"stone at {pos}")


def chest_without(dice: Random, known: Facts) -> Draft:
    """Taking out what is not in there, or putting in what is not carried."""
    spawn, item = spot(dice), dice.choice(_RAW)
    pos = beside(dice, spawn, 1, 3)
    have, want = dice.randint(0, 4), dice.randint(5, 9)
    if dice.random() < 0.5:
        scene = set_scene(dice, spawn, [Cell(pos, "chest")], latent=(_chest(pos, {item: have} if have else {}),))
        return failing(scene, Withdraw(item, want, pos), "no_item", f"the chest holds {have} {item}")
    scene = set_scene(dice, spawn, [Cell(pos, "chest")], {item: have} if have else {})
    return failing(scene, Deposit(item, want, pos), "no_item", f"{have} {item} are carried")


def chest_full(dice: Random, known: Facts) -> Draft:
    """Putting into a chest whose slots are taken."""
    spawn, item = spot(dice), dice.choice(_RAW)
    pos = beside(dice, spawn, 1, 3)
    others = dice.sample([name for name, fact in sorted(known.items.items()) if fact.stack == 64 and name != item], _CHEST_SLOTS)
    scene = set_scene(dice, spawn, [Cell(pos, "chest")], {item: 5}, latent=(_chest(pos, dict.fromkeys(others, 64)),))
    return failing(scene, Deposit(item, 5, pos), "inventory_full", "27 slots are taken by other things")


def not_ripe(dice: Random, known: Facts) -> Draft:
    """Harvesting too early."""
    spawn, crop = spot(dice), dice.choice(sorted(_CROPS))
    pos, age = beside(dice, spawn, 1, 4), dice.randrange(_CROPS[crop])
    cells = [Cell(pos.offset(0, -1, 0), "farmland"), Cell(pos, crop, {"age": str(age)})]
    return failing(set_scene(dice, spawn, cells), Harvest(pos), "not_ripe", f"{crop} of age {age} of {_CROPS[crop]}")


def no_hoe(dice: Random, known: Facts) -> Draft:
    """Tilling without a hoe."""
    spawn = spot(dice)
    pos = beside(dice, spawn, 1, 4, up=-1)
    tools = dict.fromkeys(dice.sample(("wooden_shovel", "stone_pickaxe", "iron_axe"), dice.randint(0, 2)), 1)
    return failing(set_scene(dice, spawn, (), tools), Till(pos), "no_item", "no hoe is carried")


def barren(dice: Random, known: Facts) -> Draft:
    """Planting on what is no farmland."""
    spawn, seeds, ground = spot(dice), dice.choice(_SEEDS), dice.choice((*_BARREN, "grass_block"))
    pos = beside(dice, spawn, 1, 4)
    scene = set_scene(dice, spawn, [Cell(pos.offset(0, -1, 0), ground)], {seeds: 3})
    return failing(scene, Plant(seeds, pos), "no_support", f"{seeds} want farmland, not {ground}")


def bad_argument(dice: Random, known: Facts) -> Draft:
    """What nobody can mean: items that do not exist, counts below one, places out of the world."""
    action: Action = dice.choice(
        (
            Craft(dice.choice(("copper_pickaxe", "oak_plank", "Stick", "")), 1),
            Craft("stick", -dice.randint(0, 9)),
            Wait(-dice.randint(1, 99)),
            MoveTo(Pos(dice.randint(31_000_000, 99_000_000), 64, 0)),
            Eat("burger"),
            Attack(dice.choice(("dragonfly", "oak_log"))),
            Smelt("raw_iron", 0),
        )
    )
    return failing(set_scene(dice, spot(dice), (), {"oak_planks": 4}), action, "bad_argument", "nobody can do that, in any world")


def drowning(dice: Random, known: Facts) -> Draft:
    """Staying under water for longer than the breath lasts."""
    spawn, air = spot(dice), dice.randint(0, 120)
    deep = dice.randint(4, 7)
    water = [Cell(spawn.offset(dx, dy, dz), "water") for dx in (-1, 0, 1) for dy in range(deep) for dz in (-1, 0, 1)]
    ticks = air + dice.randint(40, 100)
    scene = set_scene(dice, spawn, water, air=air)
    return Draft(scene, (Wait(ticks),), Harms("drowning"), f"{air} ticks of breath, {ticks} under water")


def starving(dice: Random, known: Facts) -> Draft:
    """Waiting with nothing in the stomach."""
    ticks = dice.randint(85, 400)
    scene = set_scene(dice, spot(dice), food=0, saturation=0.0, health=float(dice.randint(12, 20)))
    return Draft(scene, (Wait(ticks),), Harms("starving"), f"food is at 0: half a heart goes every 80 ticks, for {ticks} ticks")


def burning(dice: Random, known: Facts) -> Draft:
    """Standing in lava or fire, or on what is hot."""
    spawn = spot(dice)
    what = dice.choice(("lava", "lava", "fire", "soul_fire", "magma_block"))
    cell = spawn.offset(0, -1, 0) if what == "magma_block" else spawn
    harm: Harm = "lava" if what == "lava" else "fire"
    return Draft(set_scene(dice, spawn, [Cell(cell, what)]), (Wait(dice.randint(20, 80)),), Harms(harm), f"the body is in {what}, or on it")


def suffocating(dice: Random, known: Facts) -> Draft:
    """The head in a wall."""
    spawn, wall = spot(dice), dice.choice(("stone", "dirt", "sand", "oak_planks"))
    scene = set_scene(dice, spawn, [Cell(spawn, wall), Cell(spawn.offset(0, 1, 0), wall)])
    return Draft(scene, (Wait(dice.randint(20, 80)),), Harms("suffocation"), f"the head is in {wall}")


def _creature(dice: Random, spawn: Pos, kind: str, low: int, high: int) -> Entity:
    pos = beside(dice, spawn, low, high)
    return Entity(dice.randint(2, 99), kind, Vec(pos.x + 0.5, float(pos.y), pos.z + 0.5))


def _with_bed(dice: Random, spawn: Pos, time_of_day: int, entities: tuple[Entity, ...] = ()) -> Scene:
    foot, bed = beside(dice, spawn, 1, 2), dice.choice(_BEDS)
    cells = [Cell(foot, bed, {"part": "foot"}), Cell(foot.offset(0, 0, -1), bed, {"part": "head"})]
    return set_scene(dice, spawn, cells, time_of_day=time_of_day, entities=entities)


def _chest(pos: Pos, items: dict[str, int]) -> Job:
    return Job("chest", pos.center, _NEVER, items=items)


#: Of these the server can set all up.
_REAL = (no_furnace, no_fuel, not_smelted, not_hungry, no_target, no_bed, not_night, monsters_near, no_chest, not_ripe, no_hoe, barren, bad_argument)

LIVING: dict[str, Kind] = {
    make.__name__: Kind(make, real=make in _REAL)
    for make in (
        no_furnace, no_fuel, not_smelted, not_hungry, no_food, no_target, lost_fight, monsters, no_bed, not_night, monsters_near, no_chest,
        chest_without, chest_full, not_ripe, no_hoe, barren, bad_argument, drowning, starving, burning, suffocating,
    )
}  # fmt: skip
