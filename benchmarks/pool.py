"""Processes for cells, a fresh one for each; they end in order when they are told to, and by themselves when whoever started them is gone."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from pathlib import Path
from types import TracebackType
from typing import NoReturn

from agent.running import STOPPED
from benchmarks.trial import Cell, Row, play
from worldsim.errors import MachineryError


class Pool:
    """`jobs` runs at the same time. At the end, whatever still runs is stopped, and has closed its server before this returns."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def __enter__(self) -> Pool:
        spawn = multiprocessing.get_context("spawn")
        # A process has one bot, and what it compiled and kept must not help the next cell: so one cell each.
        self._pool = ProcessPoolExecutor(self.jobs, mp_context=spawn, initializer=_ready, max_tasks_per_child=1)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            for worker in multiprocessing.active_children():
                worker.terminate()  # SIGTERM: a run that hears it closes its world
        self._pool.shutdown(cancel_futures=True)

    def play(self, cells: Sequence[Cell], world_rules: Path | None, folder: Path) -> Iterator[Row]:
        """The rows, as they are done; each is told on a line of stderr. Raises MachineryError when a process is gone, and whatever `play` raises."""
        began, done = time.perf_counter(), 0
        todo, running = deque(cells), set[Future[Row]]()
        try:
            while todo or running:
                # No more than are run at once: what is queued in a pool is begun even when the pool is told to end.
                while todo and len(running) < self.jobs:
                    cell = todo.popleft()
                    shutil.rmtree(folder / cell.name, ignore_errors=True)  # of a run that was stopped: its library knows too much
                    running.add(self._pool.submit(play, cell, world_rules, folder / cell.name))
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    row = future.result()
                    if row.exit_code == STOPPED:
                        raise KeyboardInterrupt
                    done += 1
                    left = (time.perf_counter() - began) / done * (len(cells) - done)
                    print(f"{done} of {len(cells)}: {told(row)}; about {_span(left)} left", file=sys.stderr, flush=True)
                    yield row
        except BrokenProcessPool:
            raise MachineryError("a cell's process ended without a word (out of memory?); the same command goes on from what is done") from None


def told(row: Row) -> str:
    """One cell in a line."""
    cell, share = row.cell, row.wasted_share
    what = "BROKE" if row.broken else "reached" if row.reached else "not reached"
    waste = "" if share is None else f", {share:.0%} of them wasted"
    used = f"{row.replans} replans, {row.actions} actions{waste}, {row.calls} calls, {row.wall_s:.0f} s"
    why = "" if row.reached else f" ({row.why[:120]})"
    return f"{cell.goal}, seed {cell.seed}, rate {cell.rate:g}, {cell.imagine}: {what}{why}, {used}"


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _ready() -> None:
    """A worker: Ctrl-C is the parent's affair, SIGTERM ends a run in order, and without a parent there is nobody to run for."""
    signal.signal(signal.SIGINT, lambda number, frame: None)
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_mourn, name="parent", daemon=True).start()


def _stop(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _mourn() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(60)  # for the run to close its world
        os._exit(1)
