"""`python -m benchmarks.bridge`: how long the way to the bot and back takes, on the embedded server, on flat ground.

Progress first; the last line is one JSON object: milliseconds at the median and the 95th percentile of a bare call of the bridge, of `observe()`
where nothing changed and where a walk brought new blocks, and of an action of one tick (`wait(1)`); and what a tick costs while waiting and while
walking, with the warp that this allows.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable

import msgspec
import numpy as np

from bridge.server import EmbeddedServer
from bridge.world import Endpoint, MineflayerWorld
from worldsim.actions import Action, MoveTo, Wait
from worldsim.errors import LucidcraftError, MachineryError
from worldsim.facts import facts
from worldsim.space import Pos

#: Virtual milliseconds of a tick.
TICK = 50.0


class Spread(msgspec.Struct, frozen=True):
    """Milliseconds."""

    p50: float
    p95: float


class Pace(msgspec.Struct, frozen=True):
    """What time costs: real milliseconds a tick, and virtual seconds in a real one."""

    ms_per_tick: float
    warp: float


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The last line."""

    call: Spread
    observe: Spread
    observe_new: Spread  #: after a walk of 20 blocks, with what came in sight
    one_tick: Spread  #: act(Wait(1))
    waiting: Pace
    walking: Pace
    calls: int
    cores: int


def measure(calls: int) -> Report:
    """All figures. Raises MachineryError when the server or the bot fail."""
    say("starting the server and the bot")
    with (
        EmbeddedServer(seed=1, scenario={"terrain": "flat", "spawn": [0, 64, 0]}) as server,
        MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), facts().palette, warp=0) as world,
    ):
        world.act(Wait(200))  # the server makes its terrain, and both sides get warm
        say(f"{calls} bare calls")
        call = spread(world.ping, calls)
        say(f"{calls} looks at an unchanged world")
        observe = spread(world.observe, calls)
        say(f"{calls // 5} actions of one tick")
        one_tick = spread(lambda: world.act(Wait(1)), calls // 5)
        say("waiting, then walking over new ground")
        waiting = pace(world, [Wait(1000)])
        seen: list[float] = []
        walking = pace(world, [MoveTo(Pos(20 * step, 64, 0)) for step in range(1, 11)], lambda: seen.append(timed(world.observe)))
        return Report(
            call=call,
            observe=observe,
            observe_new=percentiles(seen),
            one_tick=one_tick,
            waiting=waiting,
            walking=walking,
            calls=calls,
            cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        )


def spread(work: Callable[[], object], times: int) -> Spread:
    """How long the work takes, done so many times."""
    return percentiles([timed(work) for _ in range(times)])


def percentiles(taken: list[float]) -> Spread:
    """Median and 95th percentile of some durations."""
    p50, p95 = np.percentile(taken, [50, 95])
    return Spread(round(float(p50), 3), round(float(p95), 3))


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def pace(world: MineflayerWorld, actions: list[Action], after: Callable[[], object] = lambda: None) -> Pace:
    """What a tick of these actions costs; `after` each of them is not counted."""
    ticks, spent = 0, 0.0
    for action in actions:
        began = time.perf_counter()
        outcome = world.act(action)
        spent += (time.perf_counter() - began) * 1000
        ticks += outcome.ticks
        if not outcome.ok:
            raise MachineryError(f"expected {action} to be done, found {outcome.reason}: {outcome.note}")
        after()
    return Pace(round(spent / ticks, 2), round(ticks * TICK / spent, 1))


def say(line: str) -> None:
    """Progress, at once."""
    print(line, flush=True)


def main() -> int:
    """Measure, and print the line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bridge", description="How long the way to the bot and back takes.")
    parser.add_argument("--calls", type=int, default=1000, help="how often the short ones are done (default 1000)")
    try:
        report = measure(max(20, parser.parse_args().calls))
    except LucidcraftError as error:
        print(f"benchmark failed: {error}", file=sys.stderr)
        return error.exit_code
    say(msgspec.json.encode(report).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
