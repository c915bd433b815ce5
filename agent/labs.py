"""Worlds to record transitions in: the embedded server, set up in a few ways, for `python -m worldsim.record`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from worldsim.actions import Wait
from worldsim.facts import facts
from worldsim.record import Lab
from worldsim.world import World

#: Two trees of a kind, by the cell of the lowest log.
_TREES = (((7, 64, 2), "oak"), ((-6, 64, 5), "birch"), ((3, 64, -8), "spruce"))
#: A wall of what is dug with pickaxes and shovels, along z = 8.
_WALL = (
    "stone",
    "coal_ore",
    "iron_ore",
    "andesite",
    "gravel",
    "sand",
    "clay",
    "copper_ore",
    "cobblestone",
    "diamond_ore",
    "obsidian",
    "redstone_ore",
)


def _yard() -> dict[str, Any]:
    """A flat land with a bit of everything near."""
    blocks: list[Any] = []
    for (x, y, z), wood in _TREES:
        blocks += [[[x, y + dy, z], f"{wood}_log"] for dy in range(4)]
        blocks += [
            [[x + dx, y + dy, z + dz], f"{wood}_leaves"]
            for dy in (2, 3, 4)
            for dx in (-1, 0, 1)
            for dz in (-1, 0, 1)
            if (dx, dz) != (0, 0) or dy == 4
        ]
    blocks += [[[x - 6, 64 + dy, 8], name] for x, name in enumerate(_WALL) for dy in (0, 1)]
    blocks += [[[-8, 64, -4], "crafting_table"], [[-9, 64, -4], "glowstone"], [[-10, 64, -4], "melon"], [[8, 64, -4], "bookshelf"]]
    blocks += [[[x, 63, z], "water"] for x in (10, 11, 12) for z in (-2, -1, 0)]
    blocks += [[[x, 64, -5], plant] for x, plant in ((0, "grass"), (1, "fern"), (2, "dandelion"), (-1, "poppy"), (-2, "grass"))]
    return {
        "terrain": "flat",
        "spawn": [0, 64, 0],
        "blocks": blocks,
        "inventory": {"oak_planks": 6, "dirt": 5, "stone_pickaxe": 1, "stone_shovel": 1},
    }


#: How an episode begins, by name.
STARTS: dict[str, dict[str, Any]] = {
    "bare": {},
    "wood": {
        "inventory": {
            "oak_log": 9, "birch_planks": 14, "oak_planks": 20, "stick": 8, "crafting_table": 2, "wooden_pickaxe": 1, "wooden_axe": 1,
            "oak_door": 2, "torch": 5, "dirt": 10, "wooden_shovel": 1,
        }
    },
    "stone": {
        "inventory": {
            "cobblestone": 34, "stick": 12, "stone_pickaxe": 1, "iron_pickaxe": 1, "stone_axe": 1, "crafting_table": 1, "coal": 7, "iron_ingot": 9,
            "gold_ingot": 4, "string": 5, "leather": 4, "feather": 3, "flint": 3, "spruce_planks": 12, "glass": 8, "redstone": 5, "sand": 6,
        }
    },
    "yard": _yard(),
    "goal": {"inventory": {"oak_log": 24, "cobblestone": 9}},
}  # fmt: skip

#: What the agent itself pursues in the episode `goal`, one a seed.
GOALS = ("obtain 1 stone pickaxe", "collect 30 oak log", "build a house", "obtain 1 furnace")


def labs_of(seed: int, world_rules: str | None = None) -> Iterator[Lab]:
    """One lab for each way to begin, in the world of `seed`; `world_rules`: file of an altered world. Raises UsageError for a file that is none."""
    from bridge.altering.rules import read_overlay

    rules = read_overlay(world_rules).rules if world_rules else {}
    for name, scenario in STARTS.items():
        yield Lab(name, _opener(seed, scenario, rules), scenario, _pursuit(seed) if name == "goal" else None)


def _opener(seed: int, scenario: Mapping[str, Any], rules: Mapping[str, Any]) -> Callable[[], Any]:
    return lambda: opened(scenario, seed, rules=rules)


@contextmanager
def opened(scenario: Mapping[str, Any], seed: int = 0, warp: float = 20.0, rules: Mapping[str, Any] | None = None) -> Iterator[World]:
    """A bot in a world of its own, set up by a scenario (bridge/js/server/plugins/scenario.js), with altered rules. Raises ServerDead, BridgeDead."""
    from bridge.server import EmbeddedServer
    from bridge.world import Endpoint, MineflayerWorld

    with (
        EmbeddedServer(seed=seed, scenario=scenario, rules=rules) as server,
        MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), facts().palette, warp=warp) as world,
    ):
        for verb, *args in scenario.get("setup", ()):  # what needs a player who is there
            server.setup(verb, *args)
        if scenario.get("setup"):
            world.act(Wait(2))
        yield world


def _pursuit(seed: int) -> Callable[[World], None]:
    def play(world: World) -> None:
        from agent.running import run_goal
        from agent.settings import Settings
        from curriculum.parse import parse

        goal = GOALS[seed % len(GOALS)]
        with tempfile.TemporaryDirectory() as folder:
            run_goal(Settings(goal=goal, seed=seed, runs=f"{folder}/runs", library=f"{folder}/library"), parse(goal), world=world)

    return play
