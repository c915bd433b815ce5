"""`load("runs/*")`: many runs as typed objects and as pandas DataFrames."""

from __future__ import annotations

import gc
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, overload

import numpy as np
import pandas as pd

from agent.record import SCHEMA
from agent.runs.columns import TABLES
from agent.runs.folder import CUT_OFF, ENDINGS, Run, ended
from agent.runs.kinds import Column, Table
from agent.runs.places import folders
from agent.runs.rows import Fold, Rows, empty
from agent.summary import Summary
from worldsim.errors import UsageError
from worldsim.events import Ended

T = TypeVar("T", Path, Run)
U = TypeVar("U")


class OldRunWarning(UserWarning):
    """An older version wrote some of these runs; what it did not write is missing."""


class Runs(Sequence[Run]):
    """Loaded runs in the order of their names, which is that of time: `runs[0]` and `runs["20261123-..."]` are typed, the tables are DataFrames.

    Columns and units: docs/runs.md, or `agent.runs.TABLES`. `run` joins all tables, `run` and `step` those of single actions.
    """

    def __init__(self, runs: Sequence[Run], rows: Rows) -> None:
        self._runs = {run.name: run for run in runs}
        frames = {table.name: _frame(table, rows[table.name]) for table in TABLES}
        self.runs = frames["runs"]
        self.tasks = frames["tasks"]
        self.dreams = frames["dreams"]
        self.steps = frames["steps"]
        self.predictions = frames["predictions"]
        self.outcomes = frames["outcomes"]
        self.comparisons = frames["comparisons"]
        self.calls = frames["calls"]
        self.skills = frames["skills"]

    def __len__(self) -> int:
        return len(self._runs)

    @overload
    def __getitem__(self, which: int | str) -> Run: ...
    @overload
    def __getitem__(self, which: slice) -> list[Run]: ...
    def __getitem__(self, which: int | str | slice) -> Run | list[Run]:
        return self._runs[which] if isinstance(which, str) else [*self._runs.values()][which]

    def __repr__(self) -> str:
        return f"<{len(self)} runs: {', '.join(f'{table.name} {len(getattr(self, table.name))}' for table in TABLES)}>"


class UnreadableRunWarning(UserWarning):
    """Some runs cannot be read, and were left out."""


def load(*where: str | Path, skip_unreadable: bool = False) -> Runs:
    """Read runs: folders of runs, folders that hold runs, or globs such as "runs/*"; without any, those in ./runs.

    A run that was killed, or is still going on, is read up to its last whole line. Warns (OldRunWarning) of runs of an older version.
    Raises UsageError, one line, where there is no run, and for a spec or a line in the middle that is damaged; it names all such runs.
    `skip_unreadable`: they are left out instead, with an UnreadableRunWarning, unless none is left.
    """
    runs, damaged = _tried(folders(*where), Run)
    _name_apart(runs)
    rows = empty(TABLES)
    with _no_collector():
        lines, more = _tried(runs, lambda run: (run, read(run, rows)))
        runs, damaged = [run for run, _ in lines], damaged + more
        if damaged:
            _unreadable(damaged, len(runs), skip_unreadable)
        rows["runs"] += [line for _, line in lines]
        loaded = Runs(runs, rows)
    if old := [run.name for run in runs if run.older]:
        warnings.warn(f"{len(old)} of {len(runs)} runs are of an older version (before schema {SCHEMA}): {', '.join(old[:3])}"
                      f"{' ...' if len(old) > 3 else ''}; what it did not write is missing", OldRunWarning, stacklevel=2)  # fmt: skip
    return loaded


def read(run: Run, rows: Rows) -> tuple[Any, ...]:
    """Add the rows of one run to `rows`, and give the one of the table of runs. Raises UsageError."""
    events, lines = run.told()
    fold = Fold(run.name, rows)
    for event in events:
        fold.take(event)
    fold.end()
    end = ended(events)
    return _row(run, run.summary(events), end, lines)


def _row(run: Run, figures: Summary, end: Ended | None, lines: int) -> tuple[Any, ...]:
    spec, asked = run.spec, run.spec.settings
    ending = ENDINGS.get(end.exit_code, f"exit code {end.exit_code}") if end else CUT_OFF
    return (
        run.name, asked.goal, ending, bool(end and end.reached), end.why if end else figures.why, "; ".join(run.notes),
        asked.seed, asked.imagine, asked.model or "", asked.laws, asked.server, spec.world_rules is not None, len(spec.cheats),
        spec.started, spec.commit, run.schema, asked.warp, lines, figures.actions, figures.met, figures.surprises, figures.replans,
        figures.dreams, figures.rejected_dreams, figures.exact_changing, figures.coverage, figures.brier, figures.llm_share, figures.ticks,
        figures.dream_s, figures.act_s, figures.wall_s or None, figures.llm_calls, figures.tokens, figures.cost, figures.blueprint_f1,
        figures.motion_error, len(figures.skills_added), len(figures.skills_reused),
    )  # fmt: skip


def _frame(table: Table, rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    return pd.DataFrame({column.name: _series(column, values) for column, values in zip(table.columns, columns, strict=True)})


def _series(column: Column, values: Sequence[Any]) -> Any:
    """The values of one column, as its kind says (agent/runs/kinds.py)."""
    match column.kind:
        case "text":
            return pd.Series(values, dtype="str")
        case "whole":
            return np.array(values, dtype=np.int64)
        case "number":
            return np.array(values, dtype=np.float64)  # None becomes NaN
        case "flag":
            return np.array(values, dtype=np.bool_)
        case "maybe":
            return pd.array(values, dtype="boolean")
        case "time":
            return pd.to_datetime(pd.Series(values, dtype="str"), utc=True, format="ISO8601")


def _tried(things: Sequence[T], do: Callable[[T], U]) -> tuple[list[U], list[tuple[str, UsageError]]]:
    """What came of each; and of those that cannot be read: their names, and why."""
    done, damaged = list[U](), list[tuple[str, UsageError]]()
    for thing in things:
        try:
            done.append(do(thing))
        except UsageError as error:
            damaged.append(((thing.folder if isinstance(thing, Run) else thing).name, error))
    return done, damaged


def _unreadable(damaged: Sequence[tuple[str, UsageError]], left: int, skip: bool) -> None:
    """Warn of them, or raise UsageError."""
    _, first = damaged[0]
    names = ", ".join(name for name, _ in damaged[:10]) + (" ..." if len(damaged) > 10 else "")
    count = f"{len(damaged)} of {len(damaged) + left} runs cannot be read"
    if not skip or not left:
        raise first if len(damaged) + left == 1 else UsageError(f"{count} ({names}; load(..., skip_unreadable=True) leaves them out): {first}")
    warnings.warn(f"{count}, and left out are {names}: {first}", UnreadableRunWarning, stacklevel=3)


def _name_apart(runs: Sequence[Run]) -> None:
    """Runs of different folders that have the same name are called by their whole path."""
    often = Counter(run.name for run in runs)
    for run in runs:
        if often[run.name] > 1:
            run.name = str(run.folder.resolve())


@contextmanager
def _no_collector() -> Iterator[None]:
    """Without the garbage collector: nothing that is read here is circular, and looking for that would take half the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
