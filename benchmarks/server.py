"""`python -m benchmarks.server`: what the embedded server can carry.

Ticks a second in real time with one and with five working bots, how far ahead of the clock one bot gets in lockstep, what a chunk costs, memory, and
how long it takes from nothing to a bot in the world. All on seeded terrain with all that lives there. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from bridge.node import JS, node_binary
from bridge.server import EmbeddedServer
from worldsim.errors import LucidcraftError, MachineryError

SCRIPT = Path(__file__).resolve().parent / "js" / "server.js"
#: What is asked of it: a figure of the last line -> at least, or at most where it is a time.
GOALS = {"tps_1": 19.5, "tps_5": 19.5, "warp": 20.0, "ms_per_chunk": 15.0, "start_to_spawn_ms": 2500.0}
_AT_MOST = ("ms_per_chunk", "start_to_spawn_ms")


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The last line. Medians."""

    tps_1: float  #: ticks per real second at warp 1 with one working bot
    tps_5: float  #: the same with five
    warp: float  #: game time over real time, with one working bot in lockstep
    ms_per_chunk: float  #: generator and packet
    rss_mb: float  #: of the server, after five bots have worked
    start_to_spawn_ms: float  #: from the start of the server's process to the spawn of a bot whose process is started when the server is ready
    cores: int
    missed: list[str]  #: figures that miss their goal


@contextmanager
def workers(**options: object) -> Iterator[tuple[subprocess.Popen[str], Iterator[dict[str, Any]]]]:
    """The process of the bots, and what it says."""
    pipe = subprocess.PIPE
    command = [str(node_binary()), str(SCRIPT), json.dumps(options)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8", env={"LUCIDCRAFT_JS": str(JS)}) as process:
        assert process.stdout is not None
        try:
            yield process, (json.loads(line) for line in process.stdout)
        finally:
            process.kill()


def said(lines: Iterator[dict[str, Any]], key: str) -> Any:
    """The next line, which must have this key."""
    line = next(lines, {})
    if key not in line:
        raise MachineryError(f"the bots: expected {key}, found {line or 'their end'}")
    return line[key]


def lockstep(server: EmbeddedServer) -> dict[str, object]:
    """Where the bots find it and its clock."""
    return {"port": server.port, "control": server.control, "token": server.token}


def start_to_spawn(seed: int) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    with EmbeddedServer(seed=seed) as server, workers(**lockstep(server), bots=1) as (_, lines):
        said(lines, "spawned")
        return 1000 * (time.perf_counter() - began)


def tps(seed: int, bots: int, windows: int, seconds: float) -> tuple[float, float]:
    """Ticks a second in real time, and the server's memory in MB afterwards."""
    with EmbeddedServer(seed=seed) as server:
        server.free()
        with workers(port=server.port, bots=bots) as (process, lines):
            said(lines, "spawned")
            for n in range(bots):
                for item, count in (("iron_pickaxe", 1), ("dirt", 64), ("oak_log", 64)):
                    server.setup("give", item, count, player=f"worker{n}")
            time.sleep(2)  # the rest of their chunks
            rates = []
            for _ in range(windows):
                began, before = time.perf_counter(), server.status()["tick"]
                time.sleep(seconds)
                after = server.status()["tick"]
                rates.append((after - before) / (time.perf_counter() - began))
                tell(f"  {bots} working: {rates[-1]:.2f} ticks a second")
            assert process.stdin is not None
            process.stdin.close()
            tell(f"  done meanwhile: {json.dumps(said(lines, 'done'))}")
        sound(server)
        memory: int = server.status()["rss"]
        return median(rates), memory / 2**20


def warp(seed: int, windows: int, ticks: int) -> float:
    """Game time over real time."""
    reached: list[float] = []
    with EmbeddedServer(seed=seed) as server, workers(**lockstep(server), bots=1, windows=windows, ticks=ticks) as (_, lines):
        said(lines, "spawned")
        for _ in range(windows):
            window = said(lines, "window")
            reached.append(window["game"] / window["real"])
            tell(f"  warp {reached[-1]:.1f}")
        tell(f"  done meanwhile: {json.dumps(said(lines, 'done'))}")
        sound(server)
    return median(reached)


def ms_per_chunk(seed: int, count: int) -> float:
    """Milliseconds for a column of seeded terrain and its packet."""
    with workers(chunks=count, seed=seed) as (_, lines):
        taken: list[float] = said(lines, "chunks")
    return median(taken)


def sound(server: EmbeddedServer) -> None:
    """Raises MachineryError when the server has something to complain about."""
    if server.troubles:
        raise MachineryError(f"the server reported: {server.troubles[-1]}")


def tell(line: str) -> None:
    """At once: it takes a while."""
    print(line, flush=True)


def measure(seed: int, quick: bool) -> Report:
    """All of it: 2 minutes, or 20 s when quick."""
    times, windows, seconds, ticks = (1, 1, 3.0, 400) if quick else (5, 5, 8.0, 1200)
    node_binary()  # a first use installs
    starts = [start_to_spawn(seed) for _ in range(times)]
    tell(f"start to spawn: {', '.join(f'{ms:.0f}' for ms in starts)} ms")
    chunk = ms_per_chunk(seed, 40 if quick else 200)
    tell(f"a chunk: {chunk:.1f} ms")
    reached = warp(seed, windows, ticks)
    one, _ = tps(seed, 1, windows, seconds)
    five, memory = tps(seed, 5, windows, seconds)
    figures = {"tps_1": one, "tps_5": five, "warp": reached, "ms_per_chunk": chunk, "rss_mb": memory, "start_to_spawn_ms": median(starts)}
    missed = [name for name, goal in GOALS.items() if (figures[name] > goal if name in _AT_MOST else figures[name] < goal)]
    return Report(**{name: round(value, 2) for name, value in figures.items()}, cores=os.cpu_count() or 1, missed=missed)


def main() -> int:
    """Measure, and print the line. 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.server", description="What the embedded server can carry.")
    parser.add_argument("--seed", type=int, default=1, help="of the world (default 1)")
    parser.add_argument("--quick", action="store_true", help="one short window of each: shows that it works, too short for figures")
    asked = parser.parse_args()
    try:
        report = measure(asked.seed, asked.quick)
    except LucidcraftError as error:
        print(f"benchmark failed: {error}", file=sys.stderr)
        return error.exit_code
    tell(msgspec.json.encode(report).decode())
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
