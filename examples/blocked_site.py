"""Somebody blocks the building site: obsidian stands in the cell of the 40th placement, just before it is done. One of examples/runs.

python -m examples.blocked_site [RUNS]      (default: ./runs)
"""

import os
import sys
import tempfile

from agent import Agent
from bridge.server import EmbeddedServer
from bridge.world import Endpoint, MineflayerWorld
from worldsim.actions import Place
from worldsim.facts import facts


class Blocked:
    """A world in which that happens."""

    def __init__(self, world, server):
        self.world, self.server, self.placements = world, server, 0

    def observe(self):
        return self.world.observe()

    def act(self, action):
        self.placements += isinstance(action, Place)
        if self.placements == 40 and isinstance(action, Place):
            self.server.setup("setblock", action.pos.x, action.pos.y, action.pos.z, "obsidian")
        return self.world.act(action)


if __name__ == "__main__":
    ledger = {"obsidian put into the cell of the 40th placement, just before it": True}
    runs = sys.argv[1] if len(sys.argv) > 1 else "runs"
    with (
        tempfile.TemporaryDirectory() as empty,
        EmbeddedServer(seed=3) as server,
        MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), facts().palette, warp=20.0) as world,
    ):
        os.environ["LUCIDCRAFT_HOME"] = empty  # of the skill library: it begins with none
        agent = Agent(world=Blocked(world, server), seed=3, runs=runs, max_replans=0, scenario=ledger, show=True)
        sys.exit(agent.run("build a house").exit_code)
