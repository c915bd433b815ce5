"""Transitions to plant errors in: the explorer in an imagined land with trees, ores, a table and water."""

from __future__ import annotations

from worldsim.actions import Explore
from worldsim.blocks import Blocks, blocks_of
from worldsim.explorer import Explorer
from worldsim.facts import facts
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Body, Observed, State, Tool, state_of
from worldsim.transitions import Transition

_WALL = ("stone", "coal_ore", "iron_ore", "andesite", "sand", "clay", "cobblestone", "diamond_ore", "obsidian", "melon", "glass", "bookshelf")
_STARTS: tuple[dict[str, int], ...] = (
    {"oak_log": 9, "birch_planks": 14, "oak_planks": 20, "stick": 8, "wooden_pickaxe": 1, "wooden_axe": 1, "oak_door": 2, "torch": 5, "dirt": 10},
    {"cobblestone": 34, "stick": 12, "stone_pickaxe": 1, "stone_shovel": 1, "coal": 7, "iron_ingot": 9, "spruce_planks": 12, "crafting_table": 1},
)


def transitions(seeds: int, steps: int) -> list[Transition]:
    """So many steps of so many seeds; the same every time."""
    made = []
    for seed in range(1, seeds + 1):
        explorer, world = Explorer(seed), ImaginedWorld(Rules(), _start(_STARTS[seed % len(_STARTS)]), seed)
        for step in range(1, steps + 1):
            action = explorer.next(world.observe())
            while isinstance(action, Explore):
                action = explorer.next(world.observe())
            before = world.observe()
            outcome = world.act(action)
            made.append(Transition(episode=f"seed {seed}", step=step, before=before, action=action, outcome=outcome, after=world.observe()))
    return made


def _start(inventory: dict[str, int]) -> State:
    known = facts()
    tools = tuple(Tool(item, known.uses(item)) for item in inventory if known.uses(item))
    body = Body(pos=Vec(0.5, 64.0, 0.5), vel=Vec(0, 0, 0))
    return state_of(Observed(tick=0, body=body, inventory=inventory, tools=tools, free_slots=24), _land())


def _land() -> Blocks:
    known = facts().state_id
    cells = {}
    for x in range(-24, 25):
        for z in range(-24, 25):
            cells |= {Pos(x, y, z): known("dirt") for y in (60, 61, 62)} | {Pos(x, 63, z): known("grass_block")}
            cells |= {Pos(x, y, z): known("air") for y in range(64, 74)}
    for x, z in ((7, 2), (-6, 5), (3, -8), (-12, -9)):
        cells |= {Pos(x + dx, y, z + dz): known("oak_leaves") for dx in (-1, 0, 1) for dz in (-1, 0, 1) for y in (66, 67, 68)}
        cells |= {Pos(x, y, z): known("oak_log") for y in (64, 65, 66, 67)}
    for x, name in enumerate(_WALL):
        cells |= {Pos(x - 6, y, 8): known(name) for y in (64, 65)}
    cells |= {Pos(x, 64, -5): known(plant) for x, plant in enumerate(("grass", "fern", "dandelion", "poppy"))}
    cells |= {Pos(x, 63, z): known("water") for x in (10, 11) for z in (-2, -1)}
    cells[Pos(-8, 64, -4)] = known("crafting_table")
    return blocks_of(facts().palette, cells)
