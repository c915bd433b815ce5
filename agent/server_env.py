"""`lucidcraft/Server-v0`: the environment of worldsim/env over a real Minecraft server of our own, and a bot in it. Importing this registers it.

Observations, actions and rewards are those of `lucidcraft/Imagined-v0`, so a policy that was trained in dreams can be run here as it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

import gymnasium

from worldsim.env.base import GoalEnv, Rewards
from worldsim.env.starting import SCRATCH
from worldsim.errors import UsageError
from worldsim.goals import Goal
from worldsim.world import World

SERVER = "lucidcraft/Server-v0"


class ServerEnv(GoalEnv):
    """`start`: 'scratch', or a scenario (see bridge/js/server/plugins/scenario.js). `warp` as in `agent.run`; 0: as fast as it can.
    `world_rules`: file of an altered world, as in `agent.run`.

    Every reset is a new server and a new bot, in the world whose number is the server's seed; `close` ends both. Time stands still between steps.
    A process has one bot: to open a world here closes that of any other such environment. For several at once take an AsyncVectorEnv.
    """

    _holder: ServerEnv | None = None  # whose world is open

    def __init__(
        self,
        goal: Goal | Mapping[str, Any] | str = "has:wooden_pickaxe",
        *,
        start: str | Mapping[str, Any] = SCRATCH,
        warp: float = 0.0,
        max_steps: int = 200,
        rewards: Rewards | Mapping[str, float] | None = None,
        world: int | None = None,
        world_rules: str | None = None,
        render_mode: str | None = None,
    ) -> None:
        super().__init__(goal, max_steps=max_steps, rewards=rewards, world=world, render_mode=render_mode)
        if start != SCRATCH and not isinstance(start, Mapping):
            raise UsageError(f"start: expected 'scratch' or a scenario (a real world cannot be put into a recorded state), found {start!r}")
        if not isinstance(warp, int | float) or not 0 <= warp < math.inf:
            raise UsageError(f"warp: expected a number of at least 0 (0: as fast as it can), found {warp!r}")
        self.scenario = {} if isinstance(start, str) else dict(start)
        self.rules: Mapping[str, object] = _rules(world_rules)  #: of an altered world, from the next reset on: as `EmbeddedServer(rules=)`
        self.warp = warp
        self._open = ExitStack()

    def open(self, number: int, dice: int) -> World:
        """A new server with this seed, and a bot that has just joined. Raises MachineryError."""
        from bridge.server import EmbeddedServer
        from bridge.world import Endpoint, MineflayerWorld

        if ServerEnv._holder is not None:
            ServerEnv._holder.close()
        with ExitStack() as stack:
            server = stack.enter_context(EmbeddedServer(seed=number, scenario=self.scenario, rules=self.rules))
            endpoint = Endpoint("127.0.0.1", server.port, server.control, server.token)
            world = stack.enter_context(MineflayerWorld(endpoint, self.facts.palette, warp=self.warp))
            self._open = stack.pop_all()
        ServerEnv._holder = self
        return world

    def close(self) -> None:
        """End the server and the bot. Nothing happens the second time."""
        self._world = None
        if ServerEnv._holder is self:
            ServerEnv._holder = None
        self._open.close()


def _rules(file: str | None) -> Mapping[str, object]:
    if file is None:
        return {}
    from bridge.altering.rules import read_overlay

    return read_overlay(file).rules


if SERVER not in gymnasium.registry:
    gymnasium.register(SERVER, entry_point="agent.server_env:ServerEnv")
