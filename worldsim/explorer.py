"""A seeded explorer: actions that make a set of transitions worth learning from. Most can succeed; some must fail, each for a reason of its own.

It reads the state and the recipe book only to find something to do; whether that works is for the world to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import get_args

from worldsim import actions as verbs
from worldsim.actions import Action, Collect, Craft, Dig, Equip, Explore, Heading, Mine, MoveTo, Place, Wait
from worldsim.facts import Facts, facts
from worldsim.laws.crafting import choose
from worldsim.laws.storing import CHESTS
from worldsim.space import FACES, Pos
from worldsim.state import State
from worldsim.tables.growth import PLANTED
from worldsim.walking.ground import ground_of
from worldsim.walking.targets import reaches

#: How often each verb is tried, in relation to the others.
WEIGHTS: dict[str, float] = {"mine": 26, "dig": 8, "place": 17, "craft": 17, "move_to": 11, "collect": 14, "equip": 5, "wait": 3, "explore": 2}
#: And those for which more must be at hand.
WEIGHTS |= {"smelt": 4, "eat": 3, "attack": 3, "sleep": 1, "deposit": 3, "withdraw": 3, "till": 3, "plant": 4, "harvest": 2}
#: Share of the tries that are meant to fail.
CONTRARY = 0.2
#: Groups of blocks that are worth digging; a group is drawn first, then one of its blocks.
_GROUPS: tuple[tuple[str, ...], ...] = (
    ("_log",),
    ("_leaves",),
    ("grass_block", "dirt", "podzol", "sand", "gravel", "clay"),
    ("stone", "cobblestone", "granite", "diorite", "andesite", "deepslate", "sandstone"),
    ("_ore",),
    ("grass", "fern", "tall_grass", "dandelion", "poppy", "dead_bush", "snow", "torch"),
    ("_planks", "crafting_table", "_door", "furnace", "chest", "_slab", "_fence"),
)
_HEADINGS: tuple[Heading, ...] = get_args(Heading)
_SOUGHT = ("oak_log", "birch_log", "spruce_log", "coal_ore", "iron_ore", "sand", "water", "diamond_ore")
#: Cells looked at when a free or filled one is drawn.
_DRAWS = 40
_NEAR = 12


class Explorer:
    """Draws one action after the other; the same seed and states give the same actions."""

    def __init__(self, seed: int, known: Facts | None = None) -> None:
        self._dice = Random(seed)
        self._facts = known or facts()
        self._items = sorted(self._facts.items)
        self._made = sorted(self._facts.recipes)
        self._creatures = sorted(self._facts.mobs)
        self._ways: dict[str, tuple[Callable[[State], Action | None], Callable[[State], Action | None]]] = {
            "mine": (self._mine, self._mine_in_vain),
            "dig": (self._dig, self._dig_in_vain),
            "place": (self._place, self._place_in_vain),
            "craft": (self._craft, self._craft_in_vain),
            "move_to": (self._move, self._move_in_vain),
            "collect": (lambda state: Collect() if _lies(state) else None, lambda state: Collect(self._dice.choice(self._items))),
            "equip": (self._equip, lambda state: Equip(self._dice.choice(self._items))),
            "wait": (lambda state: Wait(self._dice.randint(1, 120)), lambda state: Wait(0)),
            "explore": (self._explore, self._explore),
            "smelt": (self._smelt, lambda state: verbs.Smelt(self._dice.choice(self._items))),
            "eat": (self._eat, lambda state: verbs.Eat(self._dice.choice(self._items))),
            "attack": (self._attack, lambda state: verbs.Attack(self._dice.choice(self._creatures))),
            "sleep": (lambda state: verbs.Sleep() if self._near(state, sorted(self._facts.tags["beds"])) else None, lambda state: verbs.Sleep()),
            "deposit": (self._deposit, lambda state: verbs.Deposit(self._dice.choice(self._items), 1, state.body.pos.cell)),
            "withdraw": (self._withdraw, lambda state: verbs.Withdraw(self._dice.choice(self._items), 1, state.body.pos.cell)),
            "till": (self._till, lambda state: verbs.Till(state.body.pos.cell.offset(0, -1, 0))),
            "plant": (self._plant, lambda state: verbs.Plant(self._dice.choice(self._items), state.body.pos.cell)),
            "harvest": (self._harvest, lambda state: verbs.Harvest(state.body.pos.cell.offset(0, -1, 0))),
        }

    def next(self, state: State) -> Action:
        """Something to do in this state."""
        while True:
            verb = self._dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            sensible, contrary = self._ways[verb]
            action = (contrary if self._dice.random() < CONTRARY else sensible)(state)
            if action is not None:
                return action

    def chance(self) -> float:
        """A number of 0-1 from the same dice."""
        return self._dice.random()

    def _target(self, state: State, within_reach: bool = False) -> Pos | None:
        """A known block that is worth digging."""
        parts = self._dice.choice(_GROUPS)
        names = [name for name in self._facts.blocks if any(name == part or (part.startswith("_") and name.endswith(part)) for part in parts)]
        found = state.blocks.find(names, state.body.pos.cell, 24, 6 if within_reach else 24)
        if within_reach:
            found = [pos for pos in found if reaches(state.body.eyes, pos)]
        return self._dice.choice(found) if found else None

    def _cell(self, state: State, fits: Callable[[Pos, str | None], bool], span: int = _NEAR, height: int = 4) -> Pos | None:
        here = state.body.pos.cell
        for _ in range(_DRAWS):
            pos = here.offset(self._dice.randint(-span, span), self._dice.randint(-height, height), self._dice.randint(-span, span))
            if fits(pos, state.blocks.name(pos)):
                return pos
        return None

    def _mine(self, state: State) -> Action | None:
        pos = self._target(state)
        return None if pos is None else Mine(pos)

    def _mine_in_vain(self, state: State) -> Action | None:
        kind = self._dice.randrange(4)
        if kind == 0:
            pos = self._cell(state, lambda _, name: name == "air")
        elif kind == 1:
            pos = self._cell(state, lambda _, name: name is None, 30, 20)
        elif kind == 2:
            found = state.blocks.find(("water", "bedrock", "obsidian", "stone", "coal_ore", "iron_ore", "diamond_ore"), state.body.pos.cell, 16, 32)
            pos = self._dice.choice(found) if found else None
        else:
            pos = self._cell(state, lambda _, name: name not in (None, "air"), 30, 12)
        return None if pos is None else Mine(pos)

    def _dig(self, state: State) -> Action | None:
        pos = self._target(state, within_reach=True)
        return None if pos is None else Dig(pos, self._dice.choice((None, None, None, 5, 20, 60)))

    def _dig_in_vain(self, state: State) -> Action | None:
        pos = self._cell(state, lambda _, name: name != "unknown")
        return None if pos is None else Dig(pos)

    def _place(self, state: State) -> Action | None:
        items = [item for item in sorted(state.inventory) if item in self._facts.blocks]
        if not items:
            return None
        item = self._dice.choice(items)
        far = self._dice.random() < 0.3

        def free(pos: Pos, name: str | None) -> bool:
            held = any(_solid(state, pos.offset(*face), self._facts) for face in (FACES[:1] if item.endswith("_door") else FACES))
            return name in ("air", "grass", "water") and held and (far or reaches(state.body.eyes, pos))

        pos = self._cell(state, free, _NEAR if far else 4, 3)
        if pos is None:
            return None
        return Place(item, pos, self._dice.choice(_HEADINGS) if item.endswith(("_door", "_stairs", "furnace", "chest")) else None)

    def _place_in_vain(self, state: State) -> Action | None:
        carried = sorted(state.inventory)
        kind = self._dice.randrange(6)
        if kind == 0 or not carried:
            pos = self._cell(state, lambda _, name: name == "air", 4)
            return None if pos is None else Place(self._dice.choice(self._items), pos)
        item = self._dice.choice([name for name in carried if name in self._facts.blocks] or carried)
        if kind == 1:
            pos = self._cell(state, lambda _, name: name not in (None, "air"), 4)
        elif kind == 2:
            pos = state.body.pos.cell.offset(0, self._dice.randint(0, 1), 0)
        elif kind == 3:
            pos = self._cell(state, lambda p, name: name == "air" and not any(_solid(state, p.offset(*face), self._facts) for face in FACES), 5)
        elif kind == 4:
            pos = self._cell(state, lambda _, name: name is None, 30, 20)
        else:
            item, pos = (
                self._dice.choice(carried),
                self._cell(state, lambda p, name: name == "air" and _solid(state, p.offset(0, -1, 0), self._facts)),
            )
        return None if pos is None else Place(item, pos)

    def _craft(self, state: State) -> Action | None:
        """Anything for which all is carried, useful things first; a table may still lack."""
        able = [item for item in self._made if any(choose(way, state.inventory) is not None for way in self._facts.recipes[item])]
        useful = [item for item in able if item.endswith(("_planks", "stick", "crafting_table", "_pickaxe", "_axe", "_shovel", "torch", "chest"))]
        if not able:
            return None
        item = self._dice.choice(useful if useful and self._dice.random() < 0.4 else able)
        if all(way.needs_table for way in self._facts.recipes[item]) and self._dice.random() < 0.8:
            to_table = self._to_table(state)
            if to_table is not None:
                return to_table
        times = self._dice.choice((1, 1, 1, 2, 3))
        grid = next((way.grid for way in self._facts.recipes[item] if choose(way, state.inventory) is not None), None)
        if grid is None or self._dice.random() > 0.1:
            return Craft(item, times)
        carried = state.inventory
        return Craft(item, times, tuple(None if cell is None else max(cell, key=lambda name: (carried.get(name, 0), name)) for cell in grid))

    def _to_table(self, state: State) -> Action | None:
        """What brings a crafting table within reach; None if one is, or none can be had."""
        here = state.body.pos.cell
        found = state.blocks.find(("crafting_table",), here, 1, 20)
        if found:
            return None if reaches(state.body.eyes, found[0]) else MoveTo(found[0], 2.0)
        if state.count("crafting_table") == 0:
            return None
        pos = self._cell(
            state, lambda p, name: name == "air" and _solid(state, p.offset(0, -1, 0), self._facts) and reaches(state.body.eyes, p), 3, 2
        )
        return None if pos is None else Place("crafting_table", pos)

    def _craft_in_vain(self, state: State) -> Action | None:
        kind = self._dice.randrange(4)
        if kind == 0:
            return Craft(self._dice.choice(self._made))
        if kind == 1:
            return Craft(self._dice.choice([item for item in self._items if item not in self._facts.recipes]))
        carried = sorted(state.inventory)
        if kind == 2 and carried:
            grid = tuple(self._dice.choice([None, *carried]) for _ in range(4))
            return Craft(self._dice.choice(self._made), 1, grid)
        able = [item for item in self._made if any(choose(way, state.inventory) is not None for way in self._facts.recipes[item])]
        return Craft(self._dice.choice(able), 40) if able else None

    def _move(self, state: State) -> Action | None:
        ground = ground_of(state.blocks)
        pos = self._cell(state, lambda p, _: ground.stands(p.x, p.y, p.z), self._dice.choice((5, 12, 20)), 5)
        return None if pos is None else MoveTo(pos, self._dice.choice((0.0, 0.0, 0.0, 1.0, 2.0, 3.0)))

    def _move_in_vain(self, state: State) -> Action | None:
        kind = self._dice.randrange(3)
        if kind == 0:
            pos = self._cell(state, lambda _, name: name not in (None, "air"))
        elif kind == 1:
            pos = self._cell(state, lambda p, name: name == "air" and state.blocks.name(p.offset(0, -1, 0)) == "air", 8, 8)
        else:
            pos = self._cell(state, lambda _, name: name is None, 24, 12)
        return None if pos is None else MoveTo(pos)

    def _equip(self, state: State) -> Action | None:
        carried = sorted(state.inventory)
        return Equip(self._dice.choice(carried)) if carried else None

    def _near(self, state: State, names: Sequence[str], above: str | None = None) -> Pos | None:
        """One of the nearest known blocks of these kinds, with this above it."""
        found = [pos for pos in state.blocks.find(names, state.body.pos.cell, 12, _NEAR) if above in (None, state.blocks.name(pos.offset(0, 1, 0)))]
        return self._dice.choice(found) if found else None

    def _carried(self, state: State, fits: Callable[[str], bool]) -> str | None:
        items = [item for item in sorted(state.inventory) if fits(item)]
        return self._dice.choice(items) if items else None

    def _smelt(self, state: State) -> Action | None:
        item = self._carried(state, self._facts.smelting.__contains__)
        if item is None or self._near(state, ("furnace",)) is None:
            return None
        return verbs.Smelt(item, self._dice.randint(1, min(3, state.count(item))))

    def _eat(self, state: State) -> Action | None:
        item = self._carried(state, self._facts.foods.__contains__)
        return None if item is None else verbs.Eat(item)

    def _attack(self, state: State) -> Action | None:
        seen = sorted({each.kind for each in state.entities if each.kind in self._facts.mobs and each.pos.distance(state.body.pos) < _NEAR})
        return verbs.Attack(self._dice.choice(seen)) if seen else None

    def _deposit(self, state: State) -> Action | None:
        item, chest = self._carried(state, lambda _: True), self._near(state, CHESTS)
        return None if item is None or chest is None else verbs.Deposit(item, self._dice.randint(1, state.count(item)), chest)

    def _withdraw(self, state: State) -> Action | None:
        chests = [(job.pos.cell, item, count) for job in state.latent if job.kind == "chest" for item, count in sorted(job.items.items())]
        if not chests:
            return None
        pos, item, count = self._dice.choice(chests)
        return verbs.Withdraw(item, self._dice.randint(1, count), pos)

    def _till(self, state: State) -> Action | None:
        pos = self._near(state, ("grass_block", "dirt"), "air")
        return None if pos is None or not self._carried(state, self._facts.tags["hoes"].__contains__) else verbs.Till(pos)

    def _plant(self, state: State) -> Action | None:
        item = self._carried(state, PLANTED.__contains__)
        ground = None if item is None else self._near(state, PLANTED[item][1], "air")
        return None if item is None or ground is None else verbs.Plant(item, ground.offset(0, 1, 0))

    def _harvest(self, state: State) -> Action | None:
        pos = self._near(state, sorted(self._facts.plants))
        return None if pos is None else verbs.Harvest(pos)

    def _explore(self, state: State) -> Action | None:
        targets = tuple(self._dice.sample(_SOUGHT, self._dice.choice((0, 1, 1, 2))))
        return Explore(targets, self._dice.choice(_HEADINGS))


def _lies(state: State) -> bool:
    return any(entity.kind == "item" and entity.pos.distance(state.body.pos) < 12 for entity in state.entities)


def _solid(state: State, pos: Pos, known: Facts) -> bool:
    fact = known.blocks.get(state.blocks.name(pos) or "")
    return fact is not None and fact.solid
