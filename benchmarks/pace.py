"""Timing: a piece of work is done several times; the median is the figure, the best one says what the machine can do when nobody else uses it."""

from __future__ import annotations

import cProfile
import io
import pstats
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

import msgspec

#: Lines of a profile that are worth reading.
_LINES = 14


class Work(msgspec.Struct, frozen=True):
    """`run` does it once, with whatever has to be laid out first, and says how many seconds the part that counts took; `units` are done in it."""

    run: Callable[[], float]
    units: int


class Pace(msgspec.Struct, frozen=True):
    """Units a second, or milliseconds for all units."""

    median: float
    best: float


def rate(work: Work, repeats: int) -> Pace:
    """Units a second. The first time is not counted: compilers and caches get warm."""
    work.run()
    rates = [work.units / work.run() for _ in range(repeats)]
    return Pace(median(rates), max(rates))


def lasting(work: Work, repeats: int) -> Pace:
    """Milliseconds for the whole of it; warmed as above."""
    work.run()
    taken = [1000 * work.run() for _ in range(repeats)]
    return Pace(median(taken), min(taken))


@contextmanager
def awake(on: bool) -> Iterator[None]:
    """If `on`, another process is busy meanwhile: a virtual machine wakes its sleeping cores slowly, at every answer of the sandbox."""
    if not on:
        yield
        return
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        busy.kill()
        busy.wait()


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def profile(work: Work) -> str:
    """Where the time of one run goes, by the functions' own time."""
    profiler = cProfile.Profile()
    profiler.runcall(work.run)
    text = io.StringIO()
    pstats.Stats(profiler, stream=text).strip_dirs().sort_stats("tottime").print_stats(_LINES)
    return "\n".join(line for line in text.getvalue().splitlines() if line.strip())
