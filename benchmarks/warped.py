"""`python -m benchmarks.warp --mechanics`: the same mechanics at several speeds must end the same.

A sample of short cases of the mechanics suite is played in lockstep as fast as it goes, then not faster than ten times and than once real time: all
values must be the same to the last digit. Then in real time with nobody in step (`free`), where both clocks jitter: there they must be as vanilla.
With `--load` a process for each core does nothing but be busy meanwhile, and no case may run out of time; `free` is left out then.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec

from benchmarks.mechanics import Case, embedded, play, topics
from bridge.server import EmbeddedServer
from worldsim.errors import MachineryError

#: Ticks of the longest case that is taken, and of all together.
SHORT, ALL = 150, 2400
#: Cases of one topic at most.
EACH = 8


class Speed(msgspec.Struct, frozen=True, kw_only=True):
    """One way to play the sample."""

    name: str
    wall_s: float
    warp: float  #: game time over real time, reached
    differ: list[str]  #: cases that ended otherwise than as fast as it goes


class Warped(msgspec.Struct, frozen=True, kw_only=True):
    """The last line."""

    cases: int
    ticks: int
    loaded: bool
    speeds: list[Speed]

    @property
    def equal(self) -> bool:
        return self.cases > 0 and not any(speed.differ for speed in self.speeds)


def compare_speeds(only: Sequence[str] = (), *, load: bool = False, most: int = ALL, slow: Sequence[float] = (10.0, 1.0)) -> Warped:
    """Play the sample at all speeds. Raises MachineryError when a server or a client fails."""
    with _busy(load):
        began = time.perf_counter()
        first = _lockstep(only or topics(), None, 0)
        chosen = sample(first, most)
        names: dict[str, list[str]] = {}
        for case in chosen:
            names.setdefault(case.topic, []).append(case.name)
        ticks = sum(case.ticks for case in chosen)
        whole = sum(case.ticks for case in first)
        wall = time.perf_counter() - began
        speeds = [Speed(name="fastest, all cases", wall_s=round(wall, 1), warp=round(whole / 20 / wall, 1), differ=[])]
        base: list[Case] = []
        for warp in (0.0, *slow):
            began = time.perf_counter()
            cases = _lockstep([*names], names, warp)
            speeds.append(_speed(f"at most {warp:g}" if warp else "fastest", cases, base or chosen, began, exact=bool(base)))
            base = base or cases
        if not load:  # nobody waits for anybody there: on a busy machine a client that is late misses its moment, as on any server
            began = time.perf_counter()
            speeds.append(_speed("free", _free([*names], names), chosen, began, exact=False))
    return Warped(cases=len(chosen), ticks=ticks, loaded=load, speeds=speeds)


def sample(cases: Sequence[Case], most: int = ALL) -> list[Case]:
    """Short cases of every topic that are as vanilla, `most` ticks in all: the shortest of each topic in turn."""
    piles = {
        topic: sorted((c for c in cases if c.topic == topic and c.ok and c.ticks <= SHORT), key=lambda c: (c.ticks, c.name)) for topic in topics()
    }
    chosen: list[Case] = []
    left = most
    for rank in range(EACH):
        for pile in piles.values():
            if rank < len(pile) and pile[rank].ticks <= left:
                chosen.append(pile[rank])
                left -= pile[rank].ticks
    return sorted(chosen, key=lambda case: (case.topic, case.name))


def _lockstep(only: Sequence[str], names: Mapping[str, list[str]] | None, warp: float) -> list[Case]:
    with EmbeddedServer(seed=1, scenario={"terrain": "flat"}) as server:
        return _played(server, {**embedded(server), "warp": warp, "only": names}, only)


def _free(only: Sequence[str], names: Mapping[str, list[str]]) -> list[Case]:
    with EmbeddedServer(seed=1, scenario={"terrain": "flat"}) as server:
        server.free()
        return _played(server, {**embedded(server), "free": True, "only": names}, only)


def _played(server: EmbeddedServer, endpoint: dict[str, Any], only: Sequence[str]) -> list[Case]:
    cases = [*play(endpoint, only)]
    if server.troubles:
        raise MachineryError(f"the server reported: {server.troubles[-1]}")
    return cases


def _speed(name: str, cases: Sequence[Case], before: Sequence[Case], began: float, *, exact: bool) -> Speed:
    wall = time.perf_counter() - began
    found = {(case.topic, case.name): case for case in cases}
    differ = []
    for case in before:
        now = found.get((case.topic, case.name))
        if now is None or not now.ok or (exact and now.value != case.value):
            differ.append(f"{case.topic}: {case.name}" + (f" ({(now.error or str(now.value))[:200]})" if now else ""))
    return Speed(name=name, wall_s=round(wall, 1), warp=round(sum(case.ticks for case in cases) / 20 / wall, 1), differ=differ)


@contextmanager
def _busy(on: bool) -> Iterator[None]:
    """If `on`, every core has something else to do meanwhile."""
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)] if on else []
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()
