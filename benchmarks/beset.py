"""`python -m benchmarks.beset`: how soon and how often a monster hits somebody who stands still, by kind and distance, on the embedded server.

By this the estimates in `worldsim/laws/hostile.py` were chosen. The last line is one JSON object.
"""

from __future__ import annotations

import sys

import msgspec

from bridge.server import EmbeddedServer
from bridge.world import Endpoint, MineflayerWorld
from worldsim.actions import Wait
from worldsim.facts import facts

#: Kind, and blocks away where it is put.
SCENES = (*(("zombie", far) for far in (2, 3, 5, 8, 12)), *(("skeleton", far) for far in (5, 8, 12, 8, 5)))
#: Waits a scene, and ticks of each; plots are so many blocks apart.
_WAITS, _TICKS, _APART = 6, 120, 48


class Row(msgspec.Struct, frozen=True):
    """One scene: the ticks of each wait; those below 120 ended with a blow."""

    kind: str
    far: int
    ticks: tuple[int, ...]
    blows: int


def measure(server: EmbeddedServer, world: MineflayerWorld, plot: int, kind: str, far: int) -> Row:
    """One monster, and somebody who stands still and is healed before each wait. Raises MachineryError."""
    server.setup("kill")
    server.setup("tp", plot * _APART + 0.5, 64, 0.5)
    world.act(Wait(5))
    server.setup("summon", kind, plot * _APART + far + 0.5, 64, 0.5)
    outcomes = []
    for _ in range(_WAITS):
        server.setup("heal")
        outcomes.append(world.act(Wait(_TICKS)))
    return Row(kind, far, tuple(outcome.ticks for outcome in outcomes), sum(not outcome.ok for outcome in outcomes))


def main() -> int:
    """Run it; 0."""
    with (
        EmbeddedServer(seed=7, scenario={"terrain": "flat", "spawn": [0, 64, 0]}) as server,
        MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), facts().palette, warp=0) as world,
    ):
        server.setup("gamerule", "doMobSpawning", False)
        server.setup("time", 18000)
        rows = [measure(server, world, plot, kind, far) for plot, (kind, far) in enumerate(SCENES, start=1)]
    for row in rows:
        print(f"{row.kind:9} {row.far:2} blocks away: first blow or end after {row.ticks[0]} ticks, {row.blows} blows in {sum(row.ticks)} ticks")
    print(msgspec.json.encode(rows).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
