"""The real server for comparison: a state to start dreams from, and the same mixture of actions, one body, at warp 1."""

from __future__ import annotations

import time
from collections import Counter
from random import Random

import msgspec

from benchmarks.mix import MINED, STOCK, action
from bridge.server import EmbeddedServer
from bridge.world import Endpoint, MineflayerWorld
from worldsim.actions import Wait, name_of
from worldsim.facts import facts
from worldsim.state import State


class Stretch(msgspec.Struct, frozen=True):
    """What one body did in the real world."""

    actions: int
    seconds: float
    by_verb: dict[str, int]
    done: int  #: that ended well

    @property
    def per_s(self) -> float:
        return self.actions / self.seconds


def real_state(seed: int = 1) -> State:
    """What the bot sees when it enters a world of this seed. Raises MachineryError."""
    with (
        EmbeddedServer(seed=seed) as server,
        MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), facts().palette, warp=0) as world,
    ):
        world.act(Wait(40))
        return world.observe()


def stretch(seconds: float, seed: int = 1) -> Stretch:
    """The mixture for about so long, at warp 1, on flat land with the blocks that are mined around the body. Raises MachineryError."""
    blocks: list[object] = [[[0, 66, 2], "crafting_table"]]
    for number, (x, z) in enumerate((x, z) for x in range(-6, 7, 2) for z in range(-6, 7, 2) if x or z):
        blocks += [[[x, 64, z], MINED[number % len(MINED)]]]
    scenario = {"terrain": "flat", "spawn": [0, 64, 0], "inventory": dict(STOCK), "blocks": blocks}
    dice, verbs, done, actions = Random(seed), Counter[str](), 0, 0
    with (
        EmbeddedServer(seed=seed, warp=1.0, scenario=scenario) as server,
        MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), facts().palette, warp=1.0) as world,
    ):
        world.act(Wait(40))
        began = time.perf_counter()
        while (spent := time.perf_counter() - began) < seconds or not actions:
            wanted = action(dice, world.observe())
            done += world.act(wanted).ok
            verbs[name_of(wanted)] += 1
            actions += 1
    return Stretch(actions, spent, dict(sorted(verbs.items())), done)
